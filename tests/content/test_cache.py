"""The cache of parsed files: found again, never believed, never needed."""

import os
import pickle
import threading

import pytest

from toolkit.content import cache, kept
from toolkit.content.cache import cache_folder, remembered
from toolkit.content.kept import load_content_once
from toolkit.content.load import load_content
from toolkit.content.records import Minutes
from toolkit.content.workspace import built_in_workspace


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setenv("TOT_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache" / "content"


class Maker:
    def __init__(self, value):
        self.value, self.calls = value, 0

    def __call__(self):
        self.calls += 1
        return self.value


def only_entry(folder):
    (entry,) = folder.iterdir()
    return entry


def test_a_value_is_made_once(folder):
    make = Maker((Minutes(5, 10, 15), "text", {"a": (1, 2.5)}))
    first, second = (remembered("module", "hash", ("a.md",), make) for _ in range(2))
    assert first == second == make.value
    assert make.calls == 1


@pytest.mark.parametrize(
    "other", [("po", "hash", ("a.md",)), ("module", "hasj", ("a.md",)), ("module", "hash", ("b.md",))]
)
def test_another_text_parser_or_path_is_another_value(folder, other):
    remembered("module", "hash", ("a.md",), lambda: "one")
    assert remembered(*other, lambda: "two") == "two"


@pytest.mark.parametrize(
    "damage",
    [
        lambda data: b"",
        lambda data: data[:-1],
        lambda data: data[:60] + bytes([data[60] ^ 1]) + data[61:],
        lambda data: b"something else",
        lambda data: os.urandom(len(data)),
    ],
)
def test_a_damaged_entry_is_made_again(folder, damage):
    make = Maker(("some text",) * 20)
    remembered("module", "hash", (), make)
    entry = only_entry(folder)
    entry.write_bytes(damage(entry.read_bytes()))
    assert remembered("module", "hash", (), make) == make.value
    assert make.calls == 2
    assert remembered("module", "hash", (), make) == make.value
    assert make.calls == 2, "the damaged entry has been replaced"


def test_an_entry_cannot_run_code(folder, tmp_path):
    class Attack:
        def __reduce__(self):
            return os.mkdir, (str(tmp_path / "attacked"),)

    remembered("module", "hash", (), lambda: "good")
    entry = only_entry(folder)
    body = pickle.dumps(Attack())
    entry.write_bytes(cache._MARK + cache.hashlib.sha256(body).digest() + body)
    assert remembered("module", "hash", (), lambda: "good") == "good"
    assert not (tmp_path / "attacked").exists()


@pytest.mark.skipif(os.name == "nt", reason="owners and modes")
def test_a_folder_or_entry_that_others_can_write_is_not_used(folder):
    make = Maker("good")
    remembered("module", "hash", (), make)
    only_entry(folder).chmod(0o666)
    remembered("module", "hash", (), make)
    assert make.calls == 2
    folder.chmod(0o777)
    cache_folder.cache_clear()
    assert cache_folder(os.environ["TOT_CACHE"]) is None
    cache_folder.cache_clear()


@pytest.mark.skipif(os.name == "nt", reason="links need rights")
def test_a_link_in_place_of_an_entry_is_not_followed(folder, tmp_path):
    make = Maker("good")
    remembered("module", "hash", (), make)
    entry = only_entry(folder)
    entry.rename(tmp_path / "moved")
    entry.symlink_to(tmp_path / "moved")
    remembered("module", "hash", (), make)
    assert make.calls == 2


def test_what_is_no_record_is_not_kept(folder):
    assert remembered("module", "hash", (), lambda: threading.Lock) is threading.Lock
    assert list(folder.iterdir()) == []


def test_it_can_be_switched_off(tmp_path, monkeypatch):
    monkeypatch.setenv("TOT_CACHE", "off")
    make = Maker("value")
    for _ in range(2):
        remembered("module", "hash", (), make)
    assert make.calls == 2


def test_a_folder_that_cannot_be_made_does_no_harm(tmp_path, monkeypatch):
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("TOT_CACHE", str(tmp_path / "file"))
    assert remembered("module", "hash", (), lambda: "value") == "value"


def test_many_may_write_at_once(folder):
    values = [("value", number) for number in range(4)]

    def work():
        for number in range(20):
            found.append(
                remembered("module", str(number % 4), (), lambda number=number: values[number % 4])
                == values[number % 4]
            )

    found = []
    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 80
    assert all(found)
    assert len(list(folder.iterdir())) == 4, "nothing half-written is left"


def test_the_longest_unused_go_first(folder, monkeypatch):
    monkeypatch.setattr(cache, "MOST_ENTRIES", 10)
    for number in range(10):
        remembered("module", str(number), (), lambda: "x")
    for age, entry in enumerate(sorted(folder.iterdir())):
        os.utime(entry, (age + 1, age + 1))
    oldest = min(folder.iterdir(), key=lambda entry: entry.stat().st_mtime)
    remembered("module", "one more", (), lambda: "x")
    assert not oldest.exists()
    assert len(list(folder.iterdir())) == 9


def test_content_from_the_cache_is_the_same(folder):
    root = built_in_workspace()
    parsed, again = load_content(root), load_content(root)
    assert again == parsed
    assert len(list(folder.iterdir())) > 10


def test_content_is_read_again_when_a_file_changes(folder, tmp_path):
    module = tmp_path / "curricula" / "one" / "first.md"
    module.parent.mkdir(parents=True)
    (tmp_path / "session_templates").mkdir()
    for title in ("One", "Two"):
        module.write_text(f"---\ntitle: {title}\nsummary: x\naudiences: [refugees]\nstages: [transition]\n---\n")
        content, _ = load_content_once(tmp_path)
        assert content.modules["first"].title.source == title


def test_unchanged_content_is_the_very_same(folder, tmp_path, monkeypatch):
    module = tmp_path / "curricula" / "one" / "first.md"
    module.parent.mkdir(parents=True)
    (tmp_path / "session_templates").mkdir()
    module.write_text("---\ntitle: One\n---\n")
    monkeypatch.setattr(kept, "_SETTLED_NS", -1_000_000_000)
    first, second = (load_content_once(tmp_path)[0] for _ in range(2))
    assert first is second
    module.write_text("---\ntitle: One more\n---\n")
    assert load_content_once(tmp_path)[0] is not first
