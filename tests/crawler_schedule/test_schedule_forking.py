"""Crawls are forked from a server, and live and die as if the scheduler itself had started them."""

from __future__ import annotations

import json
import os
import signal
from collections.abc import Iterator
from typing import IO, Any

import psutil
import pytest

from crawler.forking import AVAILABLE, Forked, ForkServer
from crawler.schedule_run import crawl_command
from tests.crawler_schedule.schedule_town import Town, run_once
from tests.starting import forks

pytestmark = pytest.mark.skipif(not AVAILABLE, reason="forked on Linux alone")
SCRIPT = "tests.crawler_schedule.forked_script"


@pytest.fixture
def server() -> Iterator[ForkServer]:
    made = ForkServer(())
    yield made
    made.close()


@pytest.fixture
def line() -> Iterator[tuple[IO[bytes], int]]:
    reading, writing = os.pipe()
    with open(reading, "rb") as stream:
        yield stream, writing
    os.close(writing)


def start(server: ForkServer, way: str, writing: int, **env: str) -> Forked:
    return Forked(server.fork(SCRIPT, [way, "700"], env=os.environ | env, handles={700: writing, 2: 2}))


def test_it_is_a_child_in_a_session_of_its_own(server: ForkServer, line: tuple[IO[bytes], int]) -> None:
    process = start(server, "fail", line[1], WORD="kata")
    told: dict[str, Any] = json.loads(line[0].readline())
    assert process.wait() == 3
    assert told == {
        "parent": os.getpid(), "session": process.pid, "argv": ["fail", "700"], "word": "kata", "threads": 1,
        "reactor": False,
    }  # fmt: skip


def test_a_signal_is_told_as_that_of_any_child(server: ForkServer, line: tuple[IO[bytes], int]) -> None:
    process = start(server, "wait", line[1])
    line[0].readline()
    os.kill(process.pid, signal.SIGTERM)
    assert process.wait() == -signal.SIGTERM


def test_what_was_forked_outlives_the_server_and_another_server_takes_over(
    server: ForkServer, line: tuple[IO[bytes], int]
) -> None:
    before = set(psutil.Process().children())
    first = start(server, "wait", line[1])
    line[0].readline()
    (own,) = [one for one in set(psutil.Process().children()) - before if one.pid != first.pid]
    own.kill()
    second = start(server, "tell", line[1])
    assert json.loads(line[0].readline())["parent"] == os.getpid()
    assert second.wait() == 0
    assert os.waitpid(first.pid, os.WNOHANG) == (0, 0), "the first one lives"
    first.kill()
    assert first.wait() == -signal.SIGKILL


def test_nothing_that_is_imported_beforehand_opens_anything(line: tuple[IO[bytes], int]) -> None:
    """Asked of the tests' own server, which has imported more than the scheduler's."""
    process = start(forks, "tell", line[1])
    told = json.loads(line[0].readline())
    assert process.wait() == 0
    assert (told["threads"], told["reactor"]) == (1, False)


def test_the_scheduler_forks_its_crawls(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    """A real `sandi crawl` of a source whose feed nobody serves: it ends by itself, and the scheduler has its report."""
    town.source("pasar")
    start_and_end = Forked(forks.fork("sandi.cli", ["--version"], env=os.environ, handles={}))
    assert start_and_end.wait() == 0
    assert forks.ready()
    monkeypatch.setenv("SANDI_SEEDS", str(town.config.seeds))
    monkeypatch.setenv("SANDI_KEYS", str(town.config.keys))
    scheduler = town.scheduler(command=lambda source, run: crawl_command(town.config, source, run), forks=forks)
    run_once(town, scheduler)
    (run,) = town.runs("pasar")
    assert (run.state, run.reason) == ("failed", "parked"), run
    assert not scheduler.live


def test_a_server_that_cannot_import_is_never_ready_and_nobody_waits_for_it() -> None:
    server = ForkServer(("tests.crawler_schedule.there_is_no_such_module",))
    assert not server.ready()
    server.close()
