"""``tot plan``: a brief with the edits of the command line becomes a planned session."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from toolkit.execution.session import Session, open_session
from toolkit.problems import Place, ProblemsError, make_problem


def edits_from_options(
    lock: Sequence[str] | None, drop: Sequence[str] | None, swap: Sequence[str] | None
) -> Mapping[str, object]:
    """The brief's ``edits`` field from command-line options; empty when there are none.

    Raises ProblemsError for a swap without "=".
    """
    pairs: dict[str, str] = {}
    for value in swap or ():
        old, equals, new = value.partition("=")
        if not (old and equals and new):
            raise ProblemsError([make_problem("swap-bad", Place("tot plan"), value=value)])
        pairs[old] = new
    edits: dict[str, object] = {"lock": list(lock or ()), "drop": list(drop or ()), "swap": pairs}
    return {key: value for key, value in edits.items() if value}


def plan_for_brief(brief: Path, workspace: Path | None, edits: Mapping[str, object]) -> Session:
    """Open and plan the session; raises ProblemsError with every reason why it cannot be."""
    return open_session(brief, workspace=workspace, overrides={"edits": dict(edits)} if edits else None)
