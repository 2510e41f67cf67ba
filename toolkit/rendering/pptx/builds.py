"""Animations: points that appear click by click, and a bar that runs down with the minutes when it is clicked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import count

from pptx.oxml import parse_xml

from toolkit.rendering.outline import Direction
from toolkit.rendering.pptx.office import Office
from toolkit.rendering.slide_text import SlidePara

LEAST_POINTS = 3
"""Fewer points are shown at once."""


@dataclass(frozen=True, slots=True)
class Target:
    """What appears: a shape, or some of its paragraphs (`first` to `last`). `filled` shapes are more than text."""

    shape: int
    first: int = -1
    last: int = -1
    filled: bool = False


@dataclass(frozen=True, slots=True)
class Countdown:
    """A bar that is wiped away from the start side over its minutes, when it is clicked."""

    shape: int
    minutes: int
    direction: Direction


def paragraph_clicks(shape: int, paras: Sequence[SlidePara]) -> tuple[tuple[Target, ...], ...]:
    """One click for each point but the first, its nested points with it; nothing for a text with few points."""
    starts = [index for index, para in enumerate(paras) if para.mark and not para.level]
    if len(starts) < LEAST_POINTS:
        return ()
    ends = [*starts[1:], len(paras)]
    return tuple((Target(shape, start, end - 1),) for start, end in zip(starts[1:], ends[1:], strict=True))


def write_builds(slide: Office, clicks: Sequence[Sequence[Target]], countdown: Countdown | None = None) -> None:
    """The slide's timing: each click shows its targets together."""
    if not clicks and countdown is None:
        return
    numbers = count(3)
    main = "".join(_click(targets, numbers) for targets in clicks)
    sequences = ""
    if main:
        sequences = (
            '<p:seq concurrent="1" nextAc="seek"><p:cTn id="2" dur="indefinite" nodeType="mainSeq"><p:childTnLst>'
            f"{main}</p:childTnLst></p:cTn><p:prevCondLst>{_on('onPrev')}</p:prevCondLst>"
            f"<p:nextCondLst>{_on('onNext')}</p:nextCondLst></p:seq>"
        )
    if countdown is not None:
        sequences += _countdown(countdown, numbers)
    builds = "".join(_build(target) for target in _built(clicks))
    listed = f"<p:bldLst>{builds}</p:bldLst>" if builds else ""
    slide._element.append(
        parse_xml(
            '<p:timing xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"><p:tnLst><p:par>'
            '<p:cTn id="1" dur="indefinite" restart="never" nodeType="tmRoot"><p:childTnLst>'
            f"{sequences}</p:childTnLst></p:cTn></p:par></p:tnLst>{listed}</p:timing>"
        )
    )


def _built(clicks: Sequence[Sequence[Target]]) -> list[Target]:
    seen: dict[int, Target] = {}
    for targets in clicks:
        for target in targets:
            seen.setdefault(target.shape, target)
    return list(seen.values())


def _build(target: Target) -> str:
    kind = ' build="p"' if target.first >= 0 else ' animBg="1"' if target.filled else ""
    return f'<p:bldP spid="{target.shape}" grpId="0"{kind}/>'


def _on(event: str) -> str:
    return f'<p:cond evt="{event}" delay="0"><p:tgtEl><p:sldTgt/></p:tgtEl></p:cond>'


def _cond(delay: str = "0") -> str:
    return f'<p:stCondLst><p:cond delay="{delay}"/></p:stCondLst>'


def _click(targets: Sequence[Target], numbers: Iterator[int]) -> str:
    outer, inner = next(numbers), next(numbers)
    effects = "".join(
        _appear(target, "withEffect" if index else "clickEffect", numbers) for index, target in enumerate(targets)
    )
    return (
        f'<p:par><p:cTn id="{outer}" fill="hold">{_cond("indefinite")}<p:childTnLst><p:par><p:cTn id="{inner}" '
        f'fill="hold">{_cond()}<p:childTnLst>{effects}</p:childTnLst></p:cTn></p:par></p:childTnLst></p:cTn></p:par>'
    )


def _appear(target: Target, node: str, numbers: Iterator[int]) -> str:
    effect, step = next(numbers), next(numbers)
    part = f'<p:txEl><p:pRg st="{target.first}" end="{target.last}"/></p:txEl>' if target.first >= 0 else ""
    inside = f'<p:spTgt spid="{target.shape}">{part}</p:spTgt>' if part else f'<p:spTgt spid="{target.shape}"/>'
    return (
        f'<p:par><p:cTn id="{effect}" presetID="1" presetClass="entr" presetSubtype="0" fill="hold" grpId="0" '
        f'nodeType="{node}">{_cond()}<p:childTnLst><p:set><p:cBhvr><p:cTn id="{step}" dur="1" fill="hold">{_cond()}'
        f"</p:cTn><p:tgtEl>{inside}</p:tgtEl><p:attrNameLst><p:attrName>style.visibility</p:attrName></p:attrNameLst>"
        '</p:cBhvr><p:to><p:strVal val="visible"/></p:to></p:set></p:childTnLst></p:cTn></p:par>'
    )


def _countdown(bar: Countdown, numbers: Iterator[int]) -> str:
    sequence, outer, inner, effect, wipe, hide = (next(numbers) for _ in range(6))
    target = f'<p:tgtEl><p:spTgt spid="{bar.shape}"/></p:tgtEl>'
    clicked = f'<p:cond evt="onClick" delay="0">{target}</p:cond>'
    minutes = bar.minutes * 60_000
    side, subtype = ("left", 8) if bar.direction == "ltr" else ("right", 2)
    return (
        f'<p:seq concurrent="1" nextAc="seek"><p:cTn id="{sequence}" restart="whenNotActive" fill="hold" '
        f'evtFilter="cancelBubble" nodeType="interactiveSeq"><p:stCondLst>{clicked}</p:stCondLst>'
        '<p:endSync evt="end" delay="0"><p:rtn val="all"/></p:endSync><p:childTnLst>'
        f'<p:par><p:cTn id="{outer}" fill="hold">{_cond()}<p:childTnLst><p:par><p:cTn id="{inner}" fill="hold">'
        f'{_cond()}<p:childTnLst><p:par><p:cTn id="{effect}" presetID="22" presetClass="exit" '
        f'presetSubtype="{subtype}" fill="hold" nodeType="clickEffect">{_cond()}<p:childTnLst>'
        f'<p:animEffect transition="out" filter="wipe({side})"><p:cBhvr><p:cTn id="{wipe}" dur="{minutes}"/>{target}'
        f'</p:cBhvr></p:animEffect><p:set><p:cBhvr><p:cTn id="{hide}" dur="1" fill="hold">{_cond(str(minutes - 1))}'
        f"</p:cTn>{target}<p:attrNameLst><p:attrName>style.visibility</p:attrName></p:attrNameLst></p:cBhvr>"
        '<p:to><p:strVal val="hidden"/></p:to></p:set></p:childTnLst></p:cTn></p:par></p:childTnLst></p:cTn></p:par>'
        f"</p:childTnLst></p:cTn></p:par></p:childTnLst></p:cTn><p:nextCondLst>{clicked}</p:nextCondLst></p:seq>"
    )
