"""The page of a batch: what happened to each session, with links to the packs. Needs no network to read."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from urllib.parse import quote

from toolkit.content.language import Language
from toolkit.execution.batch.records import Outcome, Status

STYLE = """
body { font: 16px/1.5 system-ui, sans-serif; color: #1f2933; margin: 2rem auto; max-width: 75rem; padding: 0 1rem }
table { border-collapse: collapse; width: 100% }
th, td { text-align: start; vertical-align: top; padding: .4rem .6rem; border-bottom: 1px solid #d5dbe1 }
.number { text-align: end; font-variant-numeric: tabular-nums }
.status { font-weight: 600; white-space: nowrap }
.failed { color: #a61b1b } .made { color: #0b6b3a } .not-done { color: #8a5a00 }
@media print { a { color: inherit; text-decoration: none } }
"""
NUMBERS = (0, 4, 5)
"""Places of the columns that hold numbers."""
_NUMBER = ' class="number"'
FIRST_TO_READ = "session-plan.html"


def make_page(outcomes: Sequence[Outcome], shown: str, language: Language | None = None) -> str:
    """The page; sessions that failed stand first."""
    language = language or Language("en")
    say = language.say
    title = say("Sessions of {schedule}", schedule=shown.rsplit("/", 1)[-1])
    heads = (
        say("Line"),
        say("Date"),
        say("Session"),
        say("Status"),
        say("Minutes"),
        say("Practices met"),
        say("Reason"),
    )
    failed_first = sorted(outcomes, key=lambda o: (o.status not in ("failed", "not done"), o.line))
    rows = "\n".join(_row(outcome, language) for outcome in failed_first)
    words = _status_words(language)
    found = [(status, sum(o.status == status for o in outcomes)) for status in words]
    count = " · ".join(f"{words[status]}: {language.show_number(n)}" for status, n in found if n)
    return (
        f'<!DOCTYPE html>\n<html lang="{language.tag}" dir="{language.direction}">\n<head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width">\n<title>{escape(title)}</title>'
        f"<style>{STYLE}</style></head>\n<body>\n<h1>{escape(title)}</h1>\n<p>{escape(count)}</p>\n<table>\n<thead><tr>"
        + "".join(
            f'<th scope="col"{_NUMBER if at in NUMBERS else ""}>{escape(head)}</th>' for at, head in enumerate(heads)
        )
        + f"</tr></thead>\n<tbody>\n{rows}\n</tbody>\n</table>\n</body>\n</html>\n"
    )


def _status_words(language: Language) -> dict[Status, str]:
    say = language.say
    return {
        "made": say("made"),
        "unchanged": say("unchanged"),
        "failed": say("failed"),
        "not done": say("not done"),
    }


def _row(outcome: Outcome, language: Language) -> str:
    status = _status_words(language)[outcome.status]
    met = language.show_number(outcome.practices.get("met", 0)) if outcome.practices else ""
    there = f"{met} / {language.show_number(sum(outcome.practices.values()))}" if met else ""
    minutes = language.show_number(outcome.minutes) if outcome.minutes else ""
    title = escape(outcome.title)
    if outcome.minutes:
        title = f'<a href="{quote(outcome.name)}/{FIRST_TO_READ}">{title}</a>'
    reason = escape(outcome.reason)
    if outcome.copy:
        reason += f' <a href="{quote(outcome.copy)}">{escape(outcome.copy)}</a>'
    return (
        f'<tr><td class="number">{outcome.line}</td><td>{escape(outcome.date)}</td><td>{title}</td>'
        f'<td class="status {outcome.status.replace(" ", "-")}">{escape(status)}</td>'
        f'<td class="number">{minutes}</td><td class="number">{there}</td><td>{reason}</td></tr>'
    )
