"""Parquet files → a grid of text. The file's own description is measured before any of its columns is unpacked."""

from __future__ import annotations

import io
import math
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from toolkit.evaluation.responses.jsonfile import REPEAT
from toolkit.evaluation.responses.records import Grid, Refused, Row
from toolkit.evaluation.responses.workbook import MAX_CELLS, MAX_UNPACKED, cell_text

if TYPE_CHECKING:
    import pandas as pd

MAGIC, ENCRYPTED = b"PAR1", b"PARE"
MAX_COLUMNS = 20_000
_MOST_DESCRIPTION = 50_000_000
"""Bytes of the description at the file's end, which is read whole."""


def read_parquet(data: bytes, source: str) -> Grid:
    """The table as text: row 0 is the header, the first row of data is row 1.

    Values are written as in workbooks (`cell_text`). Lists and other nested columns are marked, and never read as
    answers. Raises Refused where pyarrow is not installed, and for what is damaged, encrypted or too large.
    """
    if not data.endswith(MAGIC):
        raise Refused("responses-format", what="an encrypted Parquet file") if data.endswith(ENCRYPTED) else _damaged()
    try:
        import pyarrow.parquet as parquet  # type: ignore[import-not-found,import-untyped,unused-ignore]
    except ImportError:
        raise Refused("responses-parquet-extra") from None
    try:
        file = parquet.ParquetFile(
            io.BytesIO(data), thrift_string_size_limit=_MOST_DESCRIPTION, thrift_container_size_limit=1_000_000
        )
        _check_size(file.metadata)
        rows = list(_rows(file))
    except Refused:
        raise
    except Exception:
        # Whatever the library stumbles over, its message may quote cells: only the fact is passed on.
        raise _damaged() from None
    return Grid(source, rows, keyed=True)


def _damaged() -> Refused:
    return Refused("responses-parquet-damaged")


def _check_size(about: Any) -> None:  # noqa: ANN401 - pyarrow's description of a file
    groups = [about.row_group(i) for i in range(about.num_row_groups)]
    unpacked = sum(group.total_byte_size for group in groups)
    if about.num_columns > MAX_COLUMNS or unpacked > MAX_UNPACKED or about.num_rows * about.num_columns > MAX_CELLS:
        raise Refused("responses-archive-size")
    if any(part.total_byte_size < 0 or part.num_rows < 0 for part in groups):
        raise _damaged()


def _rows(file: Any) -> Iterator[Row]:  # noqa: ANN401 - a pyarrow file
    import pyarrow as arrow

    # The flat parts of a group have a path of their own, so that the group becomes ``group/part`` as elsewhere.
    table = file.read()
    for _ in range(10):
        if not any(arrow.types.is_struct(field.type) for field in table.schema):
            break
        table = table.flatten()
    nested = [arrow.types.is_nested(field.type) for field in table.schema]
    names = [name.replace(".", "/") if name not in file.schema_arrow.names else name for name in table.column_names]
    yield 0, [f"{name}{REPEAT}" if deep else name for name, deep in zip(names, nested, strict=True)]
    columns = [
        [""] * table.num_rows if deep else _texts(column.to_pandas())
        for deep, column in zip(nested, table.columns, strict=True)
    ]
    for number, cells in enumerate(zip(*columns, strict=True), start=1):
        yield number, list(cells)


def _texts(column: pd.Series) -> list[str]:
    """A column's cells; what is missing is "". Reads each distinct value once."""
    import pandas as pd

    numbers, values = pd.factorize(column)
    texts = [*(_text(value) for value in values), ""]
    return [texts[number] for number in numbers.tolist()]


def _text(value: object) -> str:
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    if hasattr(value, "item"):
        value = value.item()  # a number of numpy
    if isinstance(value, float) and not math.isfinite(value):
        return ""
    return cell_text(value)
