"""The fact keys that country profiles may hold, what they are called and how long they stay fresh."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

from toolkit.content.language import is_known_country

EMBASSY = "embassy_of_"
"""Followed by a country code in lower case, or by ``origin`` in a substitution."""


@dataclass(frozen=True, slots=True)
class FactKind:
    """A kind of fact. `months` is its shelf life, `name` its English name for readers."""

    key: str
    months: int
    name: str


@lru_cache(maxsize=1)
def fact_kinds() -> Mapping[str, FactKind]:
    """Every kind by key, from ``shelf_life.toml``. Embassies share the key ``embassy_of``."""
    text = (resources.files("toolkit.content") / "shelf_life.toml").read_text(encoding="utf-8")
    return {key: FactKind(key, entry["months"], entry["name"]) for key, entry in tomllib.loads(text).items()}


def fact_kind(key: str) -> FactKind | None:
    """The kind of a fact key, or None when there is no such key."""
    if key.startswith(EMBASSY) and is_known_country(key.removeprefix(EMBASSY).upper()):
        return fact_kinds()["embassy_of"]
    return fact_kinds().get(key) if key != "embassy_of" else None
