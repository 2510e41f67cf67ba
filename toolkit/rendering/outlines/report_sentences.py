"""Findings in plain sentences. Every figure comes with its n and interval; what is suppressed or undefined becomes a
sentence that says why, never an empty place."""

from __future__ import annotations

import math
from dataclasses import dataclass

from toolkit.content.language import Language
from toolkit.evaluation.estimate.change import Change, Interval
from toolkit.evaluation.findings.records import Findings, Flag, Suppression


@dataclass(frozen=True, slots=True)
class Figures:
    """A change as it is printed: in percent of the possible points (`percent`), or in points."""

    n: int
    before: float
    after: float
    change: float
    low: float | None
    high: float | None
    percent: bool


def number(value: float | None) -> float | None:
    """The value where it is a number that can be shown."""
    return None if value is None or not math.isfinite(value) else float(value)


def figures_of(change: Change, *, percent: bool = False) -> Figures | None:
    """What can be shown of a change; None when it is undefined. `percent` says that points are percents already."""
    for names, is_percent in (
        (("mean_pre_pct", "mean_post_pct", "mean_change_pct", "ci_low_pct", "ci_high_pct"), True),
        (("mean_pre", "mean_post", "mean_change", "ci_low", "ci_high"), percent),
    ):
        before, after, mean, low, high = (number(getattr(change, name)) for name in names)
        if before is not None and after is not None and mean is not None and change.n > 0:
            both = low is not None and high is not None
            return Figures(change.n, before, after, mean, low if both else None, high if both else None, is_percent)
    return None


def suppression(suppressed: Suppression, n: int, findings: Findings) -> Suppression:
    """Why a figure about `n` people is not shown, or "". Small groups stay hidden whatever the record says."""
    return suppressed or ("small" if 0 < n < findings.publish_at else "")


def hidden_sentence(why: Suppression, findings: Findings, language: Language) -> str:
    """Why something is not shown."""
    limit = language.show_number(findings.publish_at)
    match why:
        case "complementary":
            return language.say(
                "Not shown: together with other figures it would give away a figure about fewer than {limit} people.",
                limit=limit,
            )
        case "sensitive":
            return language.say("Not shown: all or none gave the same answer to a sensitive question.")
        case "identifying":
            return language.say("Not shown: it could point to single people.")
        case _:
            return language.say("Not shown: fewer than {limit} people.", limit=limit)


def undefined_sentence(reason: str, language: Language) -> str:
    """Why a figure cannot be worked out (`toolkit.evaluation.estimate.reasons`)."""
    say = language.say
    match reason:
        case "no-pairs":
            return say("Nobody has both a pre-test and a post-test, so there is no change to work out.")
        case "all-missing":
            return say("Nobody has a score in both tests, so there is no change to work out.")
        case "one-pair" | "one-person":
            return say("One person alone shows no spread, so there is no interval.")
        case "two-pairs":
            return say("Two people are too few for this figure.")
        case "same-change":
            return say("Everyone changed by the same amount, so there is no spread to work out an interval from.")
        case "nobody-changed":
            return say("Nobody's score changed, so there is nothing to compare.")
        case "no-spread":
            return say("All scores are equal, so there is no spread.")
        case "no-maximum":
            return say("The highest possible score is not known.")
        case "at-maximum":
            return say("Everyone had the highest possible score already.")
        case "too-few-people":
            return say("Too few people answered for this figure.")
        case "too-few-items":
            return say("Too few questions were asked for this figure.")
        case "no-sessions":
            return say("No session has people with both tests.")
        case "one-session":
            return say("With one session there is no spread between sessions.")
        case "nobody":
            return say("Nobody answered.")
        case "suppressed":
            return say("This figure is kept back, because too few people are behind it.")
        case _:
            return say("This figure cannot be worked out from these answers.")


def people_text(n: int, language: Language) -> str:
    """Such as "15 people"."""
    return language.say_count("{n} person", "{n} people", n)


def interval_text(low: float, high: float, decimals: int, language: Language, *, signed: bool = True) -> str:
    """Such as "+1.3 to +2.9"."""
    return language.say(
        "{low} to {high}",
        low=language.show_number(low, decimals, signed=signed),
        high=language.show_number(high, decimals, signed=signed),
    )


