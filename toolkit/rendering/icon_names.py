"""Which icon stands for what: one table for methods and slots, one for topics. Icons are files in ``icons/``."""

from __future__ import annotations

import re

DEFAULT = "info-circle"

METHOD_ICONS: dict[str, str] = {
    "presentation": "presentation",
    "video": "movie",
    "demonstration": "hand-click",
    "guest": "user-star",
    "story": "book-2",
    "question-and-answer": "help-circle",
    "discussion": "messages",
    "brainstorm": "bulb",
    "quiz": "help-circle",
    "case-study": "folder-search",
    "group-work": "users-group",
    "pair-work": "users",
    "individual-work": "user",
    "role-play": "masks-theater",
    "simulation": "route",
    "game": "dice-5",
    "mapping": "map-2",
    "site-visit": "bus",
    "reflection": "refresh",
    "opening": "sunrise",
    "ground-rules": "heart-handshake",
    "icebreaker": "mood-smile",
    "energiser": "run",
    "recap": "history",
    "daily-closing": "sunset",
    "closing": "flag",
    "break": "coffee",
    "fixed-break": "clock-pause",
    "lunch": "tools-kitchen-2",
    "arrival": "map-pin",
    "pre-test": "clipboard-text",
    "post-test": "clipboard-check",
    "section": "flag",
}
"""Kind of activity or slot → its icon."""

LAYOUT_ICONS: dict[str, str] = {
    "agenda": "list-check",
    "key-message": "bulb",
    "two-columns": "list",
    "comparison": "scale",
    "picture": "photo",
    "process": "route",
    "discussion": "messages",
    "case-study": "folder-search",
    "question": "help-circle",
    "debrief": "refresh",
    "quote": "quote",
    "chart": "chart-bar",
    "table": "table",
    "qr": "qrcode",
    "takeaways": "key",
    "contacts": "phone-call",
}
"""Card layout → its icon; layouts that are not here take the method's."""

TOPIC_ICONS: tuple[tuple[str, str], ...] = (
    # words in a module's id   icon
    ("contract|document|paper", "file-text"),
    ("right|law|legal|complain|justice", "scale"),
    ("recruit|job|work|employ|skill|career", "briefcase"),
    ("travel|journey|depart|flight|airport|transit", "plane"),
    ("money|wage|pay|budget|remit|save|saving|bank|financ", "coin"),
    ("safe|danger|protect|traffick|risk", "shield-check"),
    ("health|medical|care|stress", "first-aid-kit"),
    ("home|hous|rent|accommodation", "home"),
    ("language|communicat|interpret", "language"),
    ("cultur|divers|intercultural|bias|stereotype", "world"),
    ("school|educat|train|learn|facilitat|method", "school"),
    ("municipal|city|town|community|local|service", "building-community"),
    ("factory|workplace|onboard", "building-factory-2"),
    ("reintegrat|return|plan", "route"),
    ("family|child|welcome|support|mentor", "heart-handshake"),
)
"""Words (as the beginnings of parts of an id) → the icon of a topic; the first that is found."""


def topic_icon(module: str) -> str:
    """The icon of a module's topic, by its id; a flag when no word is known."""
    for words, icon in TOPIC_ICONS:
        if re.search(rf"(?:^|-)(?:{words})", module):
            return icon
    return METHOD_ICONS["section"]


def icon_of(layout: str, kind: str) -> str:
    """The icon of a card: its layout's own, else its method's."""
    return LAYOUT_ICONS.get(layout) or METHOD_ICONS.get(kind, DEFAULT)
