"""The table of indicators as a document: figures against targets, broken down, with their definitions."""

from __future__ import annotations

from collections.abc import Iterator

from toolkit.content.language import Language, is_known_country
from toolkit.content.vocabulary import STAGES
from toolkit.evaluation.indicator_rows import IndicatorRow, IndicatorTable
from toolkit.evaluation.indicators import Indicator
from toolkit.rendering.outline import Cell, Document, Fields, Keep, Node
from toolkit.rendering.outlines.common import bold, cell, heading, pair, para, table
from toolkit.rendering.outlines.report_sentences import number
from toolkit.rendering.outlines.words import stage_name
from toolkit.rendering.theme import ANSWER_TONES


def make_indicator_report(indicators: IndicatorTable, language: Language) -> Document:
    """First every indicator against its target, then each with its breakdown, trend and definition."""
    say = language.say
    body: list[Node] = [
        para(
            say(
                "These definitions are the same for every programme, so that figures can be added up and compared. "
                "Figures about fewer than {limit} people are kept back.",
                limit=language.show_number(indicators.publish_at),
            ),
            "lead",
        ),
        heading(1, say("All indicators")),
        _summary(indicators, language),
        heading(1, say("Indicator by indicator")),
    ]
    for indicator in indicators.indicators:
        body += _indicator(indicator, indicators, language)
    kind = say("Indicators")
    return Document(
        name="indicators",
        title=kind,
        subtitle="",
        language=language.tag,
        direction=language.direction,
        body=tuple(body),
        facts=(pair(say("Evaluated sessions"), language.show_number(indicators.sessions)),),
        footer=kind,
        page_of=say("Page {page} of {pages}"),
        subject=kind,
    )


def _summary(indicators: IndicatorTable, language: Language) -> Node:
    say = language.say
    rows = []
    for indicator in indicators.indicators:
        row = indicators.total(indicator.id)
        rows.append(
            (
                cell(bold(indicator.title)),
                cell(_figure(row, indicator, language) if row else _only_parts(indicator, indicators, language)),
                cell(_end(indicator.baseline.value if indicator.baseline else None, indicator, language)),
                _target(row, indicator, language),
                cell(_behind(row, indicator, language)),
            )
        )
    heads = [(say("Indicator"), 32), (say("Figure, with its interval"), 22), (say("Baseline"), 12),
             (say("Target"), 18), (say("Behind it"), 16)]  # fmt: skip
    return table(heads, rows)


def _target(row: IndicatorRow | None, indicator: Indicator, language: Language) -> Cell:
    if indicator.target is None:
        return cell(language.say("none set"))
    words = _end(indicator.target.value, indicator, language)
    reached = row.reached if row else None
    if reached is None:
        return cell(words)
    state = language.say("reached") if reached else language.say("not reached")
    return cell(words, state, fill=ANSWER_TONES["met" if reached else "not met"].fill)


def _figure(row: IndicatorRow | None, indicator: Indicator, language: Language) -> str:
    """The figure in its unit, with its interval; a word where there is none."""
    figure = number(row.figure) if row else None
    if row is None or figure is None:
        kept_back = row is not None and row.reason == "small"
        return language.say("kept back: few people") if kept_back else language.say("no data")
    words = _value(figure, indicator, language)
    low, high = number(row.low), number(row.high)
    if low is None or high is None:
        return words
    return language.say(
        "{figure} ({low} to {high})",
        figure=words,
        low=_value(low, indicator, language),
        high=_value(high, indicator, language),
    )


def _value(figure: float, indicator: Indicator, language: Language) -> str:
    match indicator.unit:
        case "percent":
            return language.show_percent(figure / 100)
        case "percentage points":
            return language.show_number(figure, 1, signed=True)
        case _:
            return language.show_number(figure)


def _end(value: float | None, indicator: Indicator, language: Language) -> str:
    return language.say("none set") if value is None else _value(value, indicator, language)


def _only_parts(indicator: Indicator, indicators: IndicatorTable, language: Language) -> str:
    """For an indicator without a total: that its parts are below."""
    known = any(row.indicator == indicator.id and row.figure is not None for row in indicators.rows)
    return language.say("by group, see below") if known else language.say("no data")


def _behind(row: IndicatorRow | None, indicator: Indicator, language: Language) -> str:
    if row is None or row.figure is None:
        return language.say("see below") if row is None else language.say("no data")
    sessions = language.say_count("{n} session", "{n} sessions", row.sessions)
    if row.n is None:
        return sessions
    n = language.show_number(row.n)
    match indicator.measure:
        case "objectives-improved":
            return language.say("{n} objectives, {sessions}", n=n, sessions=sessions)
        case "satisfaction" | "behaviour":
            return language.say("{n} answers, {sessions}", n=n, sessions=sessions)
        case _:
            return language.say("n = {n}, {sessions}", n=n, sessions=sessions)


def _indicator(indicator: Indicator, indicators: IndicatorTable, language: Language) -> Iterator[Node]:
    say = language.say
    pairs = [pair(say("Unit"), _unit(indicator.unit, language)), pair(say("Numerator"), indicator.numerator)]
    if indicator.denominator:
        pairs.append(pair(say("Denominator"), indicator.denominator))
    if indicator.baseline:
        since = " ".join(part for part in (indicator.baseline.as_of, indicator.baseline.note) if part)
        value = _value(indicator.baseline.value, indicator, language)
        pairs.append(pair(say("Baseline"), say("{value}: {since}", value=value, since=since) if since else value))
    pairs.append(pair(say("Source"), indicator.source))
    yield Keep((heading(2, indicator.title), Fields(tuple(pairs))))
    rows = [row for row in indicators.rows if row.indicator == indicator.id and row.by]
    if rows:
        heads = [(say("By"), 18), (say("Group"), 32), (say("Figure, with its interval"), 28), (say("Behind it"), 22)]
        yield table(
            heads,
            [
                (
                    cell(_by(row.by, language)),
                    cell(_group(row, language)),
                    cell(_figure(row, indicator, language)),
                    cell(_behind(row, indicator, language)),
                )
                for row in rows
            ],
        )


def _unit(unit: str, language: Language) -> str:
    say = language.say
    match unit:
        case "people":
            return say("people")
        case "countries":
            return say("countries")
        case "percent":
            return say("percent")
        case _:
            return say("percentage points")


def _by(by: str, language: Language) -> str:
    say = language.say
    match by:
        case "sex":
            return say("Sex")
        case "case-type":
            return say("Case type")
        case "stage":
            return say("Stage")
        case "origin":
            return say("Origin")
        case "destination":
            return say("Destination")
        case "year":
            return say("Year")
        case _:
            return by


def _group(row: IndicatorRow, language: Language) -> str:
    """The value of a breakdown in words; a grouping column's own words as they are."""
    say = language.say
    if not row.value:
        return say("(not given)")
    if row.by in ("origin", "destination") and is_known_country(row.value):
        return language.name_of_country(row.value)
    match row.value:
        case "women":
            return say("Women")
        case "men":
            return say("Men")
        case "resettlement":
            return say("Refugee resettlement")
        case "other" if row.by == "case-type":
            return say("Other than resettlement")
        case stage if row.by == "stage" and stage in STAGES:
            return stage_name(stage, language)
        case _:
            return row.value
