"""Languages that the studio speaks, and how a page learns which one to begin with."""

from __future__ import annotations

import os
from collections.abc import Mapping
from urllib.parse import parse_qs

from toolkit.content.language import SOURCE_LANGUAGE, Language

STUDIO_LANGUAGES = ("en", "fr", "es", "ar")
"""Offered in the language choice, in this order."""

APPS = ("trainer", "designer", "evaluator")
"""The three apps; each is served from ``notebooks/studio_<app>.ipynb``."""

LANGUAGE_VARIABLE = "TOT_STUDIO_LANGUAGE"
"""Environment variable with the language that a page begins in."""


def known_language(tag: str | None) -> str | None:
    """The studio's own tag for ``fr``, ``fr_FR.UTF-8`` or ``FR-ca``; None for a language that it does not speak."""
    base = (tag or "").replace("_", "-").split("-")[0].split(".")[0].lower()
    return base if base in STUDIO_LANGUAGES else None


def first_language(environment: Mapping[str, str] | None = None) -> Language:
    """The language a page begins in: asked for in its address (Voilà hands the query on), else the server's, else
    the computer's, else English."""
    known = os.environ if environment is None else environment
    asked = parse_qs(known.get("QUERY_STRING", "")).get("lang", [""])[0]
    spoken = (known.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    tags = (asked, known.get(LANGUAGE_VARIABLE), *spoken)
    return Language(next((tag for tag in map(known_language, tags) if tag), SOURCE_LANGUAGE))


def name_of_app(app: str, language: Language) -> str:
    """What the app is called on the screen."""
    match app:
        case "trainer":
            return language.say("Trainer studio")
        case "designer":
            return language.say("Curriculum designer studio")
        case "evaluator":
            return language.say("Evaluator studio")
    return language.say("Training of trainers studio")


def own_name(tag: str) -> str:
    """What a language calls itself, with a capital letter where its script has them: "Français"."""
    name = Language(tag).name_of_language(tag)
    return name[:1].upper() + name[1:]


def notebook_of(app: str) -> str:
    """The notebook of an app."""
    return f"studio_{app}.ipynb"
