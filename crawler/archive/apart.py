"""Pages of archives are read in a child process with a deadline and a memory limit, as those of a crawl are."""

from __future__ import annotations

import select
import socket
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

import orjson

from crawler.extraction.decoding import decoded
from crawler.extraction.found import Seen
from crawler.extraction.page import Page
from crawler.keeper import Keeper, Work, receive, send
from crawler.pool import DEADLINE_S, MOST, PATIENCE, life
from crawler.sources import Source
from sandi.listing import Listing, listing_from_json

_HEAD = struct.Struct("!I")


@dataclass(frozen=True, slots=True)
class Saved:
    """A page of an archive: where and when it was kept, what type it was said to be, and its bytes."""

    url: str
    at: datetime
    content_type: str
    body: bytes


class Unreadable(Exception):
    """A page that no reader survived."""


class Apart:
    """Reads pages one after the other in a child process. Made by `apart`, before there are threads or a store."""

    def __init__(self, source: Source, deadline_s: float) -> None:
        self._keeper = Keeper(lambda: _work(source))
        self._deadline_s = deadline_s
        self._worker: tuple[int, socket.socket] | None = None

    def read(self, page: Saved) -> list[Listing]:
        """The listings of a page. Raises Unreadable, KeeperGone."""
        head = orjson.dumps({"url": page.url, "at": page.at.isoformat(), "type": page.content_type})
        pid, own = self._worker = self._worker or self._keeper.spawn()
        try:
            own.settimeout(PATIENCE * self._deadline_s)
            send(own, _HEAD.pack(len(head)) + head + page.body)
            if not self._answers(pid, own):
                raise Unreadable(f"reading it took longer than {self._deadline_s:g} s")
            answer = receive(own)
        except Unreadable:
            self._drop()
            raise
        except (EOFError, OSError):
            self._drop()
            raise Unreadable("reading it took too much memory or ended its process") from None
        return [listing_from_json(one) for one in orjson.loads(answer)]

    def _answers(self, pid: int, own: socket.socket) -> bool:
        """Waits for the answer; false when the worker had a deadline's worth of the processor, or sleeps."""
        spent = life(pid)[1]
        for _ in range(PATIENCE):
            if select.select([own], [], [], self._deadline_s)[0]:
                return True
            waits, now = life(pid)
            if waits or now - spent >= MOST * self._deadline_s:
                return False
        return False

    def _drop(self) -> None:
        if self._worker is not None:
            pid, own = self._worker
            self._worker = None
            own.close()
            self._keeper.kill(pid)

    def close(self) -> None:
        if self._worker is not None:
            self._worker[1].close()
        self._keeper.close()


@contextmanager
def apart(source: Source, *, deadline_s: float = DEADLINE_S) -> Iterator[Apart]:
    """A reader of pages in a process of its own while the block runs."""
    reader = Apart(source, deadline_s)
    try:
        yield reader
    finally:
        reader.close()


def _work(source: Source) -> Work:
    def work(message: bytes) -> bytes:
        (length,) = _HEAD.unpack_from(message)
        head = orjson.loads(message[_HEAD.size : _HEAD.size + length])
        at = datetime.fromisoformat(head["at"])
        page = Page(head["url"], decoded(message[_HEAD.size + length :], head["type"]), source, Seen(at, at))
        return orjson.dumps([one.to_json() for one in page.several() or page.detail()])

    return work
