"""A pack whose process is killed outright leaves no process behind, and the next one clears what it left."""

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from toolkit.content.workspace import built_in_workspace

BRIEF = built_in_workspace() / "session_templates" / "briefs" / "half-day-contract.yaml"


def working_in(folder):
    """Processes that stand in this folder."""
    found = []
    for process in Path("/proc").iterdir():
        try:
            if process.name.isdecimal() and (process / "cwd").readlink().is_relative_to(folder):
                found.append(int(process.name))
        except OSError:
            continue
    return found


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="looks into /proc")
def test_killed_outright(tmp_path):
    command = [sys.executable, "-m", "toolkit", "pack", str(BRIEF), "-o", str(tmp_path / "pack")]
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL, cwd=built_in_workspace())
    while process.poll() is None and not working_in(tmp_path):
        time.sleep(0.01)
    assert process.poll() is None, "the notebooks were seen at work"
    process.send_signal(signal.SIGKILL)
    process.wait()
    for _ in range(200):
        if not working_in(tmp_path):
            break
        time.sleep(0.02)
    assert working_in(tmp_path) == []
    assert not (tmp_path / "pack").exists()
    subprocess.run(command, check=True, capture_output=True, cwd=built_in_workspace())
    assert [entry.name for entry in tmp_path.iterdir()] == ["pack"]