def change_text(figures: Figures, language: Language) -> str:
    """Such as "+21 points (+8 to +34)"; percentage points where the maximum is known."""
    decimals = 0 if figures.percent else 1
    mean = language.show_number(figures.change, decimals, signed=True)
    words = language.say("{change} points", change=mean)
    if figures.low is None or figures.high is None:
        return words
    interval = interval_text(figures.low, figures.high, decimals, language)
    return language.say("{change} ({interval})", change=words, interval=interval)


def level_text(value: float, figures: Figures, language: Language) -> str:
    """A mean before or after, such as "45%" or "4.5"."""
    return language.show_percent(value / 100) if figures.percent else language.show_number(value, 1)


def headline_sentence(findings: Findings, language: Language) -> str:
    """The finding in one sentence: how many improved, and by how much on average."""
    say, change = language.say, findings.change
    why = suppression(findings.suppressed, change.n, findings)
    if why:
        kept = say("The change of the whole group is kept back.")
        return joined_sentences(kept, hidden_sentence(why, findings, language))
    mean = number(change.mean_change)
    if mean is None or change.n == 0:
        return undefined_sentence(change.reason or "no-pairs", language)
    average = _average(mean, findings, language)
    if findings.n_improved is None:
        return average
    values = {"k": language.show_number(findings.n_improved), "n": people_text(change.n, language), "average": average}
    if findings.items:
        return say("{k} of {n} answered more questions correctly after the session; {average}", **values)
    return say("{k} of {n} scored higher after the session; {average}", **values)


def _average(mean: float, findings: Findings, language: Language) -> str:
    say, change = language.say, findings.change
    low, high, most = number(change.ci_low), number(change.ci_high), number(findings.max_score)
    size = language.show_number(abs(mean), 1)
    of = language.show_number(most, 0 if most == int(most) else 1) if most else ""
    if low is None or high is None:
        signed = language.show_number(mean, 1, signed=True)
        what = say("on average the change was {change} of {most}.", change=signed, most=of) if of else say(
            "on average the change was {change} points.", change=signed
        )  # fmt: skip
        return joined_sentences(what, undefined_sentence(change.reason, language))
    if low <= 0 <= high:
        values = {
            "change": language.show_number(mean, 1, signed=True),
            "interval": interval_text(low, high, 1, language),
        }
        if of:
            return say(
                "on average the change was {change} of {most}, likely {interval}, so there may be no change at all.",
                most=of, **values,
            )  # fmt: skip
        return say("on average the change was {change} points, likely {interval}, so there may be no change at all.",
                   **values)  # fmt: skip
    ends = sorted((abs(low), abs(high)))
    values = {"size": size, "low": language.show_number(ends[0], 1), "high": language.show_number(ends[1], 1)}
    match (mean > 0, bool(of)):
        case (True, True):
            return say("on average {size} more of {most}, likely between {low} and {high}.", most=of, **values)
        case (True, False):
            return say("on average {size} points more, likely between {low} and {high}.", **values)
        case (False, True):
            return say("on average {size} fewer of {most}, likely between {low} and {high}.", most=of, **values)
        case _:
            return say("on average {size} points fewer, likely between {low} and {high}.", **values)


def match_sentence(findings: Findings, language: Language) -> str:
    """How many answered each test and how many are in both."""
    counts, say = findings.counts, language.say
    text = say(
        "{before} answered before the session and {after} after it; {both} are in both.",
        before=people_text(counts.n_pre, language),
        after=people_text(counts.n_post, language),
        both=people_text(counts.n_matched, language),
    )
    rate = number(counts.match_rate)
    if rate is None:
        return text
    return joined_sentences(
        text, say("That is {rate} of those who could be in both.", rate=language.show_percent(rate))
    )


