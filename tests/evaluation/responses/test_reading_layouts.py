"""Every layout gives the same table, and nothing that identifies a person gets past the reader."""

from __future__ import annotations

import json

import pytest

from tests.evaluation.responses.exports import INSTRUMENT, ITEMS, MARKER, bases, expected, observed, write
from toolkit.evaluation.responses.read import read_responses
from toolkit.problems import format_json, format_text, has_errors

BASES = {export.name: export for export in bases()}


@pytest.fixture(params=sorted(BASES))
def export(request):
    return BASES[request.param]


def read(export, folder, data=None, **more):
    path, options = write(export, folder, data)
    return read_responses([path], INSTRUMENT, **(options | more))


def everything_said(result):
    return "\n".join(
        [
            result.table.to_csv(),
            json.dumps(result.report.as_dict(), ensure_ascii=False),
            format_text(result.problems),
            format_json(result.problems),
            repr(result),
        ]
    )


def test_the_table_is_the_truth(export, tmp_path):
    result = read(export, tmp_path)
    assert not has_errors(result.problems), format_text(result.problems)
    assert list(result.table.columns) == ["session", "wave", "code", "row", "source", *ITEMS]
    assert observed(result.table) == expected()
    assert set(result.table["wave"]) == {"pre"}
    assert not [p for p in result.problems if p.severity == "warning"], format_text(result.problems)


def test_identifiers_never_get_past_the_reader(export, tmp_path):
    assert MARKER not in everything_said(read(export, tmp_path))


def test_dropped_columns_are_named_with_their_reason(export, tmp_path):
    report = read(export, tmp_path).report.files[0]
    assert report.dropped
    assert report.rows_kept == 6
