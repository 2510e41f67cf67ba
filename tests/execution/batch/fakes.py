"""Small packs for tests of everything around them: a folder with its brief and a manifest, made in no time.

The session's title says what shall happen to it.
"""

import hashlib
import json
import os
import signal
import time
from pathlib import Path

from toolkit.execution.batch.current import Now, summary
from toolkit.execution.batch.records import Outcome, Row, outcome_of
from toolkit.execution.batch.work import Maker, Setup, _failed
from toolkit.execution.manifest import MANIFEST, file_entries, read_manifest
from toolkit.execution.output_folder import put_in_place, staging
from toolkit.problems import ProblemsError


def no_prime(_workspace: Path) -> None:
    """Nothing to load."""


def make_small(row: Row, setup: Setup, desk: Path) -> Outcome:
    """A pack of two files. Titles: "slow …" takes its time, "crash …" kills its process, "once …" does so the first
    time only, "full …" finds the disk full, "fault …" raises."""
    mark = setup.output / f"{row.name}.tried"
    tried = mark.exists()
    mark.write_text(str(os.getpid()), encoding="utf-8")
    if row.title.startswith("crash") or (row.title.startswith("once") and not tried):
        os.kill(os.getpid(), signal.SIGKILL)
    try:
        with staging(setup.output / row.name) as stage:
            (stage / "brief.yaml").write_text(row.brief, encoding="utf-8", newline="\n")
            (stage / "session-plan.html").write_text(f"<p>{row.title}</p>", encoding="utf-8")
            if row.title.startswith("slow"):
                time.sleep(0.3)
            if row.title.startswith("hang"):
                time.sleep(60)
            if row.title.startswith("full"):
                raise OSError(28, "No space left on device")
            _write_manifest(stage, row, setup)
            put_in_place(stage, setup.output / row.name)
    except ProblemsError as stop:
        return _failed(row, setup, stop.problems, stop)
    return outcome_of(row, "made", **summary(read_manifest(setup.output / row.name)))


def _write_manifest(stage: Path, row: Row, setup: Setup) -> None:
    now = Now(setup.workspace)
    manifest = {
        "summary": {"minutes": 120, "practices": {"met": 12, "to confirm": 4}},
        "inputs": dict(now.inputs_for(row.languages)),
        "versions": dict(now.versions),
        "files": file_entries(stage),
    }
    (stage / MANIFEST).write_text(json.dumps(manifest), encoding="utf-8")


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


SMALL = Maker(no_prime, make_small)
