"""Run as ``python driver.py SCHEDULE OUTPUT WORKERS``: a batch of small packs in a process that tests may kill."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

import signal

from fakes import SMALL

from toolkit.execution.batch.run import run_batch
from toolkit.problems import ProblemsError, format_text

if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        made = run_batch(sys.argv[1], sys.argv[2], workers=int(sys.argv[3]), maker=SMALL)
    except ProblemsError as stop:
        print(format_text(stop.problems))
        sys.exit(3)
    print(made.counts, made.stopped)
    sys.exit(130 if made.stopped else 0)
