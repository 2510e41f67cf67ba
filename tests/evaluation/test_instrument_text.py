"""The text of an instrument: its parts are written apart, and together they are one mapping."""

import json

from tests.session_sample import content, plan
from toolkit.content.language import Language
from toolkit.evaluation.instrument import make_session_instrument
from toolkit.evaluation.instrument_text import _HEAD, save_instrument_text
from toolkit.evaluation.yaml_text import yaml_text
from toolkit.planning.brief import Group


def test_the_parts_are_those_of_one_dump():

    made = make_session_instrument(((Language("en"), content()),), plan(group=Group(size=3)))
    whole = json.loads(save_instrument_text(made, "json"))
    assert next(iter(whole)) == "instrument"
    assert list(whole)[-1] == "items"
    assert whole["items"]
    assert save_instrument_text(made) == _HEAD + yaml_text(whole)
