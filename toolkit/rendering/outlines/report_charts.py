"""Charts of a report, each with the plain sentence that is its caption and alternative text.

What is suppressed or undefined is not in a chart at all; `report` says so in words.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from toolkit.content.language import Language
from toolkit.content.records import Content, Question
from toolkit.content.text import iter_texts
from toolkit.evaluation.findings.records import Findings, ObjectiveFinding, ScaleFinding
from toolkit.rendering.charts.records import (
    FlowBox,
    FlowChart,
    LikertChart,
    LikertRow,
    PairedChart,
    PairedRow,
)
from toolkit.rendering.outline import ChartNode, inline
from toolkit.rendering.outlines.common import module_title
from toolkit.rendering.outlines.inline import words_of
from toolkit.rendering.outlines.report_sentences import (
    Figures,
    change_text,
    figures_of,
    joined_sentences,
    level_text,
    match_sentence,
    number,
    people_text,
    suppression,
)

ROWS = 9
"""Most lines of one chart; more make a second one."""

_STEPS = (0.5, 1, 2, 5, 10, 20, 25, 50)
"""Distances of ticks on the axis of changes."""


@dataclass(frozen=True, slots=True)
class Report:
    """What every part of a report needs: the findings, the content that has the titles of their ids, the language."""

    findings: Findings
    content: Content
    language: Language

    def objective(self, id: str) -> str:
        """The statement of a learning objective; its id when the content does not hold it."""
        objectives = self.content.objectives()
        return words_of(objectives[id].statement) if id in objectives else id

    def module(self, id: str) -> str:
        """A module's title, or its id."""
        return module_title(self.content, id)

    def item(self, id: str) -> str:
        """A question's words on one line, or its id."""
        question = self._questions().get(id)
        if question is None:
            return id
        return " ".join(words_of(text) for text in iter_texts(question.stem)) or id

    def about(self, id: str) -> str:
        """The title of whatever an id names."""
        if id in self.content.modules:
            return self.module(id)
        return self.objective(id) if id in self.content.objectives() else self.item(id)

    def steps(self, finding: ScaleFinding) -> tuple[str, ...]:
        """The words of a scale's steps, lowest first; their numbers when the content does not hold the scale."""
        count = len(finding.post_shares or finding.pre_shares)
        scale = self.content.scales.get(finding.scale)
        words = tuple(words_of(o.text) for o in scale.options if not o.unknown) if scale else ()
        if len(words) == count:
            return words
        say, show = self.language.say, self.language.show_number
        ends = {1: say("{n} (lowest)", n=show(1)), count: say("{n} (highest)", n=show(count))}
        return tuple(ends.get(step, show(step)) for step in range(1, count + 1))

    def scale(self, finding: ScaleFinding) -> str:
        """What a scale measures; with the scale's title where several measure it."""
        name = construct_name(finding.construct, self.language)
        alike = [s for s in self.findings.scales if s.construct == finding.construct]
        known = self.content.scales.get(finding.scale)
        return f"{name} ({words_of(known.title)})" if known and len(alike) > 1 else name

    def _questions(self) -> dict[str, Question]:
        return {q.id: q for module in self.content.modules.values() for q in module.questions}


def construct_name(construct: str, language: Language) -> str:
    """What a scale measures, in words; another word is shown as it is."""
    say = language.say
    match construct:
        case "knowledge":
            return say("Knowledge")
        case "skill":
            return say("Skill")
        case "attitude":
            return say("Attitude")
        case "confidence":
            return say("Confidence")
        case "commitment" | "intention":
            return say("Intention")
        case "reaction":
            return say("Satisfaction with the session")
        case "behaviour":
            return say("Behaviour afterwards")
        case "delivery":
            return say("Delivery as observed")
        case _:
            return construct


def shown_objectives(report: Report) -> list[tuple[ObjectiveFinding, Figures]]:
    """Objectives whose figures may and can be shown."""
    found = []
    for objective in report.findings.objectives:
        figures = figures_of(objective.change, percent=True)
        if figures and not suppression(objective.suppressed, objective.change.n, report.findings):
            found.append((objective, figures))
    return found


def objectives_sentence(rows: Sequence[tuple[str, Figures]], language: Language) -> str:
    """The largest and the smallest change in words."""
    ordered = sorted(rows, key=lambda row: -row[1].change)
    (best, most), (least, last) = ordered[0], ordered[-1]
    one = {"about": best, "change": change_text(most, language), "n": people_text(most.n, language)}
    if len(rows) == 1:
        return language.say("{about}: {change}, {n}.", **one)
    return language.say(
        "Of these {count}, the largest change is {change} ({n}) in “{about}”, the smallest {low} ({m}) in “{other}”.",
        count=language.show_number(len(rows)),
        low=change_text(last, language),
        m=people_text(last.n, language),
        other=least,
        **one,
    )


