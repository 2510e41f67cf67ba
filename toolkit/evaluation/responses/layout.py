"""The layouts of exports, as data: how each is recognised, and what its own columns are for."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from toolkit.evaluation.responses.records import Why


@dataclass(frozen=True, slots=True)
class Layout:
    """One layout. All column names are compared as `toolkit.evaluation.responses.words.tidy` gives them.

    `groups` are the separators that may stand between a group's name and a field's, `sure` those after which even a
    short name such as ``code`` is taken: ``postal-code`` is no participant's code. `label_groups` says whether group
    labels stand before question labels too. `own` says why the layout's own columns are dropped, None for others.
    `ids` and `times` are the columns with a submission's id and time, the best first; `versions` those with a form's
    id or version. `bracketed` layouts write grids as ``Question [row]``. `missing` are texts that mean "no answer".
    """

    name: str
    recognise: Callable[[Sequence[str]], bool]
    own: Callable[[str], Why | None]
    groups: str = ""
    sure: str = "/.:|>~"
    label_groups: bool = False
    bracketed: bool = False
    ids: tuple[str, ...] = ()
    times: tuple[str, ...] = ()
    versions: tuple[str, ...] = ()
    missing: frozenset[str] = frozenset()


_PERSONAL = re.compile(
    r"\b(e-?mail( address)?|mail|names?|first ?name|last ?name|surname|full ?name|user ?name|participant ?name"
    r"|(mobile |tele)?phone( ?number)?|mobile|tel|address|passport( ?(no|number))?|case ?(no|number)|unhcr"
    r"|iris|id ?card|birth ?(day|date)|date of birth|dob|nom|pr[ée]nom|courriel|nombre|correo|telefon"
    r"|имя|фамилия|почта|телефон|الاسم|اسم|البريد|الهاتف|هاتف)\b"
)
_POSITION = re.compile(r"\b(gps|geo(point|location|trace|shape)|latitude|longitude|altitude|accuracy|location)\b")


def common_reason(name: str) -> Why:
    """Why a column that belongs to no layout is dropped."""
    words = re.sub(r"[_/.:-]+", " ", name)
    if _PERSONAL.search(words):
        return "personal"
    return "position" if _POSITION.search(words) else "undeclared"


def is_identifier(name: str) -> bool:
    """Whether a column of this name would hold a direct identifier or a position, so that it may not be a group."""
    words = re.sub(r"[_/.:-]+", " ", name.casefold())
    technical = {"deviceid", "device id", "phonenumber", "simserial", "subscriberid", "username", "uuid", "instanceid"}
    return common_reason(name.casefold()) != "undeclared" or words.strip() in technical


def plain_table() -> Layout:
    """Any other table with the declared columns."""
    return Layout("table", lambda _: True, lambda _: None, groups="/")
