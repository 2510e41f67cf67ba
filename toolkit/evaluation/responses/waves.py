"""Which wave and session a file or a cell is about."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence

from toolkit.content.vocabulary import Wave
from toolkit.evaluation.instrument import Instrument
from toolkit.evaluation.responses.words import ascii_digits, tidy

_WORDS: Mapping[str, Wave] = {
    "pre": "pre", "pretest": "pre", "before": "pre", "baseline": "pre", "entry": "pre",
    "post": "post", "posttest": "post", "after": "post", "endline": "post", "exit": "post",
    "then": "then", "thentest": "then", "retrospective": "then",
    "followup": "followup", "followuptest": "followup", "3months": "followup",
}  # fmt: skip
"""A cell of a wave column, letters and digits alone → wave."""

_NOT_A_WAVE = re.compile(r"(?<![a-z])(pre|post)[\s_-]*(departure|arrival|placement|school|office)(?![a-z])")
_TEST = re.compile(r"(?<![a-z])(pre|post|then)[\s_.-]*test(?![a-z])")
_FOLLOW_UP = re.compile(r"(?<![a-z])follow[\s_.-]*up(?![a-z])")
_ALONE = re.compile(r"(?<![a-z])(pre|post|before|after|baseline|endline)(?![a-z])")
_FORM_ID = re.compile(r"(pre|post|then|followup|session)(?:_test)?_([a-z0-9_]+)")
_HASH = re.compile(r"[0-9a-f]{8}")
_TAIL = re.compile(
    r"\d{4}[-_.]?\d{2}[-_.]?\d{2}([-_ T.]?\d{2}[-_.]?\d{2}([-_.]?\d{2})?)?|all[\s_-]*versions"
    r"|labels|\b(responses?|export|results?|data|test)\b|\(\d+\)"
)


def wave_of_cell(text: str, own: Mapping[str, str] | None = None) -> Wave | None:
    """The wave that a cell of a wave column names; `own` are a codebook's values, tidy."""
    key = tidy(ascii_digits(text))
    key = (own or {}).get(key, key)
    return _WORDS.get(re.sub(r"[\W_]+", "", key).removesuffix(".0"))


def wave_of_name(name: str) -> Wave | None:
    """The wave that a file's or sheet's name speaks of, if exactly one.

    >>> wave_of_name("Pre-departure_-_Post-test_-_all_versions"), wave_of_name("before and after")
    ('post', None)
    """
    text = _NOT_A_WAVE.sub(" ", tidy(name))
    for pattern in (_TEST, _FOLLOW_UP, _ALONE):
        found = {_WORDS[re.sub(r"[\s_.-]", "", hit[0])] for hit in pattern.finditer(text)}
        if len(found) == 1:
            return found.pop()
        if found:
            return None
    return _WORDS.get(text.strip()) if text.strip().isalpha() else None


def wave_of_form(form: str, instrument: Instrument) -> Wave | None:
    """The wave of a form's id (such as ``post_test_title``) or version, as this toolkit's own forms have them."""
    if instrument.wave != "all" and form == instrument.version:
        return instrument.wave
    found = _FORM_ID.fullmatch(form)
    return _WORDS.get(found[1]) if found else None


def session_of_form(form: str, instrument: Instrument) -> str:
    """The session that a form's id names, or ""; ids that end in a hash name none."""
    found = _FORM_ID.fullmatch(form)
    if found is None or _HASH.fullmatch(found[2]):
        return ""
    own = _FORM_ID.fullmatch(instrument.id)
    return default_session(instrument) if own and own[2] == found[2] else found[2]


def sessions_of_names(stems: Sequence[str], waves: Sequence[Wave | None]) -> tuple[str, ...]:
    """A session for each file by what its name says beside the wave, all "" unless that is clear.

    It is clear when two files of one wave differ in it and files of different waves agree in it, such as
    ``accra pre``, ``accra post``, ``kumasi pre``, ``kumasi post``.
    """
    rests = tuple(_rest(stem) for stem in stems)
    by_wave: dict[Wave | None, set[str]] = {}
    for rest, wave in zip(rests, waves, strict=True):
        by_wave.setdefault(wave, set()).add(rest)
    several = any(len(found) > 1 for found in by_wave.values())
    shared = any(a & b for w, a in by_wave.items() for v, b in by_wave.items() if w != v)
    return rests if several and shared and all(rests) else ("",) * len(rests)


def default_session(instrument: Instrument) -> str:
    """The session of files that name none: as `toolkit.evaluation.instrument.session_name` says it of the plan that
    the instrument was made for, so that forms and the paper sheet of one session meet."""
    found = _FORM_ID.fullmatch(instrument.id)
    slug = found[2] if found and not _HASH.fullmatch(found[2]) else ""
    slug = slug or hashlib.sha256(instrument.title.encode()).hexdigest()[:8]
    day = instrument.version[:8]
    return f"{day}_{slug}" if day.isdecimal() and day != "00000000" else slug


def _rest(stem: str) -> str:
    text = _TAIL.sub(" ", tidy(stem).replace("_", " "))
    for pattern in (_TEST, _FOLLOW_UP, _ALONE):
        text = pattern.sub(" ", text)
    return " ".join(re.sub(r"[^\w]+", " ", text).split())