def objective_charts(report: Report) -> list[ChartNode]:
    """Before, after and change of every objective that can be shown, `ROWS` to a chart."""
    return paired_charts([(report.objective(o.objective), f) for o, f in shown_objectives(report)], report.language)


def paired_charts(rows: Sequence[tuple[str, Figures]], language: Language) -> list[ChartNode]:
    """Charts of changes in percent, on the same axes."""
    charts = []
    for part, chart in paired_parts(rows, language, language.say("Change for each learning objective")):
        sentence = objectives_sentence(part, language)
        charts.append(ChartNode(chart, sentence, inline(sentence)))
    return charts


def paired_parts(
    rows: Sequence[tuple[str, Figures]], language: Language, title: str
) -> list[tuple[Sequence[tuple[str, Figures]], PairedChart]]:
    """Rows and their chart, `ROWS` to a chart, all on the same axes: percent when every row is in percent, else
    points. The rows' scores must be counted alike."""
    step, low, high = _range([f for _, f in rows])
    say = language.say
    most, ticks = _scores(rows, language)
    return [
        (
            part,
            PairedChart(
                title=title,
                rows=tuple(_paired_row(label, f, language, most) for label, f in part),
                most=most,
                ticks=ticks,
                change_ticks=tuple(
                    (value * step, language.show_number(value * step, 1 if step < 1 else 0, signed=True))
                    for value in range(low, high + 1)
                ),
                before=say("Before"),
                after=say("After"),
                change=say("Change in points, with the interval in which it likely lies"),
            ),
        )
        for part in _parts(rows)
    ]


def _scores(rows: Sequence[tuple[str, Figures]], language: Language) -> tuple[float, tuple[tuple[float, str], ...]]:
    """The end of the axis of scores, and its ticks."""
    if all(figures.percent for _, figures in rows):
        return 100, tuple((value, language.show_percent(value / 100)) for value in (0, 25, 50, 75, 100))
    highest = max(max(figures.before, figures.after) for _, figures in rows)
    step = next((s for s in _STEPS if highest / s <= 5), 100)
    count = max(1, math.ceil(highest / step))
    decimals = 1 if step < 1 else 0
    return count * step, tuple((n * step, language.show_number(n * step, decimals)) for n in range(count + 1))


def _paired_row(label: str, figures: Figures, language: Language, most: float) -> PairedRow:
    text = language.say(
        "{before} before, {after} after; {change}; n = {n}",
        before=level_text(figures.before, figures, language),
        after=level_text(figures.after, figures, language),
        change=change_text(figures, language),
        n=language.show_number(figures.n),
    )
    before, after = (min(most, max(0.0, value)) for value in (figures.before, figures.after))
    return PairedRow(label, before, after, figures.change, figures.low, figures.high, text)


def _range(figures: Sequence[Figures]) -> tuple[float, int, int]:
    """Distance of the ticks, and the first and last as multiples of it: all changes fit between, and so does 0."""
    ends = [0.0, *(v for f in figures for v in (f.change, f.low, f.high) if v is not None)]
    least, most = min(ends), max(ends)
    step = next((s for s in _STEPS if (most - least) / s <= 4), 100)
    low, high = math.floor(least / step), math.ceil(most / step)
    return step, low, max(high, low + 1)


def _parts(rows: Sequence[tuple[str, Figures]]) -> list[Sequence[tuple[str, Figures]]]:
    """As few parts as possible, about equally long."""
    if not rows:
        return []
    count = math.ceil(len(rows) / ROWS)
    size = math.ceil(len(rows) / count)
    return [rows[start : start + size] for start in range(0, len(rows), size)]


def people_of(scale: ScaleFinding) -> int:
    """How many people are behind a scale; its answers where that is not known."""
    return scale.people or max(scale.n_pre, scale.n_post)


def shown_scales(report: Report) -> list[ScaleFinding]:
    """Scales with shares that may be shown."""
    return [
        scale
        for scale in report.findings.scales
        if not suppression(scale.suppressed, people_of(scale), report.findings)
        and (_shares(scale.pre_shares) or _shares(scale.post_shares))
    ]


