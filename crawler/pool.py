"""The pool of parsers: messages to worker processes and back, each within a deadline, or the worker is killed."""

from __future__ import annotations

import asyncio
import contextlib
import os
import struct
import time
from dataclasses import dataclass

from crawler.keeper import Keeper

DEADLINE_S = 5.0
PATIENCE = 6
"""So many deadlines long a worker may take that has work to do and was given no processor for it: the machine is busy,
and the page is not to blame."""
MESSAGES_PER_WORKER = 5000
MOST = 0.8
"""The share of a deadline that counts as all of it: the clock of processes is coarse."""
ANSWER_BYTES = 64 * 1024 * 1024
"""The longest answer of a worker: cards that lie within each other all hold the same text, and a page of 4 MiB can so
come to gigabytes, which this process would have to hold.
"""
_TICKS = os.sysconf("SC_CLK_TCK")
_FRAME = struct.Struct("!Q")


class Poisoned(Exception):
    """A message that no worker survived; the text says how the worker ended."""


class _TooMuch(Exception):
    """An answer that nobody should have to hold."""


@dataclass(slots=True)
class _Worker:
    pid: int
    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    done: int = 0


class Pool:
    """Up to `size` workers, started when they are needed. Belongs to one event loop."""

    def __init__(
        self, keeper: Keeper, *, size: int = 0, deadline_s: float = DEADLINE_S, answer_bytes: int = ANSWER_BYTES
    ) -> None:
        self._keeper = keeper
        self._answer_bytes = answer_bytes
        self._deadline_s = deadline_s
        self._idle: list[_Worker] = []
        self._free = asyncio.Semaphore(size or min(2, os.cpu_count() or 1))

    async def ask(self, message: bytes) -> bytes:
        """The answer of a worker. Raises Poisoned when it took too long or died; KeeperGone."""
        async with self._free:
            worker = self._idle.pop() if self._idle else await self._spawn()
            try:
                answer = await self._answer(worker, message)
            except TimeoutError:
                self._drop(worker)
                raise Poisoned(f"reading it took longer than {self._deadline_s:g} s") from None
            except _TooMuch:
                self._drop(worker)
                raise Poisoned(f"what was read in it is longer than {self._answer_bytes} bytes") from None
            except (asyncio.IncompleteReadError, OSError):
                self._drop(worker)
                raise Poisoned("reading it took too much memory or ended its process") from None
            except BaseException:
                self._drop(worker)
                raise
            worker.done += 1
            if worker.done < MESSAGES_PER_WORKER:
                self._idle.append(worker)
            else:  # whatever leaks in a reader of pages goes with its process
                self._drop(worker)
            return answer

    async def _answer(self, worker: _Worker, message: bytes) -> bytes:
        """What the worker says. Raises TimeoutError when it had a deadline's worth of the processor, or sleeps.

        It must be seen asleep twice: it may sleep because it has answered while this process was itself held up.
        """
        exchange = asyncio.ensure_future(_exchange(worker, message, self._answer_bytes))
        spent, asleep = processor_s(worker.pid), 0
        try:
            for _ in range(PATIENCE):
                await asyncio.wait({exchange}, timeout=self._deadline_s if not asleep else self._deadline_s / 4)
                if exchange.done():
                    return exchange.result()
                waits, now = life(worker.pid)
                asleep += waits
                if asleep > 1 or now - spent >= MOST * self._deadline_s:
                    break
            raise TimeoutError
        finally:
            exchange.cancel()

    async def _spawn(self) -> _Worker:
        pid, handle = self._keeper.spawn()
        return _Worker(pid, *await asyncio.open_connection(sock=handle, limit=1 << 20))

    def _drop(self, worker: _Worker) -> None:
        worker.writer.close()
        self._keeper.kill(worker.pid)

    async def close(self) -> None:
        """Hang up on idle workers, which ends them."""
        for worker in self._idle:
            worker.writer.close()
            with contextlib.suppress(OSError):
                await worker.writer.wait_closed()
        self._idle.clear()


def processor_s(pid: int) -> float:
    """The seconds of the processor that a process has had; asked for every page, so without opening a file."""
    try:
        return time.clock_gettime((~pid << 3) | 2)  # Linux's clock of a process, as clock_getcpuclockid(3) names it
    except OSError:
        return life(pid)[1]


def life(pid: int) -> tuple[bool, float]:
    """Whether a process waits for something other than the processor, and the seconds of it that it has had."""
    try:
        with open(f"/proc/{pid}/stat", encoding="ascii", errors="replace") as stat:
            fields = stat.read().rpartition(")")[2].split()
    except OSError:
        return True, 0.0
    return fields[0] in "SZX", (int(fields[11]) + int(fields[12])) / _TICKS


async def _exchange(worker: _Worker, message: bytes, longest: int) -> bytes:
    worker.writer.write(_FRAME.pack(len(message)))
    worker.writer.write(message)
    await worker.writer.drain()
    (length,) = _FRAME.unpack(await worker.reader.readexactly(_FRAME.size))
    if length > longest:
        raise _TooMuch
    return await worker.reader.readexactly(length)
