"""How long full findings of a million people and twenty questions take, by 50,000 sessions, in one process.

    python benchmarks/evaluation.py [--people 1000000] [--sessions 50000]

Prints seconds for each step (on a busy computer, read those of the processor), the peak memory, and the same work
written as pandas loops over SciPy on a part of the sessions, scaled to all. To stay under 10 s and 4 GB on two cores.
Needs pyarrow.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

import numpy as np  # noqa: E402
import pandas as pd  # noqa: E402

from toolkit.content.records import ResponseOption  # noqa: E402
from toolkit.content.text import Text  # noqa: E402
from toolkit.evaluation.codes import is_code  # noqa: E402
from toolkit.evaluation.findings.json_form import findings_json  # noqa: E402
from toolkit.evaluation.findings.make import make_findings  # noqa: E402
from toolkit.evaluation.findings.protect import protect_findings  # noqa: E402
from toolkit.evaluation.instrument import Instrument  # noqa: E402
from toolkit.evaluation.items import Item  # noqa: E402
from toolkit.evaluation.matching import match_waves  # noqa: E402
from toolkit.evaluation.score import score_responses  # noqa: E402
from toolkit.problems import Place  # noqa: E402

ITEMS = 20
LOOPED_SESSIONS = 100
OPTIONS = ("a", "b", "c", "unknown")


def instrument() -> Instrument:
    """Twenty single-choice questions on ten objectives of five modules; "a" is right."""
    options = tuple(ResponseOption(code, Text(code), unknown=code == "unknown") for code in OPTIONS)
    items = tuple(
        Item(
            item_id=f"q{i}",
            module=f"m{i // 4}",
            objective=f"o{i // 2}",
            construct="knowledge",
            level="recall",
            waves=("pre", "post"),
            type="single-choice",
            literacy="functional",
            scale="",
            options=options,
            key=("a",),
            stem=(),
            feedback=(),
            source="",
            seconds=45,
            place=Place(""),
        )
        for i in range(ITEMS)
    )
    return Instrument("bench", "Benchmark", "all", items, "20260101-00000000")


def generate(path: Path, people: int, sessions: int) -> None:
    """A Parquet file with two rows for each person, in random order; one in fifty has one test only."""
    random = np.random.default_rng(1)
    session = np.repeat(np.arange(sessions), -(-people // sessions))[:people]
    ability, hard = random.normal(size=people), random.normal(size=ITEMS)
    # Printed cards: each session draws its own from all codes with a right check digit.
    cards = np.array([code for code in map(str, range(100_000, 1_000_000)) if is_code(code)])
    start = random.integers(len(cards), size=sessions)
    code = cards[random.permutation(len(cards))[(start[session] + np.arange(people)) % len(cards)]]
    waves = []
    for wave, gain in (("pre", 0.0), ("post", 0.8)):
        chance = 1 / (1 + np.exp(-(ability[:, None] + gain - hard)))
        right = random.random((people, ITEMS)) < chance
        answer = np.where(right, 0, random.integers(1, len(OPTIONS), size=(people, ITEMS)))
        columns: dict[str, Any] = {
            "session": pd.Categorical.from_codes(session, [f"s{i}" for i in range(sessions)]),
            "wave": pd.Categorical([wave] * people, ["pre", "post"]),
            "code": code,
            "row": np.arange(people) + 1,
            "source": pd.Categorical([f"{wave}.csv"] * people, ["pre.csv", "post.csv"]),
        }
        columns |= {f"q{i}": pd.Categorical.from_codes(answer[:, i], list(OPTIONS)) for i in range(ITEMS)}
        waves.append(pd.DataFrame(columns)[random.random(people) < 0.99])
    pd.concat(waves, ignore_index=True).sample(frac=1, random_state=1).to_parquet(path, index=False)


def looped(table: pd.DataFrame, sessions: int) -> float:
    """Seconds that the figures of `sessions` sessions take with pandas and SciPy, one after another."""
    from scipy import stats

    part = table[table["session"].isin([f"s{i}" for i in range(sessions)])].astype({"session": str, "wave": str})
    names = [f"q{i}" for i in range(ITEMS)]
    start = time.perf_counter()
    part = part.assign(**{name: (part[name] == "a").astype(float) for name in names})
    part["total"] = part[names].sum(axis=1)
    for _, group in part.groupby("session"):
        pairs = group[group["wave"] == "pre"].merge(group[group["wave"] == "post"], on="code")
        test = stats.ttest_rel(pairs["total_y"], pairs["total_x"])
        test.confidence_interval()
        stats.wilcoxon(pairs["total_y"], pairs["total_x"])
        spread = np.sqrt((pairs["total_x"].var() + pairs["total_y"].var()) / 2)
        (pairs["total_y"] - pairs["total_x"]).mean() / spread
    return time.perf_counter() - start


def peak_memory() -> float:
    """Gigabytes; nan where the system does not tell."""
    try:
        import resource
    except ImportError:
        return float("nan")
    used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return used / 1e9 if sys.platform == "darwin" else used / 1e6


def timed(name: str, work: Callable[[], Any], steps: dict[str, tuple[float, float]]) -> Any:  # noqa: ANN401
    """The work's result; its seconds, on the clock and of the processor, go into `steps`."""
    start, start_cpu = time.perf_counter(), time.process_time()
    result = work()
    steps[name] = (time.perf_counter() - start, time.process_time() - start_cpu)
    return result


def main() -> None:
    """Generate, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=1_000_000)
    parser.add_argument("--sessions", type=int, default=50_000)
    asked = parser.parse_args()
    asked_items = instrument()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "responses.parquet"
        generate_apart(path, asked.people, asked.sessions)
        steps: dict[str, tuple[float, float]] = {}
        table = timed("read Parquet", lambda: pd.read_parquet(path), steps)
        matches = timed("match", lambda: match_waves(table), steps)
        scores = timed("score", lambda: score_responses(asked_items, table), steps)
        found = timed("findings", lambda: make_findings(asked_items, table, matches, scores=scores), steps)
        protected = timed("protect", lambda: protect_findings(found), steps)
        timed("JSON form", lambda: findings_json(protected), steps)
        memory = peak_memory()
        whole, processor = (sum(seconds[i] for seconds in steps.values()) for i in (0, 1))
        for name, (seconds, cpu) in steps.items():
            print(f"{name:14s}{seconds:8.2f} s, {cpu:6.2f} s of processor time")
        shown = sum(not g.suppressed for g in protected.groups)
        print(f"{'in all':14s}{whole:8.2f} s, {processor:6.2f} s of processor time, {memory:.2f} GB")
        print(f"{found.change.n} pairs, {shown} groups shown")
        part = looped(table, LOOPED_SESSIONS) * asked.sessions / LOOPED_SESSIONS
        ours = sum(steps[name][0] for name in ("match", "score", "findings"))
        print(f"pandas loops over SciPy, totals by session only: {part:.0f} s scaled; {part / ours:.0f} times as long")


def generate_apart(path: Path, people: int, sessions: int) -> None:
    """Generate in a process of its own, so that its memory does not count."""
    from multiprocessing import get_context

    process = get_context("spawn").Process(target=generate, args=(path, people, sessions))
    process.start()
    process.join()


if __name__ == "__main__":
    main()