def matching_notes(findings: Findings, language: Language) -> list[str]:
    """How the pairs were found, and whether those without a pair differ."""
    counts, say, notes = findings.counts, language.say, []
    if counts.matched_tolerantly:
        notes.append(
            say(
                "{n} were matched although their codes differ by a letter or two.",
                n=people_text(counts.matched_tolerantly, language),
            )
        )
    if counts.ambiguous:
        notes.append(
            say("The codes of {n} could belong to several people and were left out.",
                n=people_text(counts.ambiguous, language))
        )  # fmt: skip
    found = findings.unmatched
    if found is None:
        return notes
    interval = _pair(found.baseline_ci)
    difference = number(found.baseline_difference)
    if difference is not None and interval is not None and found.n_unmatched_pre >= findings.publish_at:
        values = {
            "size": language.show_number(difference, 1, signed=True),
            "interval": interval_text(*interval, 1, language),
            "n": people_text(found.n_unmatched_pre, language),
        }
        notes.append(
            say(
                "Before the session, those who are in both tests scored {size} points against the {n} who are only in "
                "the first (likely {interval}).",
                **values,
            )
        )
    mean, low, high = number(found.mean_change), number(found.ci_low), number(found.ci_high)
    if mean is not None and low is not None and high is not None:
        values = {
            "size": language.show_number(mean, 1, signed=True),
            "interval": interval_text(low, high, 1, language),
            "n": language.show_number(max(counts.n_pre, counts.n_post)),
        }
        if found.method == "welch":
            notes.append(say("Nobody could be matched: comparing the two groups as they are gives {size} points "
                             "(likely {interval}). They may be different people.", **values))  # fmt: skip
        else:
            notes.append(say("With everybody's answers, matched or not, the change is {size} points (likely "
                             "{interval}).", **values))  # fmt: skip
    return notes


def _pair(interval: Interval | None) -> tuple[float, float] | None:
    if interval is None:
        return None
    low, high = number(interval[0]), number(interval[1])
    return None if low is None or high is None else (low, high)


def trust_sentences(findings: Findings, language: Language) -> list[str]:
    """Reliability, the rank test, the standardised change and the bootstrap, in plain words."""
    say, found = language.say, []
    reliability = findings.reliability
    if reliability is not None:
        found.append(_reliability_sentence(findings, language))
    change = findings.change
    if suppression(findings.suppressed, change.n, findings):
        return found
    p = number(findings.ranks.p)
    if p is not None:
        shown = p_text(p, language)
        found.append(
            say("A test that only looks at who went up and who went down (exact signed-rank, {n}) gives p {p}.",
                n=people_text(findings.ranks.n, language), p=shown)
        )  # fmt: skip
    g, interval = number(change.hedges_g_av), _pair(change.hedges_g_av_ci)
    if g is not None and interval is not None:
        found.append(
            say(
                "Set against the spread between people, the change is {g} standard deviations (Hedges g_av, likely "
                "{interval}, {n}).",
                g=language.show_number(g, 2, signed=True),
                interval=interval_text(*interval, 2, language),
                n=people_text(change.n, language),
            )
        )
    gain = number(change.normalised_gain)
    if gain is not None:
        found.append(
            say("Of what could still be learned, the group gained {share} (normalised gain, {n}).",
                share=language.show_percent(gain), n=people_text(change.n, language))
        )  # fmt: skip
    boot = _pair(findings.bootstrap_ci)
    if boot is not None:
        found.append(
            say("An interval by resampling is {interval} points ({n}).",
                interval=interval_text(*boot, 1, language), n=people_text(change.n, language))
        )  # fmt: skip
    return found


def _reliability_sentence(findings: Findings, language: Language) -> str:
    say, found = language.say, findings.reliability
    if found is None:
        return ""
    alpha = number(found.alpha)
    why = suppression("", found.n, findings)
    belonging = say("How well the questions belong together:")
    if why:
        return joined_sentences(belonging, hidden_sentence(why, findings, language))
    if alpha is None:
        return joined_sentences(belonging, undefined_sentence(found.reason, language))
    values = {
        "alpha": language.show_number(alpha, 2),
        "n": people_text(found.n, language),
        "items": language.show_number(found.items),
    }
    interval = _pair(found.alpha_ci)
    ends = interval_text(*interval, 2, language, signed=False) if interval else ""
    if alpha >= 0.7:
        text = say("The {items} questions belong together well enough (alpha {alpha}, {n}).", **values)
    elif alpha >= 0.5:
        text = say("The {items} questions belong together only in part (alpha {alpha}, {n}): read the total with care.",
                   **values)  # fmt: skip
    else:
        text = say("The {items} questions hardly belong together (alpha {alpha}, {n}): read them one by one, not as a "
                   "total.", **values)  # fmt: skip
    return joined_sentences(text, say("Alpha is likely {interval}.", interval=ends)) if ends else text


