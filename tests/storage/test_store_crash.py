"""Writers that are killed, and writers that are many."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from store_house import config, judged

from storage import listings
from storage.database import Store
from storage.verifying import verify
from tests.gauntlet import scaled

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = Path(__file__).with_name("writer_script.py")


def spawn(settings, first, many, stop_at=0):
    arguments = [str(settings.data), str(settings.keys), str(first), str(many), str(stop_at)]
    return subprocess.Popen(
        [sys.executable, str(SCRIPT), *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    )


def kill(process) -> str:
    """SIGKILL; what it had still said, read from the same stream as before: communicate() passes over its buffer."""
    process.kill()
    with process:
        return process.stdout.read()


def facts(store):
    """What must be true after any crash: each listing whole and once, nothing broken."""
    assert [check for check in verify(store) if not check.ok] == []
    with store.reader() as conn:
        urls = [row[0] for row in conn.execute("SELECT url FROM listings")]
        assert len(urls) == len(set(urls))
        numbers = {
            name: conn.execute(f"SELECT count(*) FROM {name}").fetchone()[0]
            for name in ("listings", "judgements", "hits", "leads", "listings_fts_docsize", "audit")
        }
        assert conn.execute("SELECT count(*) FROM spans").fetchone()[0] == 3 * len(urls)
        assert conn.execute("SELECT count(*) FROM listing_contacts").fetchone()[0] == 4 * len(urls)
    assert set(numbers.values()) == {len(urls)}
    return {int(url.rpartition("/")[2]) for url in urls}


@pytest.mark.gauntlet(33)
@pytest.mark.parametrize("after", [1, 4, 9])
def test_kill_between_batches_loses_nothing_acknowledged(tmp_path, after):
    settings = config(tmp_path)
    process = spawn(settings, 1, 100_000)
    said = [process.stdout.readline().strip() for _ in range(after + 1)]
    said += kill(process).split()
    acknowledged = {int(word) for word in said if word.isdigit()}
    assert len(acknowledged) >= after
    with Store.open(settings) as store:
        kept = facts(store)
        assert acknowledged <= kept
        assert len(kept - acknowledged) <= 1, "at most the batch whose word was lost"
        again = [judged(number) for number in sorted(kept | acknowledged)]
        assert listings.save_batch(store, "second", again).unchanged == len(kept)
        assert facts(store) == kept


@pytest.mark.gauntlet(33)
def test_kill_in_the_middle_of_a_transaction_leaves_no_half(tmp_path):
    settings = config(tmp_path)
    process = spawn(settings, 1, 10, stop_at=4)
    said = []
    while not said or not said[-1].startswith("inside"):
        said.append(process.stdout.readline().strip())
    kill(process)
    assert said == ["ready", "1", "2", "3", "inside 4"]
    with Store.open(settings) as store:
        assert facts(store) == {1, 2, 3}
        assert listings.save_batch(store, "second", [judged(n) for n in range(1, 11)]).new == 7
        with store.reader() as conn:
            assert conn.execute("SELECT count(*) FROM listings").fetchone()[0] == 10


@pytest.mark.gauntlet(33, times=scaled(200, 4))
def test_writers_killed_at_any_moment_lose_nothing_acknowledged(tmp_path):
    settings, acknowledged, rng = config(tmp_path), set(), random.Random(33)
    for turn in range(scaled(200, 4)):
        process = spawn(settings, 1 + turn * 1000, 1000)
        said = [process.stdout.readline().strip() for _ in range(rng.randrange(1, 12))]
        time.sleep(rng.random() / 50)  # the moment of the kill is what is tried here, not waited for
        said += kill(process).split()
        acknowledged |= {int(word) for word in said if word.isdigit()}
        if turn % 20 == 3:
            with Store.open(settings) as store:
                assert acknowledged <= facts(store)
    with Store.open(settings) as store:
        kept = facts(store)
    assert acknowledged <= kept
    assert len(kept - acknowledged) <= scaled(200, 4), "at most the batch whose word was lost, for each kill"


def test_a_killed_writer_does_not_keep_the_lock(tmp_path):
    settings = config(tmp_path)
    process = spawn(settings, 1, 10, stop_at=1)
    while not process.stdout.readline().startswith("inside"):
        pass
    kill(process)
    with Store.open(settings) as store, store.writer() as conn:
        conn.execute("INSERT INTO settings VALUES ('free', 'yes')")


@pytest.mark.gauntlet(42)
def test_four_writers_at_once_and_a_reader_never_meet_a_locked_database(tmp_path):
    settings = config(tmp_path)
    each = 25
    processes = [spawn(settings, 1 + 1000 * writer, each) for writer in range(4)]
    seen = 0
    while any(process.poll() is None for process in processes):
        if not settings.database.exists():
            continue
        with Store.open(settings) as store:
            now = sum(1 for _ in listings.iter_listings(store))
        assert now >= seen
        seen = now
    answers = [process.communicate() for process in processes]
    assert [(process.returncode, err) for process, (_, err) in zip(processes, answers, strict=True)] == [(0, "")] * 4
    for out, _ in answers:
        assert len(out.split()) == each + 1
    with Store.open(settings) as store:
        assert len(facts(store)) == 4 * each


def test_opening_a_new_database_from_many_processes_makes_one_key_and_one_schema(tmp_path):
    settings = config(tmp_path)
    processes = [spawn(settings, 1, 0) for _ in range(5)]
    for process in processes:
        _, err = process.communicate()
        assert (process.returncode, err) == (0, "")
    assert len(list(settings.keys.iterdir())) == 1
    with Store.open(settings) as store:
        assert facts(store) == set()


FORKING = """
import os, sys
from pathlib import Path
sys.path.insert(0, sys.argv[2])
from store_house import config, judged
from storage import listings
from storage.database import Store

store = Store.open(config(Path(sys.argv[1])))
listings.save_batch(store, "parent", [judged(1)])
child = os.fork()
if child == 0:
    listings.save_batch(store, "child", [judged(2)])
    store.close()
    os._exit(0)
assert os.waitpid(child, 0)[1] == 0
listings.save_batch(store, "parent", [judged(3)])
store.close()
"""


def test_a_forked_child_writes_by_a_connection_of_its_own(tmp_path):
    call = [sys.executable, "-c", FORKING, str(tmp_path), str(SCRIPT.parent)]
    done = subprocess.run(call, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    with Store.open(config(tmp_path)) as store:
        assert facts(store) == {1, 2, 3}


def test_threads_of_one_store_take_turns(tmp_path):
    with Store.open(config(tmp_path)) as store:

        def save(number: int) -> int:
            return listings.save_batch(store, "r1", [judged(number)]).new

        with ThreadPoolExecutor(8) as pool:
            assert sum(pool.map(save, range(1, 41))) == 40
        assert len(facts(store)) == 40
