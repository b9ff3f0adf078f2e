from __future__ import annotations

import hashlib
import stat
from contextlib import contextmanager

import pytest

from storage import captures
from storage.database import Store
from storage.keys import SealBroken

RECORD = b"WARC/1.1\r\n\r\n<p>0812-0000-7341</p>" * 50


def seal(store, record=RECORD, run="r1"):
    return captures.seal(store, record, url="https://pasar.example/1", run=run, content_type="text/html", status=200)


def files(store):
    return sorted(path for path in store.config.captures.rglob("*") if path.is_file())


def test_a_capture_is_named_by_its_content_and_comes_back(store):
    name = seal(store)
    assert name == hashlib.sha256(RECORD).hexdigest()
    assert captures.read(store, name) == RECORD
    (path,) = files(store)
    assert path == store.config.captures / name[:2] / f"{name}.sealed"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert b"7341" not in path.read_bytes()


def test_the_same_content_twice_is_one_file(store):
    first = seal(store)
    body = files(store)[0].read_bytes()
    assert seal(store, run="r2") == first
    assert [path.read_bytes() for path in files(store)] == [body]


def test_a_file_without_its_row_is_sealed_anew(store):
    """As after a crash between the file and the commit: the key is gone, so the old file opens no more."""
    name = seal(store)
    with store.writer() as conn:
        conn.execute("DELETE FROM captures")
    with pytest.raises(captures.NoCapture):
        captures.read(store, name)
    assert seal(store) == name
    assert captures.read(store, name) == RECORD


def test_a_row_without_its_file_is_sealed_anew(store):
    name = seal(store)
    files(store)[0].unlink()
    with pytest.raises(SealBroken, match="cannot be read"):
        captures.read(store, name)
    seal(store)
    assert captures.read(store, name) == RECORD


@pytest.mark.parametrize("damage", [lambda body: body[:-5], lambda body: b"", lambda body: body[:9] + b"x" + body[10:]])
def test_a_torn_file_is_named(store, damage):
    name = seal(store)
    path = files(store)[0]
    path.write_bytes(damage(path.read_bytes()))
    with pytest.raises(SealBroken, match=name):
        captures.read(store, name)


def test_deleting_the_key_erases_the_capture(store):
    name = seal(store)
    with store.writer() as conn:
        conn.execute("UPDATE captures SET wrapped_key = NULL")
    with pytest.raises(captures.NoCapture, match="erased"):
        captures.read(store, name)


@pytest.mark.parametrize("name", ["", "../../etc/passwd", "a" * 63, "A" * 64, "a" * 64 + "\n"])
def test_a_name_that_is_no_hash_reaches_no_file(store, name):
    with pytest.raises(captures.NoCapture):
        captures.path_of(store, name)


def test_what_is_received_again_while_it_is_erased_stays_readable(store, monkeypatch):
    """Between the end of the row and that of the file another crawl may seal the same page."""
    name, real, turns = seal(store), store.writer, iter([True])

    @contextmanager
    def writer():
        with real() as conn:
            yield conn
        if next(turns, False):
            seal(store, run="r2")

    monkeypatch.setattr(store, "writer", writer)
    captures.erase(store, [name])
    assert captures.read(store, name) == RECORD
    captures.erase(store, [name])
    assert files(store) == []


def test_where_somebody_always_waits_the_captures_of_a_run_are_kept_in_several_transactions(store, monkeypatch):
    monkeypatch.setattr(Store, "awaited", True)
    pages = [captures.Received(f"https://pasar.example/{n}", b"WARC %d" % n, reader="pages") for n in range(70)]
    names = captures.seal_all(store, "r1", pages)
    assert [captures.read(store, name) for name in names] == [b"WARC %d" % n for n in range(70)]
    assert {one.capture for one in captures.of_run(store, "r1")} == set(names)
