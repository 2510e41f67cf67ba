"""Nodes and slides that travel as bytes between processes of one family, and stay the same objects where they arrive.

What most papers of a year have in common comes as the same bytes. A process that draws them all keeps each node that it
has seen, so that everything worked out from it can be kept too, by what it is (`Same`), without looking into it.
"""

from __future__ import annotations

import io
import pickle
from collections.abc import Callable, Iterable
from dataclasses import fields, is_dataclass
from functools import lru_cache
from operator import attrgetter
from typing import Any, Generic, TypeVar

from toolkit.rendering import outline
from toolkit.rendering.charts import records

K = TypeVar("K")
T = TypeVar("T")

MOST_KEPT = 4000
"""Nodes that something is kept of: those of about ten sessions of a day that have nothing in common."""


class Bounded(Generic[K, T]):
    """What is kept by a key, the latest `most` of it."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._found: dict[K, T] = {}

    def get(self, key: K) -> T | None:
        """What was kept; None when there is nothing any more."""
        found = self._found.pop(key, None)
        if found is not None:
            self._found[key] = found
        return found

    def keep(self, key: K, value: T) -> None:
        """Keep this."""
        self._found[key] = value
        while len(self._found) > self._most:
            del self._found[next(iter(self._found))]


def blobs_of(values: Iterable[object]) -> tuple[bytes, ...]:
    """Each value as bytes; equal values that were made the same way give the same."""
    return tuple(_blob(value) for value in values)


@lru_cache(maxsize=MOST_KEPT)
def value_of(blob: bytes) -> object:
    """What these bytes are: the very same object as when they last came, unless that is long ago. They must be from a
    process of this one's family."""
    return pickle.loads(blob)  # noqa: S301 - see above


def _blob(value: object) -> bytes:
    buffer = io.BytesIO()
    pickler = pickle.Pickler(buffer, pickle.HIGHEST_PROTOCOL)
    pickler.dispatch_table = _reducers()
    pickler.dump(value)
    return buffer.getvalue()


@lru_cache(maxsize=1)
def _reducers() -> dict[type, Callable[[Any], tuple[type, tuple[object, ...]]]]:
    """How records are told: their class and its fields, several times faster than what dataclasses do by themselves."""
    kinds = (*vars(outline).values(), *vars(records).values())
    return {kind: _reducer(kind) for kind in kinds if isinstance(kind, type) and is_dataclass(kind)}


def _reducer(kind: type) -> Callable[[Any], tuple[type, tuple[object, ...]]]:
    names = [field.name for field in fields(kind)]
    values = attrgetter(*names) if names else None
    if values is None:
        return lambda _value: (kind, ())
    if len(names) == 1:
        return lambda value: (kind, (values(value),))
    return lambda value: (kind, values(value))
