"""Disclosure control: what may be published about small groups, so that no one can be found in it.

Thresholds: 10 people for publication, 5 inside the organisation and never fewer (ONS and ACRO use 10; IASC Operational
Guidance on Data Responsibility in Humanitarian Action, 2023). Method: cell suppression with complementary cells
(Hundepool et al. 2012, Statistical Disclosure Control, ch. 4).
"""

from toolkit.evaluation.disclosure.counting import count_tables
from toolkit.evaluation.disclosure.protect import protect_tables
from toolkit.evaluation.disclosure.protected import ProtectedTables, Suppression
from toolkit.evaluation.disclosure.rows import Anonymity, check_columns, check_export, k_anonymous
from toolkit.evaluation.disclosure.tables import Cell, CellId, Relation, Tables
from toolkit.evaluation.disclosure.text import safe_cell, shown_comments

__all__ = [
    "Anonymity",
    "Cell",
    "CellId",
    "ProtectedTables",
    "Relation",
    "Suppression",
    "Tables",
    "check_columns",
    "check_export",
    "count_tables",
    "k_anonymous",
    "protect_tables",
    "safe_cell",
    "shown_comments",
]
