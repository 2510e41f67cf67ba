"""The same batch elsewhere: packs into a store, work on a Dask cluster of two processes, one of them killed."""

import os
import signal
import sys
import threading
import time
from pathlib import Path

import pytest

pytest.importorskip("distributed")

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))

import fsspec  # noqa: E402
from distributed import Client, LocalCluster  # noqa: E402
from fakes import SMALL  # noqa: E402

from toolkit.execution.batch.bundle import make_bundle  # noqa: E402
from toolkit.execution.batch.cluster import run_batch_on_cluster  # noqa: E402
from toolkit.execution.batch.storage import is_address, local_folder, open_storage  # noqa: E402
from toolkit.problems import ProblemsError  # noqa: E402

ROOT = HERE.parents[2]


@pytest.fixture(autouse=True)
def _fakes_everywhere(monkeypatch):
    """Other processes find the small packs too."""
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(HERE), str(ROOT)]))


@pytest.fixture
def schedule(tmp_path):
    def write(*titles):
        lines = ["brief,dates,departure,title"]
        lines += [f"two-hour-information,2027-06-{n:02d},2027-09-01,{title}" for n, title in enumerate(titles, 1)]
        path = tmp_path / "year.csv"
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        return path

    return write


@pytest.fixture
def store():
    system = fsspec.filesystem("memory")
    system.store.clear()
    system.pseudo_dirs[:] = [""]
    return system


def run(schedule, output, scheduler=None, **options):
    return run_batch_on_cluster(schedule, output, scheduler, workspace=ROOT, maker=SMALL, **options)


def statuses(batch):
    return {outcome.title: outcome.status for outcome in batch.outcomes}


def test_packs_go_to_a_store(schedule, store):
    file = schedule("one", "two", "crash")
    batch = run(file, "memory://year", workers=1)
    assert statuses(batch) == {"one": "made", "two": "made", "crash": "failed"}
    assert store.exists("/year/2027-06-01-one/manifest.json")
    assert b"crash" in store.cat_file("/year/batch.csv")
    again = run(file, "memory://year", workers=1)
    assert statuses(again) == {"one": "unchanged", "two": "unchanged", "crash": "failed"}


def test_an_unfinished_pack_in_a_store_is_made_again(schedule, store):
    file = schedule("one", "two", "three")
    run(file, "memory://year", workers=1)
    store.rm("/year/2027-06-01-one/manifest.json")
    store.rm("/year/2027-06-02-two/session-plan.html")
    batch = run(file, "memory://year", workers=1)
    assert statuses(batch) == {"one": "made", "two": "made", "three": "unchanged"}


def test_work_done_by_hand_in_a_store_is_kept(schedule, store):
    file = schedule("one")
    run(file, "memory://year", workers=1)
    store.pipe_file("/year/2027-06-01-one/session-plan.html", b"changed by hand")
    batch = run(file, "memory://year", workers=1, again=True)
    assert [p.code for p in batch.problems] == ["pack-kept"]
    assert store.cat_file("/year/2027-06-01-one-earlier-1/session-plan.html") == b"changed by hand"


def test_a_cluster_in_this_process(schedule, store):
    with (
        LocalCluster(n_workers=1, threads_per_worker=2, processes=False, dashboard_address=None) as cluster,
        Client(cluster) as client,
    ):
        batch = run(schedule(*"abcdef"), "memory://year", client)
    assert set(statuses(batch).values()) == {"made"}
    assert store.exists("/year/batch.html")


def test_a_cluster_of_two_processes_one_of_which_is_killed(tmp_path, schedule):
    titles = [f"slow {n}" for n in range(16)]
    out = tmp_path / "out"
    with LocalCluster(n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None) as cluster:
        with Client(cluster) as client:
            (victim, *_) = client.run(os.getpid).values()
        killer = threading.Thread(target=_kill_after, args=(victim, out, 3))
        killer.start()
        batch = run(schedule(*titles), out.as_uri(), cluster.scheduler_address)
        killer.join()
    assert [o.title for o in batch.outcomes if o.status not in ("made", "unchanged")] == []
    assert not [p.code for p in batch.problems]
    assert len(list(out.glob("2027*/manifest.json"))) == 16
    assert not [entry.name for entry in out.iterdir() if entry.name.startswith(".")]


def _kill_after(victim, folder, count):
    """Kill a worker once so many packs are finished."""
    until = time.monotonic() + 60
    while len(list(folder.glob("2027*/manifest.json"))) < count and time.monotonic() < until:
        time.sleep(0.02)
    os.kill(victim, getattr(signal, "SIGKILL", signal.SIGTERM))


def test_a_scheduler_that_is_not_there(schedule, tmp_path, monkeypatch):
    monkeypatch.setattr("toolkit.execution.batch.cluster.PATIENCE_SECONDS", 1)
    with pytest.raises(ProblemsError) as stop:
        run(schedule("one"), str(tmp_path / "out"), "tcp://127.0.0.1:1")
    assert [p.code for p in stop.value.problems] == ["batch-scheduler"]


def test_an_address_of_no_known_kind(schedule):
    with pytest.raises(ProblemsError) as stop:
        run(schedule("one"), "nowhere://year")
    assert [p.code for p in stop.value.problems] == ["batch-storage"]


def test_addresses_and_folders(tmp_path):
    assert is_address("s3://bucket/year")
    assert not is_address(tmp_path.as_uri())
    assert not is_address("C:\\year")
    assert local_folder(tmp_path.as_uri()) == tmp_path
    assert open_storage("memory://year/").address == "memory://year"


def test_what_is_sent_is_the_same_every_time(tmp_path):
    bundle = make_bundle(ROOT, ())
    assert bundle == make_bundle(ROOT, ())
    root = bundle.unpack(tmp_path)
    assert (root / "curricula" / "practices.yaml").read_bytes() == (ROOT / "curricula" / "practices.yaml").read_bytes()
