"""Facts of a country for which one turns to somebody, most urgent first; all others are good to know."""

from __future__ import annotations

from collections.abc import Mapping

_URGENT = ("emergency_number", "police_number", "ambulance_number", "fire_number", "migrant_helpline")
_DANGER = ("trafficking_helpline", "violence_helpline", "child_helpline")
_WORK = ("labour_complaints", "labour_inspection", "trade_unions")
_RIGHTS = ("legal_aid", "equality_body")

EVERYBODY = (*_URGENT, "asylum_helpline", *_DANGER, *_RIGHTS, *_WORK)
"""For those who are asked by many people, such as town halls."""

_BY_AUDIENCE: Mapping[str, tuple[str, ...]] = {
    "refugees": (*_URGENT, "asylum_helpline", *_DANGER, *_RIGHTS),
    "labour_migrants": (*_URGENT, "trafficking_helpline", "violence_helpline", *_WORK, *_RIGHTS),
}


def help_facts(audience: str) -> tuple[str, ...]:
    """The keys that matter to an audience; the embassy of the other country of the route follows them."""
    return _BY_AUDIENCE.get(audience, EVERYBODY)
