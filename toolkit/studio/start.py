"""The start page: three people, three apps, and the steps to a first success in five minutes.

The same cards open the studio in a browser (`start_page`) and ``notebooks/START_HERE.ipynb`` in JupyterLab
(`show_start`).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape

from toolkit.content.language import Language
from toolkit.studio.style import APP_ACCENTS, style_sheet
from toolkit.studio.words import STUDIO_LANGUAGES, first_language, name_of_app, own_name


@dataclass(frozen=True, slots=True)
class Card:
    """What the start page says about one app."""

    app: str
    who: str
    title: str
    lead: str
    steps: tuple[str, ...]
    open_it: str


def start_cards(language: Language) -> tuple[Card, ...]:
    """The three apps, each with its first steps."""
    say = language.say
    return (
        Card(
            "trainer",
            say("Trainer"),
            say("I train a group"),
            say("Describe your group and the hours you have; get a plan with slides, guide and handouts to print."),
            (
                say("Choose who you train, where they go and the day’s hours."),
                say("Look at the timeline: move, swap or shorten what does not fit your group."),
                say("Download the pack: one file with every document."),
            ),
            say("Plan a session"),
        ),
        Card(
            "designer",
            say("Curriculum designer"),
            say("I write the curriculum"),
            say("Write and improve modules; see at once how they look, what is missing and what is translated."),
            (
                say("Find a module by audience, stage or practice."),
                say("Open it: your text on one side, the page and its slides on the other."),
                say("Change a sentence and see whether anything is wrong with it, line by line."),
            ),
            say("Open the modules"),
        ),
        Card(
            "evaluator",
            say("Evaluator"),
            say("I want to know what people learned"),
            say("Bring the answers before and after; get findings that protect the people behind them."),
            (
                say("Drop in the exports of the pre-test and the post-test."),
                say("See what was understood, and settle codes that do not match."),
                say("Read the findings; download report, slides and tables."),
            ),
            say("Evaluate a session"),
        ),
    )


def cards_html(language: Language, address_of: Callable[[str], str]) -> str:
    """The cards as a list; `address_of` gives the link to an app."""
    parts = []
    for card in start_cards(language):
        steps = "".join(f"<li>{escape(step)}</li>" for step in card.steps)
        address = escape(address_of(card.app), quote=True)
        parts.append(
            f'<li style="--app-accent:#{APP_ACCENTS[card.app].strong}"><p class="tot-who">{escape(card.who)}</p>'
            f"<h2>{escape(card.title)}</h2>"
            f"<p>{escape(card.lead)}</p><ol>{steps}</ol>"
            f'<a class="tot-link-button" href="{address}">{escape(card.open_it)}</a></li>'
        )
    return f'<ul class="tot-start-cards">{"".join(parts)}</ul>'


def start_page(language: Language, workspace: str, own: Sequence[str] = ()) -> str:
    """The whole start page as served; `workspace` is its name, "" for the built-in one, and `own` are the names of
    those that can be opened instead. A script takes the token out of the address."""
    say = language.say
    title = escape(name_of_app("start", language))
    folder = say("Workspace: {folder}", folder=workspace) if workspace else say("Built-in workspace")
    lead = say("Each way takes about five minutes to a first result. Examples are ready to try.")
    private = say("Everything stays on this computer: nothing is sent anywhere.")
    links = "".join(
        f'<li><a href="./?lang={tag}" lang="{tag}"{_current(tag, language)}>{escape(own_name(tag))}</a></li>'
        for tag in STUDIO_LANGUAGES
    )
    cards = cards_html(language, lambda app: f"./{app}?lang={language.tag}")
    style = style_sheet(APP_ACCENTS["start"]) + "html,body{margin:0;background:#fffdf9}"
    return (
        f'<!DOCTYPE html><html lang="{language.tag}" dir="{language.direction}"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width, initial-scale=1"><title>{title}</title>'
        f'<link rel="icon" href="data:,"><style>{style}</style>'
        '<script>history.replaceState(null, "", location.pathname)</script></head>'
        f'<body><div class="tot-page tot-start tot-{language.direction} tot-lang-{language.tag}">'
        f'<a class="tot-skip" href="#tot-main">{escape(say("Skip to the content"))}</a>'
        f'<header class="tot-header" style="display:flex"><h1 class="tot-brand">{title}</h1>'
        f'<nav aria-label="{escape(say("Language"), quote=True)}"><ul class="tot-languages">{links}</ul></nav></header>'
        f'<main id="tot-main" tabindex="-1"><h2>{escape(say("What do you want to do?"))}</h2>'
        f"<p>{escape(lead)}</p>{cards}"
        f"<p class='tot-muted'>{escape(folder)}</p>{_others(language, workspace, own)}"
        f"<p class='tot-muted'>{escape(private)}</p></main></div></body></html>"
    )


def _others(language: Language, workspace: str, own: Sequence[str]) -> str:
    """A button for each workspace that can be opened instead of this one."""
    say = language.say
    if not own:
        return ""
    names = [(name, name) for name in own] + [("", say("Built-in workspace, for reading"))]
    buttons = "".join(
        f'<button class="tot-link-button tot-open-workspace" name="name" value="{escape(name, quote=True)}">'
        f"<bdi>{escape(shown)}</bdi></button> "
        for name, shown in names
        if name != workspace
    )
    label = escape(say("Open another workspace:"))
    return (
        f'<form method="post" action="./studio/workspace" class="tot-workspaces"><span>{label}</span> {buttons}</form>'
    )


def plain_page(title: str, text: str, language: Language) -> str:
    """A page that says one thing, such as why a request was refused."""
    style = style_sheet(APP_ACCENTS["start"]) + "html,body{margin:0;background:#fffdf9}"
    return (
        f'<!DOCTYPE html><html lang="{language.tag}" dir="{language.direction}"><head><meta charset="utf-8">'
        f'<title>{escape(title)}</title><link rel="icon" href="data:,"><style>{style}</style></head>'
        f'<body><main class="tot-page tot-{language.direction}"><h1>{escape(title)}</h1><p>{escape(text)}</p></main>'
        "</body></html>"
    )


def show_start(tag: str | None = None) -> None:
    """The cards in a notebook, with links to the three apps' notebooks."""
    from IPython.display import HTML, display

    language = Language(tag) if tag else first_language()
    cards = cards_html(language, lambda app: f"studio_{app}.ipynb")
    hint = escape(language.say("Open a notebook, then choose Run → Run All Cells."))
    direction = f"tot-{language.direction}"
    page = (
        f'<div class="tot-page {direction}" dir="{language.direction}" lang="{language.tag}">{cards}<p>{hint}</p></div>'
    )
    display(HTML(f"<style>{style_sheet(APP_ACCENTS['start'])}</style>{page}"))  # type: ignore[no-untyped-call]


def _current(tag: str, language: Language) -> str:
    return ' aria-current="true"' if tag == language.tag else ""
