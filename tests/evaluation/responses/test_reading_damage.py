"""Damaged and varied exports: each is read right, or refused with its reason; nothing of a person ever shows."""

from __future__ import annotations

import pytest

from tests.evaluation.responses.damage import ALL
from tests.evaluation.responses.exports import INSTRUMENT, MARKER, Export, bases, expected, observed, to_bytes, write
from tests.evaluation.responses.test_reading_layouts import everything_said
from toolkit.evaluation.responses.read import read_responses
from toolkit.problems import format_text

CASES = [(export, damage) for export in bases() for damage in ALL if damage.fits(export)]


def key(row):
    return row[0], str(row[1])


def test_there_are_enough():
    assert len(CASES) >= 200
    assert len({(export.name, damage.name, damage.make) for export, damage in CASES}) == len(CASES)


@pytest.mark.parametrize(("export", "damage"), CASES, ids=[f"{e.name}-{n}-{d.name}" for n, (e, d) in enumerate(CASES)])
def test_read_right_or_refused(export, damage, tmp_path):
    made = damage.make(export)
    damaged, data = (made, to_bytes(made)) if isinstance(made, Export) else (export, made)
    path, options = write(damaged, tmp_path, data)
    result = read_responses([path], INSTRUMENT, **options)

    errors = {p.code for p in result.problems if p.severity == "error"}
    warnings = {p.code for p in result.problems if p.severity == "warning"}
    said = format_text(result.problems)
    if damage.outcome.refused:
        assert errors, said
        assert errors <= set(damage.outcome.refused), said
        assert result.table.empty
        assert result.report.files[0].refused in damage.outcome.refused
    else:
        assert not errors, said
        assert sorted(observed(result.table), key=key) == sorted(expected(damage.outcome.people), key=key)
        assert set(damage.outcome.warned) <= warnings, said
    assert MARKER not in everything_said(result)
