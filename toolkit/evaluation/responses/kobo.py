"""KoboToolbox: exports as CSV and XLSX, the API's JSON, and legacy exports with ``n/a`` and True/False."""

from __future__ import annotations

import re
from collections.abc import Sequence

from toolkit.evaluation.responses.layout import Layout
from toolkit.evaluation.responses.records import Why

_MARKS = frozenset(
    {"_uuid", "_xform_id_string", "_submission_time", "__version__", "_submitted_by", "_validation_status"}
    | {"formhub/uuid"}
)
_TIMES = frozenset({"start", "end", "today", "_submission_time", "_date_modified"})
_DEVICE = frozenset({"deviceid", "phonenumber", "simserial", "subscriberid", "username", "audit", "_submitted_by"})
_NOTES = frozenset({"welcome", "thanks"})
_REPEAT = frozenset({"_parent_index", "_parent_table_name"})
_POSITION = re.compile(r"^_(geolocation|.*_(latitude|longitude|altitude|precision))\b")


def is_kobo(names: Sequence[str]) -> bool:
    """Whether the trailing columns of a KoboToolbox export are there."""
    return bool(_MARKS & set(names))


def own_column(name: str) -> Why | None:
    """Why a column that the platform adds is dropped; None when it is not the platform's."""
    last = name.rsplit("/", 1)[-1]
    if last in _TIMES:
        return "time"
    if last in _DEVICE:
        return "personal"
    if _POSITION.match(name):
        return "position"
    if name in _REPEAT or name.startswith("_submission__"):
        return "repeat"
    if last in _NOTES:
        return "note"
    technical = name.startswith(("_", "meta/", "formhub/")) or last in ("order_seed", "instanceid", "instancename")
    return "technical" if technical else None


KOBO = Layout(
    name="kobo",
    recognise=is_kobo,
    own=own_column,
    groups="/.:-|>~",
    label_groups=True,
    ids=("meta/rootuuid", "_uuid", "meta/instanceid"),
    times=("_submission_time", "end"),
    versions=("_xform_id_string", "__version__", "_version_", "_version"),
)

LEGACY = Layout(
    name="legacy",
    recognise=is_kobo,
    own=own_column,
    groups=KOBO.groups,
    label_groups=True,
    ids=KOBO.ids,
    times=KOBO.times,
    versions=KOBO.versions,
    missing=frozenset({"n/a"}),
)
"""The same columns with ``n/a`` for "no answer", told apart by such cells."""
