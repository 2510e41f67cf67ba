"""A folder of sessions: which answers in it belong to which session, and the instrument that they share.

Every folder in it that holds answers is one session, called like that folder. Answers are tables (CSV, workbooks, JSON,
Parquet) whose name says the wave (``pre.csv``, ``Post-test.xlsx``) or that hold it row by row (``responses.csv``,
the filled entry sheet); the forms of a session pack and other files of it are no answers. Files that lie in the folder
itself are sessions by what their names say beside the wave (``accra pre.csv`` and ``accra post.csv``).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from toolkit.evaluation.instrument import Instrument
from toolkit.evaluation.instrument_file import load_instrument
from toolkit.evaluation.responses.waves import sessions_of_names, wave_of_name
from toolkit.execution.manifest import file_entries, kind_of, read_manifest
from toolkit.problems import Place, Problem, ProblemsError, has_errors, make_problem

INSTRUMENT = "instrument.yaml"
ENDINGS = frozenset({".csv", ".tsv", ".xlsx", ".xls", ".json", ".parquet"})
ROW_BY_ROW = frozenset({"responses", "answers", "entry-sheet", "entry_sheet"})
"""Names, without ending, of files that say the wave in each row."""
NO_ANSWERS = frozenset({"pre-test.xlsx", "post-test.xlsx", "follow-up.xlsx"})
"""Forms of a session pack: what is asked, not what was answered."""


@dataclass(frozen=True, slots=True)
class SessionAnswers:
    """The files of one session, sorted. A `name` of "" leaves it to the rows to say their session. `folder` is the
    session's own folder with a slash behind it, if it has one."""

    name: str
    files: tuple[Path, ...]
    folder: str = ""


def find_sessions(folder: Path) -> tuple[SessionAnswers, ...]:
    """The sessions in a folder, by name. Raises ProblemsError when it holds none."""
    if not folder.is_dir():
        raise ProblemsError([make_problem("file-missing", Place(folder.as_posix()))])
    found = [SessionAnswers(inner.name, tuple(_answers(inner)), f"{inner.name}/") for inner in _folders(folder)]
    loose = list(_answers(folder))
    names = sessions_of_names([path.stem for path in loose], [wave_of_name(path.stem) for path in loose])
    for name in sorted(set(names)):
        found.append(SessionAnswers(name, tuple(p for p, n in zip(loose, names, strict=True) if n == name)))
    sessions = tuple(session for session in found if session.files)
    if not sessions:
        raise ProblemsError([make_problem("evaluate-no-sessions", Place(folder.as_posix()))])
    return sessions


def find_instrument(folder: Path) -> Path:
    """The instrument that all sessions in the folder share: in it, or the first of those in the sessions' folders.

    Raises ProblemsError when there is none, when one cannot be read, and when they ask different things.
    """
    paths = [path for inner in (folder, *_folders(folder)) if (path := inner / INSTRUMENT).is_file()]
    where = Place(folder.as_posix())
    if not paths:
        raise ProblemsError([make_problem("evaluate-no-instrument", where)])
    if paths[0].parent == folder:
        return paths[0]
    asked: dict[tuple[object, ...], Path] = {}
    for path in paths:
        instrument, problems = load_instrument(path)
        if instrument is None or has_errors(problems):
            raise ProblemsError(problems)
        asked.setdefault(_asks(instrument), path)
    if len(asked) > 1:
        first, second, *_ = (path.parent.name for path in asked.values())
        raise ProblemsError(
            [make_problem("evaluate-instruments-differ", where, count=len(asked), first=first, second=second)]
        )
    return paths[0]


def _asks(instrument: Instrument) -> tuple[object, ...]:
    """What an instrument asks, whatever its title, date and languages are."""
    return tuple(
        (item.item_id, item.type, tuple(item.key), tuple(o.code for o in item.options)) for item in instrument.items
    )


def _folders(folder: Path) -> list[Path]:
    """The sessions' folders: those of evaluations that were written here are none."""
    inner = (path for path in sorted(folder.iterdir()) if path.is_dir() and not path.name.startswith("."))
    return [path for path in inner if kind_of(path) in ("", "pack")]


def _answers(folder: Path) -> Iterator[Path]:
    unchanged = _as_made(folder)
    places = [folder, folder / "responses"] if (folder / "responses").is_dir() else [folder]
    for path in sorted(path for place in places for path in place.iterdir() if path.is_file()):
        if path.suffix.lower() not in ENDINGS or path.name.startswith((".", "~$")):
            continue
        if path.parent == folder and (path.name in unchanged or path.name in NO_ANSWERS):
            continue
        if wave_of_name(path.stem) is not None or path.stem.casefold() in ROW_BY_ROW:
            yield path


def _as_made(folder: Path) -> frozenset[str]:
    """Files of a session pack that nobody has changed."""
    known = read_manifest(folder).get("files")
    if not isinstance(known, dict):
        return frozenset()
    now = file_entries(folder)
    return frozenset(name for name, entry in known.items() if now.get(name) == entry)


def empty_problems(sessions: Sequence[SessionAnswers], names: Sequence[str]) -> tuple[Problem, ...]:
    """A note for each session of whose files no row could be read."""
    there = set(names)
    return tuple(
        make_problem("evaluate-session-empty", Place(session.files[0].parent.as_posix()), session=session.name)
        for session in sessions
        if session.name and session.name not in there
    )
