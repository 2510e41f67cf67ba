"""A group profile as the text of a file: YAML that people read and a brief names, and JSON."""

from __future__ import annotations

import json

from toolkit.evaluation.findings.make import PUBLISH_AT
from toolkit.evaluation.yaml_text import yaml_text
from toolkit.planning.group_profile import GroupProfile

_HEAD = """\
# A group profile, made by tot profile. Every statement was made by at least {least} of {people} people. How many
# more made it is not told, and what fewer said is left out. Name this file in a session brief: group_profile: {file}
# What the brief says itself wins.
"""
_INSIDE = "# ONLY FOR USE INSIDE THE ORGANISATION: statements of fewer than ten people are in it.\n"
_MADE_UP = "# MADE UP: nobody gave these answers. Do not quote anything from this file.\n"


def save_profile_text(profile: GroupProfile, file: str = "group-profile.yaml") -> str:
    """YAML text, the same for the same profile; `toolkit.planning.group_profile.load_group_profile` reads it back."""
    head = _HEAD.format(least=profile.at_least, people=profile.people, file=file)
    always = {"version": 1, "people": profile.people, "at_least": profile.at_least}
    data = profile.model_dump(mode="json", exclude_defaults=True) | always
    ordered = {key: data[key] for key in GroupProfile.model_fields if key in data}
    inside = _INSIDE if profile.at_least < PUBLISH_AT else ""
    return (_MADE_UP if profile.made_up else "") + inside + head + yaml_text(ordered)


def profile_json(profile: GroupProfile) -> str:
    """JSON text with all fields, also empty ones."""
    return json.dumps(profile.model_dump(mode="json"), ensure_ascii=False, indent=2) + "\n"
