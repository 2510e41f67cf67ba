"""How long a five-day brief over a whole curriculum takes to plan, and an edit to plan again.

    python benchmarks/planning.py

Prints medians in seconds. To stay under one second on two cores, the import of OR-Tools included.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from planning.build import brief, generated_content  # noqa: E402

from toolkit.planning.edit import drop, replan  # noqa: E402
from toolkit.planning.solve import plan_session  # noqa: E402

ROUNDS = 5
EDITS = 5


def median(work: Callable[[], object], rounds: int = ROUNDS) -> float:
    """Seconds of the middle run."""
    found = []
    for _ in range(rounds):
        start = time.perf_counter()
        work()
        found.append(time.perf_counter() - start)
    return statistics.median(found)


def main() -> None:
    """Print one line for each size of curriculum."""
    start = time.perf_counter()
    import ortools.sat.python.cp_model  # noqa: F401

    print(f"import of the solver: {time.perf_counter() - start:.3f} s")
    for modules in (7, 15):
        content = generated_content(modules)
        for days in (1, 3, 5):
            asked = brief(days=days)
            first = median(lambda content=content, asked=asked: plan_session(content, asked))
            plan, _ = plan_session(content, asked)
            if plan is None:
                print(f"{modules:2d} modules, {days} days: no plan ({first:.3f} s)")
                continue
            dropped = [slot.activity for slot in plan.activity_slots() if slot.activity][::7][:EDITS]
            again = statistics.median(
                median(lambda a=a, plan=plan, content=content: replan(content, plan, drop(plan, a)), 1) for a in dropped
            )
            print(f"{modules:2d} modules, {days} days: plan {first:.3f} s, after an edit {again:.3f} s")


if __name__ == "__main__":
    main()
