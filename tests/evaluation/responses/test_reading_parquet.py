"""Parquet files: read like any other table, undeclared columns dropped and listed; damaged ones refused."""

from __future__ import annotations

import builtins
import io

import pandas as pd
import pytest

from tests.evaluation.responses.exports import INSTRUMENT, ITEMS, MARKER, bases, expected, observed
from tests.evaluation.responses.test_reading_layouts import everything_said
from toolkit.evaluation.findings.scores import read_scores
from toolkit.evaluation.responses.read import read_responses
from toolkit.problems import format_text

arrow = pytest.importorskip("pyarrow", reason="the extra parquet is not installed")
parquet = pytest.importorskip("pyarrow.parquet")

TABLES = {e.name: e for e in bases() if e.name in ("kobo-both", "kobo-labels-ar", "odk-central", "google-csv", "table")}


def frame(export):
    """The export's columns, with None for empty cells."""
    data = pd.DataFrame(export.rows, columns=range(len(export.header)), dtype=object).replace("", None)
    return data, export.header


def to_parquet(export, change=lambda table: table, **options):
    data, header = frame(export)
    columns = [arrow.array(data[i], type=arrow.string()) for i in data]
    out = io.BytesIO()
    parquet.write_table(change(arrow.table(columns, names=header)), out, **options)
    return out.getvalue()


def read(folder, data, export=TABLES["table"]):
    path = folder / "pre.parquet"
    path.write_bytes(data)
    return read_responses([path], INSTRUMENT, **export.options)


@pytest.mark.parametrize("name", TABLES)
def test_every_layout_reads_the_same(name, tmp_path):
    result = read(tmp_path, to_parquet(TABLES[name]), TABLES[name])
    assert observed(result.table) == expected(), format_text(result.problems)
    assert result.report.files[0].dropped
    assert MARKER not in everything_said(result)


def dictionaries(table):
    return arrow.table([column.dictionary_encode() for column in table.columns], names=table.column_names)


def as_bytes(table):
    return arrow.table([column.cast(arrow.binary()) for column in table.columns], names=table.column_names)


def nested(table):
    secret = arrow.array([[MARKER]] * table.num_rows)
    return table.append_column("attachments", secret).append_column(
        "about", arrow.array([{"who": MARKER}] * len(table))
    )


FINE = {
    "plain": {},
    "dictionary columns": {"change": dictionaries},
    "columns of bytes": {"change": as_bytes},
    "nested columns are dropped": {"change": nested},
    "a personal index": {"change": lambda t: t.append_column("__index_level_0__", arrow.array([MARKER] * len(t)))},
    "gzip": {"compression": "gzip"},
    "not compressed": {"compression": "none"},
    "many row groups": {"row_group_size": 1},
    "old version": {"version": "1.0"},
    "columns in another order": {"change": lambda t: t.select(t.column_names[::-1])},
}


@pytest.mark.parametrize("how", FINE.values(), ids=FINE)
def test_however_it_was_written(how, tmp_path):
    result = read(tmp_path, to_parquet(TABLES["table"], **how))
    assert observed(result.table) == expected(), format_text(result.problems)
    assert MARKER not in everything_said(result)


GOOD = to_parquet(TABLES["table"])


def with_bytes(at, what):
    return GOOD[:at] + what + GOOD[at + len(what) :]


def encrypted():
    """The footer of an encrypted file ends in PARE; nothing of it can be read without the key."""
    return b"PARE" + GOOD[4:-4] + b"PARE"


