"""ODK Central and ODK Briefcase: groups joined by hyphens, ``meta-instanceID`` or ``KEY``; OData as JSON."""

from __future__ import annotations

import re
from collections.abc import Sequence

from toolkit.evaluation.responses.layout import Layout
from toolkit.evaluation.responses.records import Why

_TIMES = frozenset({"submissiondate", "start", "end", "today", "updatedat", "completiondate"})
_DEVICE = frozenset(
    {"submitterid", "submittername", "deviceid", "phonenumber", "simserial", "subscriberid", "username", "audit"}
)
_TECHNICAL = frozenset(
    {
        "key", "instanceid", "instancename", "attachmentspresent", "attachmentsexpected", "status", "reviewstate",
        "edits", "formversion", "isencrypted", "caption", "form_version", "__id", "order_seed", "devicemodel",
    }
)  # fmt: skip
_POSITION = re.compile(r"-(latitude|longitude|altitude|accuracy)$")


def is_odk(names: Sequence[str]) -> bool:
    """Whether the columns of ODK Central or Briefcase are there."""
    found = set(names)
    return (
        "meta-instanceid" in found
        or {"submissiondate", "key"} <= found
        or ("__id" in found and any(name.startswith("__system/") for name in found))
    )


def own_column(name: str) -> Why | None:
    """Why a column that the server adds is dropped; None when it is not the server's."""
    last = re.split(r"[-/]", name)[-1]
    if name == "parent_key":
        return "repeat"
    if last in _TIMES:
        return "time"
    if last in _DEVICE:
        return "personal"
    if _POSITION.search(name):
        return "position"
    if last in ("welcome", "thanks"):
        return "note"
    technical = last in _TECHNICAL or name.startswith(("meta-", "meta/", "__system/", "__"))
    return "technical" if technical else None


ODK = Layout(
    name="odk-central",
    recognise=is_odk,
    own=own_column,
    groups="-/",
    sure="-/",
    ids=("meta-instanceid", "__id", "meta/instanceid", "instanceid", "key"),
    times=("submissiondate", "__system/submissiondate", "completiondate", "end"),
    versions=("formversion", "form_version", "__system/formversion"),
)
