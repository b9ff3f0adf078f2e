"""Workers that hang, swell or die: killed and replaced, and the next message is answered at once."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from crawler.keeper import Keeper, KeeperGone, Work
from crawler.parsing import Parser, Unreadable
from crawler.pool import DEADLINE_S, Poisoned, Pool, life
from crawler.reading import PageAsked, worker_of
from crawler.sources import AUTO
from sandi.errors import SandiError
from tests.crawler.sample import SOURCE
from tests.loops import run_alone

MB = 1 << 20


def prepare() -> Work:
    def work(message: bytes) -> bytes:
        if message == b"hang":
            signal.pause()
        if message == b"swell":
            return b"x" * (900 * MB)
        if message == b"die":
            os.kill(os.getpid(), signal.SIGKILL)
        if message == b"pid":
            return str(os.getpid()).encode()
        return message.upper()

    return work


@pytest.fixture
def keeper() -> Iterator[Keeper]:
    made = Keeper(prepare, memory_bytes=300 * MB)
    yield made
    made.close()


@pytest.mark.parametrize(
    ("message", "told"), [(b"hang", "longer than 0.5 s"), (b"swell", "memory"), (b"die", "ended its process")]
)
def test_a_worker_that_fails_is_replaced(keeper: Keeper, message: bytes, told: str) -> None:
    async def ask() -> None:
        pool = Pool(keeper, size=1, deadline_s=0.5 if message == b"hang" else 60)
        first = await pool.ask(b"pid")
        with pytest.raises(Poisoned, match=told):
            await pool.ask(message)
        assert await pool.ask(b"pid") != first
        with pytest.raises(ProcessLookupError):
            os.kill(int(first), 0)
        assert await pool.ask(b"halo" * MB) == b"HALO" * MB
        await pool.close()

    run_alone(ask())


def test_a_worker_that_is_given_no_processor_is_waited_for(keeper: Keeper) -> None:
    """On a busy machine a page is not to blame for what it takes."""

    async def ask() -> bytes:
        pool = Pool(keeper, size=1, deadline_s=1)
        pid = int(await pool.ask(b"pid"))
        os.kill(pid, signal.SIGSTOP)
        asyncio.get_running_loop().call_later(1.2, os.kill, pid, signal.SIGCONT)
        answer = await pool.ask(b"halo")
        await pool.close()
        return answer

    assert run_alone(ask()) == b"HALO"


def test_an_answer_that_came_while_the_crawl_itself_was_held_is_taken(keeper: Keeper) -> None:
    """The worker sleeps because it has answered: no page is to blame for that either."""

    async def ask() -> bytes:
        loop, ahead = asyncio.get_running_loop(), 0.0
        real = loop.time
        loop.time = lambda: real() + ahead  # type: ignore[method-assign]
        pool = Pool(keeper, size=1)
        pid = int(await pool.ask(b"pid"))
        asking = asyncio.ensure_future(pool.ask(b"halo" * MB))
        while life(pid)[0]:
            await asyncio.sleep(0)
        while not life(pid)[0]:  # until it waits for the crawl to take its answer, which is too long for one gulp
            os.sched_yield()
        ahead = 2 * DEADLINE_S
        answer = await asking
        await pool.close()
        return answer

    assert run_alone(ask()) == b"HALO" * MB


def test_an_answer_that_is_too_long_is_not_taken(keeper: Keeper) -> None:
    async def ask() -> bytes:
        pool = Pool(keeper, size=1, answer_bytes=1000)
        with pytest.raises(Poisoned, match="longer than 1000 bytes"):
            await pool.ask(b"halo" * MB)
        answer = await pool.ask(b"halo")
        await pool.close()
        return answer

    assert run_alone(ask()) == b"HALO"


@pytest.mark.parametrize("inner", ["<div>", "<table><tr><td>", "<ul><li><a href=/p/1>Kursi</a> Rp 5.000"])
def test_a_deeply_nested_page_costs_its_reader_no_more_than_the_deadline(inner: str) -> None:
    """Whatever looks at each element and those around it takes its time squared: such a page must end, with its reason."""
    source = replace(SOURCE, items=AUTO, follow=AUTO)
    page = PageAsked(SOURCE.start[0], 200, (), ("<html>" + inner * 30_000).encode(), "parse_start", "start")

    async def ask() -> None:
        parser = Parser(lambda: worker_of(source, None, None), deadline_s=0.4)
        with pytest.raises(Unreadable, match=r"reading it took longer than 0\.4 s"):
            await parser.ask(page)
        await parser.hang_up()
        parser.close()

    run_alone(ask())


def test_two_workers_go_on_while_one_hangs(keeper: Keeper) -> None:
    async def ask() -> list[bytes | BaseException]:
        pool = Pool(keeper, size=2, deadline_s=1)
        answers = await asyncio.gather(pool.ask(b"hang"), pool.ask(b"a"), pool.ask(b"b"), return_exceptions=True)
        await pool.close()
        return answers

    hung, *others = run_alone(ask())
    assert isinstance(hung, Poisoned)
    assert others == [b"A", b"B"]


def test_all_children_end_with_their_crawl(keeper: Keeper) -> None:
    pid, handle = keeper.spawn()
    keeper.close()
    with pytest.raises(ProcessLookupError):
        os.kill(keeper.pid, 0)
    handle.settimeout(120)
    assert handle.recv(1) == b"", f"worker {pid} lives on"
    handle.close()


def test_a_keeper_that_was_killed_is_told(keeper: Keeper) -> None:
    keeper.wait()
    os.kill(keeper.pid, signal.SIGKILL)
    with pytest.raises(KeeperGone):
        keeper.spawn()


def test_what_cannot_be_prepared_is_told() -> None:
    def refuse() -> Work:
        raise SandiError("rules.yaml:3: error")

    keeper = Keeper(refuse)
    with pytest.raises(SandiError, match=r"rules\.yaml:3"):
        keeper.wait()
    keeper.close()


def test_nothing_of_the_crawl_is_open_in_a_worker(tmp_path: Path) -> None:
    """The lock of the source is an open descriptor: a worker that had it would hold the source."""
    with open(tmp_path / "lock", "w") as held:
        os.set_inheritable(held.fileno(), True)
        keeper = Keeper(prepare)
        pid, handle = keeper.spawn()
        opened = {os.readlink(link) for link in Path(f"/proc/{pid}/fd").iterdir()}
        assert str(tmp_path / "lock") not in opened
        handle.close()
        keeper.close()


def test_a_page_has_five_seconds() -> None:
    assert DEADLINE_S == 5
