"""The batch with its work elsewhere: on a Dask cluster, or here with the packs going to a store that is no folder."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

from toolkit.execution.batch.bundle import Bundle, make_bundle, travelling
from toolkit.execution.batch.elsewhere import Done, Task, make_chunk, release
from toolkit.execution.batch.folder import alone_in, check_folder, tidy
from toolkit.execution.batch.records import Outcome, Row
from toolkit.execution.batch.run import Batch, Results, Tell, all_outcomes, check_workers, silent
from toolkit.execution.batch.schedule import load_schedule
from toolkit.execution.batch.stop import Stop, listening
from toolkit.execution.batch.storage import is_address, local_folder, open_storage
from toolkit.execution.batch.table import table_texts
from toolkit.execution.batch.work import PACKS, Maker
from toolkit.execution.files import write_whole
from toolkit.execution.runners import cores
from toolkit.execution.session import load_workspace
from toolkit.problems import Place, Problem, ProblemsError, make_problem, sort_problems

MOST_IN_CHUNK = 25
CHUNKS_FOR_EACH = 4
"""Chunks that each worker gets at least, where there are enough rows, so that none waits long for the last."""
PATIENCE_SECONDS = 30
LOOK_SECONDS = 0.2


def run_batch_on_cluster(
    schedule: str | Path,
    output: str,
    scheduler: str | Any | None,  # noqa: ANN401 - an address, or a client of Dask's that is connected already
    *,
    workspace: str | Path | None = None,
    workers: int | None = None,
    again: bool = False,
    tell: Tell | None = None,
    maker: Maker = PACKS,
) -> Batch:
    """As `run_batch`, on the Dask cluster at the address `scheduler`, or on this computer when it is None.

    `output` is an address that fsspec knows or a folder; with a cluster, one that all its computers see under the same
    name. `workers` processes work for each Dask worker, by default one for each of its threads. Raises ProblemsError
    when nothing can be done at all.
    """
    told = tell or silent
    check_workers(workers)
    content, _ = load_workspace(workspace)
    plan = load_schedule(schedule, content)
    if is_address(output):
        open_storage(output)
    else:
        output = str(local_folder(output).absolute())
        check_folder(Path(output), content.root)
    stop, done, found = Stop(), Results(), [*plan.problems]

    def hear(outcome: Outcome) -> None:
        done.add(outcome)
        told(outcome, len(done.by_line), len(plan.rows))

    task = Task(output, plan.shown, again, workers or 0, release(), maker)
    with _held(output), listening(stop):
        told(None, 0, len(plan.rows))
        rows = [travelling(row) for row in plan.rows]
        bundle = make_bundle(content.root, plan.rows)
        if scheduler is None:
            found += _here(rows, bundle, task, hear, stop)
        else:
            found += _on_cluster(
                scheduler, rows, bundle, task, hear, stop, lambda: told(None, len(done.by_line), len(plan.rows))
            )
        outcomes = all_outcomes(plan, done)
        found += done.problems
        if stop.level:
            finished = sum(o.status in ("made", "unchanged") for o in outcomes)
            found.append(make_problem("batch-stopped", Place(output), made=finished, all=len(outcomes)))
        problems = sort_problems(found)
        written = _write(output, table_texts(outcomes, problems, plan.shown))
    return Batch(outcomes, problems, written, stop.level > 0)


@contextmanager
def _held(output: str) -> Iterator[None]:
    """A folder is this batch's alone; stores know nothing of the kind."""
    folder = None if is_address(output) else Path(output)
    with nullcontext() if folder is None else alone_in(folder):
        if folder is not None:
            tidy(folder)
        yield
        if folder is not None:
            tidy(folder)


def _here(
    rows: Sequence[Row], bundle: Bundle, task: Task, hear: Callable[[Outcome], None], stop: Stop
) -> tuple[Problem, ...]:
    """All rows in chunks on this computer."""
    task = replace(task, workers=task.workers or cores())

    def heard(outcome: Outcome) -> None:
        hear(outcome)
        if stop.level:
            raise KeyboardInterrupt

    try:
        done = make_chunk(rows, bundle, task, heard)
    except KeyboardInterrupt:
        return ()
    return done.problems


def _on_cluster(
    scheduler: str | Any,  # noqa: ANN401
    rows: Sequence[Row],
    bundle: Bundle,
    task: Task,
    hear: Callable[[Outcome], None],
    stop: Stop,
    look: Callable[[], None],
) -> list[Problem]:
    """Chunks of rows as tasks; a chunk whose worker is lost goes to another, which skips what is finished already."""
    problems: list[Problem] = []
    with _client(scheduler) as client:
        threads = _threads(client)
        size = max(1, min(MOST_IN_CHUNK, -(-len(rows) // (threads * CHUNKS_FOR_EACH))))
        chunks = [rows[start : start + size] for start in range(0, len(rows), size)]
        sent = client.scatter(bundle, broadcast=True, hash=False)
        shared = replace(task, workers=task.workers or 1)
        waiting = {client.submit(make_chunk, chunk, sent, shared, pure=False): chunk for chunk in chunks}
        while waiting and not stop.level:
            for future in [f for f in waiting if f.done()]:
                chunk = waiting.pop(future)
                done = _result(future, chunk, task.shown)
                for outcome in done.outcomes:
                    hear(outcome)
                problems += done.problems
            look()
            if waiting:
                _pause(list(waiting))
        client.cancel(list(waiting))
    return problems


@contextmanager
def _client(scheduler: str | Any) -> Iterator[Any]:  # noqa: ANN401
    """A client of the cluster that has at least one worker. One that was given is left open."""
    where = Place("tot batch")
    try:
        from distributed import Client
    except ImportError:
        raise ProblemsError([make_problem("batch-extra", where, what="--scheduler", extra="dask")]) from None
    if isinstance(scheduler, Client):
        yield scheduler
        return
    connect: Any = Client
    try:
        client = connect(scheduler, timeout=PATIENCE_SECONDS)
        client.wait_for_workers(1, timeout=PATIENCE_SECONDS)
    except (OSError, ValueError, TimeoutError) as fault:
        reason = str(fault).strip().rstrip(".") or type(fault).__name__
        raise ProblemsError([make_problem("batch-scheduler", where, reason=reason)]) from fault
    try:
        yield client
    finally:
        client.close()


def _threads(client: Any) -> int:  # noqa: ANN401
    threads: int = sum(client.nthreads().values())
    return max(1, threads)


def _pause(futures: list[Any]) -> None:
    """Until one more is done, or it is time to look again."""
    import distributed

    wait: Any = distributed.wait
    with suppress(TimeoutError):
        wait(futures, timeout=LOOK_SECONDS, return_when="FIRST_COMPLETED")


def _result(future: Any, chunk: Sequence[Row], shown: str) -> Done:  # noqa: ANN401
    """What came of a chunk; one that could not be run at all gives a problem at its first row."""
    try:
        done = future.result()
    except Exception as fault:  # whatever happened on the other side
        reason = str(fault).strip().rstrip(".") or type(fault).__name__
        return Done((), (make_problem("batch-scheduler", Place(shown, chunk[0].line), reason=reason),))
    return done if isinstance(done, Done) else Done()


def _write(output: str, texts: dict[str, str]) -> tuple[str, ...]:
    if is_address(output):
        storage = open_storage(output)
        for name, text in texts.items():
            storage.write_text(name, text)
    else:
        for name, text in texts.items():
            write_whole(Path(output) / name, text)
    return tuple(texts)
