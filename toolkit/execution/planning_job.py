"""``tot plan``: a brief with the edits of the command line becomes a planned session."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from toolkit.content.files import read_text_file
from toolkit.content.yamlfile import read_yaml
from toolkit.execution.session import Session, load_workspace, open_session
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


def read_needs(path: Path | None) -> Mapping[str, object]:
    """The ``needs`` field of a brief from the file that ``tot evaluate`` wrote; empty without a file.

    Raises ProblemsError when the file cannot be read or holds no needs.
    """
    if path is None:
        return {}
    text, problems = read_text_file(path.absolute().parent, path.absolute())
    if text is None:
        raise ProblemsError([replace(p, where=Place(path.as_posix(), p.where.line)) for p in problems])
    doc = read_yaml(text.text, path.as_posix())
    needs = doc.data.get("needs") if isinstance(doc.data, Mapping) else None
    if doc.problems or not isinstance(needs, Mapping):
        raise ProblemsError(doc.problems or [make_problem("needs-missing", Place(path.as_posix()))])
    return {"needs": dict(needs)}


def plan_for_brief(
    brief: Path,
    workspace: Path | None,
    edits: Mapping[str, object],
    needs: Mapping[str, object],
    *,
    learn: Path | None = None,
) -> Session:
    """Open and plan the session; with `learn`, by the minutes in that folder's session records, whatever the brief
    says to learn from. Raises ProblemsError
    with every reason why it cannot be."""
    overrides = {**needs, **({"edits": dict(edits)} if edits else {})}
    if learn is None:
        return open_session(brief, workspace=workspace, overrides=overrides)
    from toolkit.execution.learning import read_learning

    learning = read_learning(load_workspace(workspace)[0], learn)
    return open_session(brief, workspace=workspace, overrides=overrides, learning=learning)