DAMAGED = {"responses-parquet-damaged"}
NO_TEXT = {"responses-encoding", "responses-encoding-mixed"}
BROKEN = {
    "cut at the end": (GOOD[:-1], DAMAGED),
    "cut in the middle": (GOOD[: len(GOOD) // 2], DAMAGED),
    "only its first bytes": (b"PAR1", DAMAGED),
    "only its marks": (b"PAR1PAR1", DAMAGED),
    "another beginning": (with_bytes(0, b"PAR2"), NO_TEXT),
    "another end": (GOOD[:-4] + b"PAR2", DAMAGED),
    "a wrong length of its description": (with_bytes(len(GOOD) - 8, b"\xff\xff\xff\x7f"), DAMAGED),
    "no description": (GOOD[:4] + b"\x00" * (len(GOOD) - 8) + GOOD[-4:], DAMAGED),
    "zeros in its pages": (with_bytes(4, b"\x00" * 200), DAMAGED),
    "encrypted": (encrypted(), {"responses-format"}),
    "encrypted at the end only": (b"PAR1" + encrypted()[4:], {"responses-format"}),
    "no columns": (to_parquet(TABLES["table"], change=lambda t: t.select([])), {"responses-columns-unknown"}),
    "other columns": (
        to_parquet(TABLES["table"], change=lambda t: t.rename_columns([f"c{i}" for i in range(t.num_columns)])),
        {"responses-columns-unknown"},
    ),
}  # fmt: skip


@pytest.mark.parametrize(("data", "codes"), BROKEN.values(), ids=BROKEN)
def test_damaged_files_are_refused_with_a_reason(data, codes, tmp_path):
    result = read(tmp_path, data)
    errors = {p.code for p in result.problems if p.severity == "error"}
    assert errors, "refused"
    assert errors <= codes
    assert result.table.empty
    assert MARKER not in everything_said(result)


@pytest.mark.parametrize("at", range(4, len(GOOD), max(1, len(GOOD) // 60)))
def test_any_damaged_byte_is_read_right_or_refused(at, tmp_path):
    """Or changes a cell: pages have no check sum unless asked for. It never crashes and never shows a person."""
    result = read(tmp_path, with_bytes(at, bytes([GOOD[at] ^ 0xFF])))
    assert result.table.empty or len(result.table) <= 6
    assert MARKER not in format_text(result.problems)


def test_a_file_that_unpacks_to_too_much_is_refused(tmp_path):
    out = io.BytesIO()
    parquet.write_table(arrow.table({"code": arrow.array([None] * 3_000_000, arrow.string())} | {
        f"c{i}": arrow.array([None] * 3_000_000, arrow.string()) for i in range(14)
    }), out)  # fmt: skip
    assert len(out.getvalue()) < 100_000
    result = read(tmp_path, out.getvalue())
    assert [p.code for p in result.problems] == ["responses-archive-size"]


def test_numbers_and_missing_values_are_written_as_in_workbooks(tmp_path):
    path = tmp_path / "scores.parquet"
    pd.DataFrame({"code": [100005, 100013, 100021], "pre": [3.0, 2.5, None], "post": [4, 5, 6]}).to_parquet(path)
    found = read_scores(path)
    assert found.table["code"].tolist() == ["100005", "100013", "100021"]
    assert found.table["pre"].tolist()[:2] == [3.0, 2.5]
    assert found.table["pre"].isna().tolist() == [False, False, True]
    assert found.problems == ()


def test_without_pyarrow_it_says_what_to_install(tmp_path, monkeypatch):
    real = builtins.__import__

    def without(name, *args, **kwargs):
        if name.startswith("pyarrow"):
            raise ImportError(name)
        return real(name, *args, **kwargs)

    monkeypatch.setattr(builtins, "__import__", without)
    (problem,) = read(tmp_path, GOOD).problems
    assert problem.code == "responses-parquet-extra"
    assert "tot-toolkit[parquet]" in problem.hint


def test_an_unnamed_item_column_is_listed_as_dropped(tmp_path):
    result = read(tmp_path, to_parquet(TABLES["table"], change=nested))
    dropped = {column.name for column in result.report.files[0].dropped}
    assert {"attachments", "about/who"} <= {name.rstrip("…") for name in dropped}
    assert not {
        column for column in result.table.columns if column not in ("session", "wave", "code", "row", "source", *ITEMS)
    }
