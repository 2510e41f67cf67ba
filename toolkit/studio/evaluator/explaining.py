"""Each statistic with what it means, for people who do not know statistics."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from toolkit.content.language import Language
from toolkit.evaluation.findings.records import Findings
from toolkit.rendering.outlines.report_sentences import (
    Figures,
    figures_of,
    hidden_sentence,
    interval_text,
    level_text,
    number,
    p_text,
    suppression,
    undefined_sentence,
)

Weight = Literal["main", "more"]

STRONG_G, MEDIUM_G, SMALL_G = 0.8, 0.5, 0.2
"""Cohen 1988, Statistical Power Analysis for the Behavioral Sciences, p. 25 f."""

GOOD_ALPHA = 0.7


@dataclass(frozen=True, slots=True)
class Explained:
    """A statistic: its name, its value in words, and what it means. `main` ones are read first."""

    name: str
    value: str
    meaning: str
    weight: Weight = "main"


def explain(findings: Findings, language: Language) -> tuple[Explained, ...]:
    """The figures of the whole group that may be shown; where they are kept back, why."""
    return (*_people(findings, language), *_change(findings, language))


def _people(findings: Findings, language: Language) -> Iterator[Explained]:
    say, show, counts = language.say, language.show_number, findings.counts
    yield Explained(
        say("People in both tests"),
        show(counts.n_matched),
        say(
            "Only people whose two tests could be joined by their code are compared. {before} answered before and "
            "{after} after.",
            before=show(counts.n_pre),
            after=show(counts.n_post),
        ),
    )
    rate = number(counts.match_rate)
    if rate is not None:
        meaning = say("Of those who could be in both tests, how many are. ")
        if rate >= 0.8:
            meaning += say("This is high: few are missing.")
        else:
            meaning += say("This is low: those who are missing may have learned more or less than the others.")
        yield Explained(say("Match rate"), language.show_percent(rate), meaning, "more")


def _change(findings: Findings, language: Language) -> Iterator[Explained]:
    say, change = language.say, findings.change
    why = suppression(findings.suppressed, change.n, findings)
    figures = None if why else figures_of(change)
    if figures is None:
        text = hidden_sentence(why, findings, language) if why else undefined_sentence(
            change.reason or "no-pairs", language
        )  # fmt: skip
        yield Explained(say("Average change"), say("Kept back") if why else "–", text)
        return
    yield from _main(figures, findings, language)
    yield from _more(findings, language)


def _main(figures: Figures, findings: Findings, language: Language) -> Iterator[Explained]:
    say, show = language.say, language.show_number
    before, after = (level_text(value, figures, language) for value in (figures.before, figures.after))
    yield Explained(
        say("Average before and after"),
        say("{before} → {after}", before=before, after=after),
        say("The average score of the same people in the two tests."),
    )
    decimals = 0 if figures.percent else 1
    unit = (
        say("One point is one percent of the highest possible score.")
        if figures.percent
        else say("Counted in points of the test.")
    )
    yield Explained(
        say("Average change"),
        say("{change} points", change=show(figures.change, decimals, signed=True)),
        say("How much higher (+) or lower (−) the second test is on average.") + " " + unit,
    )
    if figures.low is None or figures.high is None:
        yield Explained(say("Likely between"), "–", undefined_sentence(findings.change.reason, language))
        return
    if figures.low > 0:
        verdict = say("All of it is above 0: the group very likely scored higher.")
    elif figures.high < 0:
        verdict = say("All of it is below 0: the group very likely scored lower.")
    else:
        verdict = say("It holds 0, so there may be no change at all.")
    yield Explained(
        say("Likely between"),
        interval_text(figures.low, figures.high, decimals, language),
        say("With another group like this one, the average would differ a little by chance. The true change very "
            "likely lies in this range (95% interval); the fewer people, the wider it is.") + " " + verdict,
    )  # fmt: skip


def _more(findings: Findings, language: Language) -> Iterator[Explained]:
    say, show, change = language.say, language.show_number, findings.change
    if findings.n_improved is not None:
        values = [show(n or 0) for n in (findings.n_improved, findings.n_same, findings.n_worse)]
        yield Explained(
            say("Higher, same, lower"),
            say("{higher} · {same} · {lower}", higher=values[0], same=values[1], lower=values[2]),
            say("How many people scored higher in the second test, the same, or lower."),
            "more",
        )
    g = number(change.hedges_g_av)
    if g is not None:
        yield Explained(say("Size of the change (Hedges g)"), show(g, 2, signed=True), _size(g, language), "more")
    p = number(change.p)
    if p is not None:
        yield Explained(
            say("p-value"),
            say("p {p}", p=p_text(p, language)),
            say("How often chance alone would give a change this large if nothing had changed: below 0.05 is seldom. "
                "It does not say how large or how useful the change is, nor that the session caused it."),
            "more",
        )  # fmt: skip
    rank = number(findings.ranks.p)
    if rank is not None:
        yield Explained(
            say("p-value of the signed-rank test"),
            say("p {p}", p=p_text(rank, language)),
            say("The same question, asked without the average: it only looks at who went up and who went down. When "
                "both p-values agree, a few unusual people are not behind the change."),
            "more",
        )  # fmt: skip
    gain = number(change.normalised_gain)
    if gain is not None:
        yield Explained(
            say("Normalised gain"),
            language.show_percent(gain),
            say("Of what the group could still learn before the session, the share that it learned."),
            "more",
        )
    alpha = number(findings.reliability.alpha) if findings.reliability else None
    if alpha is not None:
        fits = (
            say("From 0.70 the questions belong together well enough to compare groups.")
            if alpha >= GOOD_ALPHA
            else say("Below 0.70 the questions measure different things: read them one by one.")
        )
        yield Explained(
            say("Reliability (Cronbach's alpha)"),
            show(alpha, 2),
            say("Whether people who do well in one question do well in the others, too.") + " " + fits,
            "more",
        )


def _size(g: float, language: Language) -> str:
    say = language.say
    text = say("The change, counted in the usual spread between people, so that it can be set beside other studies.")
    match abs(g):
        case size if size >= STRONG_G:
            word = say("This is a large change by the usual rule of thumb (0.8).")
        case size if size >= MEDIUM_G:
            word = say("This is a medium change by the usual rule of thumb (0.5).")
        case size if size >= SMALL_G:
            word = say("This is a small change by the usual rule of thumb (0.2).")
        case _:
            word = say("This is hardly a change by the usual rule of thumb (0.2).")
    return f"{text} {word}"