def p_text(p: float, language: Language) -> str:
    """Such as "= 0.03" or "< 0.001"."""
    small = language.show_number(0.001, 3)
    return f"< {small}" if p < 0.001 else f"= {language.show_number(p, 3)}"


def advice_sentence(code: str, language: Language) -> str:
    """What to do about a question (`toolkit.evaluation.estimate.quality`), or "" for a code without a sentence."""
    say = language.say
    match code:
        case "too-easy":
            return say("Almost everybody gets it right: it cannot show a change.")
        case "too-hard":
            return say("Almost nobody gets it right: is it taught, and is it clear?")
        case "revise":
            return say("It does not tell those who know from those who do not: revise it.")
        case "check-key":
            return say("People who did well otherwise got it wrong more often: check its key.")
        case _:
            return ""


def flag_sentence(flag: Flag, about: str, language: Language) -> str:
    """What a reader must know; `about` is the title of what the flag is about, or ""."""
    say = language.say
    match flag.kind:
        case "few-people":
            text = say("Few people are behind these figures, so the intervals are wide; pool several sessions before "
                       "you decide anything big.")  # fmt: skip
        case "ceiling":
            text = say("Many people had (almost) all points before the session, so the test could not show what they "
                       "learned: use harder questions.")  # fmt: skip
        case "low-reliability":
            text = say("The questions do not measure one thing well: read them one by one.")
        case "weak-item" | "check-key":
            advice = str(flag.values.get("advice", "")).split() or [
                "check-key" if flag.kind == "check-key" else "revise"
            ]
            text = joined_sentences(*(advice_sentence(code, language) for code in advice))
        case "unmatched":
            text = say("The people before and after could not be matched, so they may be different people.")
        case "practice-effect":
            text = (
                say("The scores rose although the session did not teach this: answering twice helps by itself.")
                if about
                else say("People saw the questions for the second time, which helps by itself: a part of the change "
                         "may come from that.")
            )  # fmt: skip
        case "low-match-rate":
            text = say("Many answers found no partner in the other test: those who are in both may not be typical.")
        case "unmatched-differ":
            text = say("Those who are only in one test scored differently before the session: the change of the others "
                       "may not hold for them.")  # fmt: skip
        case "one-session":
            text = say("All figures come from one session: another trainer or group may do differently.")
        case "no-change-possible":
            text = say("Nobody could improve: the scores were at the maximum already.")
    return say("{about}: {remark}", about=about, remark=text) if about else text


def pooled_sentence(findings: Findings, language: Language) -> str:
    """The two-stage figure over sessions, or "" when there is one session only."""
    found = findings.pooled
    if found is None or found.sessions < 1 or suppression("", found.n, findings):
        return ""
    mean, low, high = number(found.mean_change), number(found.ci_low), number(found.ci_high)
    values = {"sessions": language.show_number(found.sessions), "n": people_text(found.n, language)}
    if mean is None:
        return undefined_sentence(found.reason, language)
    size = language.show_number(mean, 1, signed=True)
    if low is None or high is None:
        text = language.say("Over {sessions} sessions with {n}, the average change of a session is {size} points.",
                            size=size, **values)  # fmt: skip
        return joined_sentences(text, undefined_sentence(found.reason, language))
    return language.say(
        "Over {sessions} sessions with {n}, the average change of a session is {size} points, likely {interval}.",
        size=size,
        interval=interval_text(low, high, 1, language),
        **values,
    )


def joined_sentences(*sentences: str) -> str:
    """Sentences one after the other."""
    return " ".join(sentence for sentence in sentences if sentence)
