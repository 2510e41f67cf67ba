"""The key files with which an organisation signs certificates, and by which others check them."""

from __future__ import annotations

import os
import stat
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from toolkit.content.files import read_text_file
from toolkit.content.workspace import find_workspace
from toolkit.evaluation.record.keys import (
    SHORTEST_PASSPHRASE,
    PublicKey,
    Signer,
    key_text,
    make_key,
    open_key,
    parse_private,
    parse_public,
    public_of,
)
from toolkit.execution.files import write_whole
from toolkit.execution.output_folder import CONTENT_FOLDERS
from toolkit.problems import Place, Problem, ProblemsError, make_problem

PRIVATE, PUBLIC = "private-key.json", "public-key.json"
_MOST_BYTES = 200_000


def make_keys(
    folder: Path, organisation: str, made: date, *, passphrase: str = "", workspace: Path | None = None
) -> PublicKey:
    """Write a new pair into `folder`; the private half is readable by its owner only. Never replaces a key.

    Raises ProblemsError.
    """
    if passphrase and len(passphrase) < SHORTEST_PASSPHRASE:
        raise ProblemsError([make_problem("key-passphrase-short", Place("tot certify"), least=SHORTEST_PASSPHRASE)])
    root = find_workspace(workspace, Path.cwd())
    if any(folder.absolute().is_relative_to(root / name) for name in CONTENT_FOLDERS):
        raise ProblemsError([make_problem("key-in-content", Place(folder.as_posix()))])
    for name in (PRIVATE, PUBLIC):
        if (folder / name).exists():
            raise ProblemsError([make_problem("key-exists", Place((folder / name).as_posix()))])
    private = make_key(organisation, made, passphrase=passphrase)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        # The rights are there before the secret is.
        handle = os.open(folder / PRIVATE, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            file.write(key_text(private))
    except OSError as fault:
        reason = fault.strerror or type(fault).__name__
        raise ProblemsError([make_problem("output-unwritable", Place(folder.as_posix()), reason=reason)]) from fault
    public = public_of(private)
    write_whole(folder / PUBLIC, key_text(public))
    return public


def is_locked(file: Path) -> bool:
    """Whether this private key wants a passphrase. Raises ProblemsError when it is none."""
    key, problems = parse_private(read_small_text(file), Place(file.as_posix()))
    if key is None:
        raise ProblemsError(problems)
    return key.locked


def open_private(file: Path, passphrase: str = "") -> tuple[Signer, tuple[Problem, ...]]:
    """The key in a file, ready to sign, and a warning when others can read it. Raises ProblemsError."""
    where = Place(file.as_posix())
    key, problems = parse_private(read_small_text(file), where)
    if key is None:
        raise ProblemsError(problems)
    signer, problems = open_key(key, where, passphrase)
    if signer is None:
        raise ProblemsError(problems)
    mode = stat.S_IMODE(file.stat().st_mode)
    if os.name == "posix" and mode & 0o077 and not key.locked:
        return signer, (make_problem("key-open-to-others", where, mode=f"{mode:o}", file=file.name),)
    return signer, ()


def load_public_keys(paths: Sequence[Path]) -> tuple[tuple[PublicKey, ...], tuple[Problem, ...]]:
    """The public keys in these files and folders. Other files in a folder, a private half among them, are passed over;
    problems are those of files named by hand and of damaged keys."""
    keys: dict[str, PublicKey] = {}
    problems: list[Problem] = []
    for path in paths:
        listed = sorted(path.glob("*.json")) if path.is_dir() else [path]
        for file in listed:
            key, wrong = parse_public(read_small_text(file), Place(file.as_posix()))
            if key is not None:
                keys[key.id] = _stricter(key, keys.get(key.id, key))
            elif not path.is_dir() or wrong[0].code not in ("key-file-not-one", "key-file-other-half"):
                problems += wrong
    return tuple(keys.values()), tuple(problems)


def _stricter(one: PublicKey, other: PublicKey) -> PublicKey:
    """Of two copies of a key, what either takes back is taken back."""
    revoked = min((day for day in (one.revoked, other.revoked) if day), default=None)
    withdrawn = tuple(dict.fromkeys((*one.withdrawn, *other.withdrawn)))
    return one.model_copy(update={"revoked": revoked, "withdrawn": withdrawn})


def read_small_text(file: Path) -> str:
    """A small text file, wherever it is: a key, names, codes. Raises ProblemsError."""
    text, problems = read_text_file(file.absolute().parent.resolve(), file.resolve(), _MOST_BYTES)
    if text is None:
        raise ProblemsError([replace(p, where=Place(file.as_posix())) for p in problems])
    return text.text
