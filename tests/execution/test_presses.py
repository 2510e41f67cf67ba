"""The presses, in a process of their own."""

import subprocess
import sys
from pathlib import Path

import pytest

ALONE = Path(__file__).with_name("presses_alone.py")


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="forks only on Linux")
def test_presses():
    command = [sys.executable, "-m", "pytest", "-q", "-n0", "-p", "no:cacheprovider", str(ALONE)]
    done = subprocess.run(command, cwd=ALONE.parents[2], capture_output=True, text=True, timeout=400, check=False)
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-1000:]
    assert " passed" in done.stdout or "[100%]" in done.stdout
