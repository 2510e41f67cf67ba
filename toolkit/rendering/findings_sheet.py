"""Findings as a workbook: the long table, and a sheet that says what its columns mean."""

from __future__ import annotations

import io
from pathlib import Path

from toolkit.content.language import Language
from toolkit.evaluation.disclosure import safe_cell
from toolkit.evaluation.findings.records import Findings
from toolkit.evaluation.findings.tidy import COLUMNS, tidy_table
from toolkit.rendering.archive import same_bytes

_WIDTHS = {"id": 34, "module": 22, "what": 12, "by": 14}


def render_findings_sheet(findings: Findings, language: Language, path: Path) -> None:
    """Write protected findings to `path` (.xlsx). The same findings give the same bytes. Raises OSError."""
    from openpyxl import Workbook  # type: ignore[import-untyped]
    from openpyxl.styles import Font  # type: ignore[import-untyped]
    from openpyxl.utils import get_column_letter  # type: ignore[import-untyped]

    book = Workbook()
    sheet = book.active
    sheet.title = language.say("Findings")[:31]
    sheet.sheet_view.rightToLeft = language.direction == "rtl"
    sheet.append(list(COLUMNS))
    for row in tidy_table(findings).astype(object).itertuples(index=False):
        sheet.append(
            [safe_cell(v) if isinstance(v, str) else None if v != v or v is None else v for v in map(_known, row)]
        )
    about = book.create_sheet(language.say("Columns")[:31])
    about.sheet_view.rightToLeft = language.direction == "rtl"
    about.append([language.say("Column"), language.say("What it holds")])
    for name, words in column_words(findings, language):
        about.append([name, words])
    for each in (sheet, about):
        each.freeze_panes = "A2"
        for cell in each[1]:
            cell.font = Font(bold=True)
    for place, name in enumerate(COLUMNS, start=1):
        sheet.column_dimensions[get_column_letter(place)].width = _WIDTHS.get(name, 12)
    about.column_dimensions["A"].width, about.column_dimensions["B"].width = 28, 100
    buffer = io.BytesIO()
    book.save(buffer)
    path.write_bytes(same_bytes(buffer.getvalue()))


def column_words(findings: Findings, language: Language) -> list[tuple[str, str]]:
    """What each column of the table holds, in words."""
    say = language.say
    limit = language.show_number(findings.publish_at)
    return [
        ("what", say("What the row is about: the total, a learning objective, a question (item), a scale or a group.")),
        ("by", say("For groups: the column that people are grouped by. For scales: what they measure.")),
        ("id, module", say("The id of what the row is about, and of its module.")),
        ("n, n_pre, n_post", say("How many people are behind the row: in both tests, before, after.")),
        ("mean_pre, mean_post", say("The mean before and after, counted as the column “unit” says.")),
        ("mean_change, ci_low, ci_high", say("The mean change, and the ends of its 95% interval.")),
        ("mean_change_pct, ci_low_pct, ci_high_pct", say("The same in percent of the highest possible score.")),
        ("t, df, p, holm_p", say("The test behind the interval; holm_p is corrected for several questions.")),
        ("hedges_g_av", say("The change, counted in the usual spread between people.")),
        ("normalised_gain", say("Of what could still be gained, the share that was gained.")),
        (
            "suppressed",
            say("Why a figure is kept back: fewer than {limit} people, or it would give one away.", limit=limit),
        ),
        ("reason", say("Why a figure cannot be worked out.")),
    ]


def _known(value: object) -> object:
    """Missing values of every kind as None."""
    return None if value is None or str(value) in ("<NA>", "nan", "NaT") else value