def scale_sentence(scale: ScaleFinding, report: Report) -> str:
    """How many chose the upper steps before and after."""
    language, say = report.language, report.language.say
    name = report.scale(scale)
    upper = [_upper(_shares(shares)) for shares in (scale.pre_shares, scale.post_shares)]
    ns = [language.show_number(n) for n in (scale.n_pre, scale.n_post)]
    enough = [n >= report.findings.publish_at for n in (scale.n_pre, scale.n_post)]
    shown = [None if share is None or not ok else language.show_percent(share)
             for share, ok in zip(upper, enough, strict=True)]  # fmt: skip
    match shown:
        case [str() as before, str() as after]:
            values = {"about": name, "before": before, "after": after, "n": ns[0], "m": ns[1]}
            text = say("{about}: {before} of the answers were above the middle of the scale before ({n} answers), "
                       "{after} after ({m} answers).", **values)  # fmt: skip
        case [None, str() as after]:
            text = say("{about}: {after} of the answers were above the middle of the scale after ({m} answers).",
                       about=name, after=after, m=ns[1])  # fmt: skip
        case [str() as before, None]:
            text = say("{about}: {before} of the answers were above the middle of the scale before ({n} answers).",
                       about=name, before=before, n=ns[0])  # fmt: skip
        case _:
            return ""
    figures = None if suppression(scale.suppressed, scale.change.n, report.findings) else figures_of(scale.change)
    if figures is None:
        return text
    points = Figures(figures.n, 0, 0, *_points(scale), percent=False)
    more = say("The mean changed by {change}, {n}.", change=change_text(points, language),
               n=people_text(figures.n, language))  # fmt: skip
    return joined_sentences(text, more, _then_sentence(scale, report))


def _then_sentence(scale: ScaleFinding, report: Report) -> str:
    """The change against what people say afterwards of how they were before."""
    change, language = scale.then_change, report.language
    if change is None or suppression(scale.suppressed, change.n, report.findings):
        return ""
    mean, low, high = number(change.mean_change), number(change.ci_low), number(change.ci_high)
    if mean is None:
        return ""
    points = Figures(change.n, 0, 0, mean, low, high, percent=False)
    return language.say(
        "Asked afterwards how they had been before, people see a change of {change}, {n}.",
        change=change_text(points, language),
        n=people_text(change.n, language),
    )


def _points(scale: ScaleFinding) -> tuple[float, float | None, float | None]:
    change = scale.change
    return number(change.mean_change) or 0.0, number(change.ci_low), number(change.ci_high)


def scale_charts(report: Report) -> list[ChartNode]:
    """Centred bars, one chart for each scale of answers."""
    groups: dict[tuple[str, ...], list[ScaleFinding]] = {}
    for scale in shown_scales(report):
        groups.setdefault(report.steps(scale), []).append(scale)
    charts = []
    for steps, scales in groups.items():
        for start in range(0, len(scales), 6):
            part = scales[start : start + 6]
            rows = tuple(row for scale in part for row in _likert_rows(scale, report))
            if not rows:
                continue
            sentence = " ".join(scale_sentence(scale, report) for scale in part)
            title = report.language.say("Answers on a scale, before and after")
            charts.append(ChartNode(LikertChart(title, rows, steps), sentence, inline(sentence)))
    return charts


def _likert_rows(scale: ScaleFinding, report: Report) -> list[LikertRow]:
    language, say, findings = report.language, report.language.say, report.findings
    rows = []
    for label, shares, n in (
        (say("Before"), _shares(scale.pre_shares), scale.n_pre),
        (say("After"), _shares(scale.post_shares), scale.n_post),
    ):
        if shares and n >= findings.publish_at:
            texts = tuple(language.show_percent(share) for share in shares)
            upper = _upper(shares) or 0.0
            text = say("{share} above, {n} answers", share=language.show_percent(upper), n=language.show_number(n))
            rows.append(LikertRow(report.scale(scale), label, shares, texts, text, n))
    return rows


def _shares(shares: Sequence[float]) -> tuple[float, ...]:
    """The shares when all are numbers and add up to something, as parts of 1."""
    numbers = [number(share) for share in shares]
    good = [share for share in numbers if share is not None and share >= 0]
    total = sum(good)
    return tuple(share / total for share in good) if len(good) == len(numbers) and total > 0 else ()


def _upper(shares: Sequence[float]) -> float | None:
    return sum(shares[len(shares) - len(shares) // 2 :]) if shares else None


def flow_chart(report: Report) -> ChartNode:
    """Who answered when."""
    counts, say, language = report.findings.counts, report.language.say, report.language

    def box(label: str, count: int) -> FlowBox:
        count = max(0, count)
        return FlowBox(label, count, language.show_number(count))

    chart = FlowChart(
        title=say("Who answered"),
        before=box(say("answered before"), counts.n_pre),
        after=box(say("answered after"), counts.n_post),
        both=box(say("in both: compared here"), counts.n_matched),
        only_before=box(say("only before: left out"), counts.n_pre - counts.n_matched),
        only_after=box(say("only after: left out"), counts.n_post - counts.n_matched),
    )
    sentence = match_sentence(report.findings, language)
    return ChartNode(chart, sentence, inline(sentence))
