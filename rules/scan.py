"""Judges listings from JSON Lines files, plain or gzipped, streaming and over all cores, in input order."""

from __future__ import annotations

import gzip
import sys
import zlib
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from typing import IO, cast

import orjson

from rules.engine import FIELDS_READ, Engine
from rules.loader import RuleSet
from sandi.errors import InputError, Problem
from sandi.listing import ListingError, listing_from_line
from sandi.verdict import Verdict

CHUNK = 400
MAX_LINE = 32 << 20
_GZIP = b"\x1f\x8b"

QUIET = Verdict("", "quiet")
"""What a brief scan says of every listing that is quiet at the first look."""

Line = tuple[str, int, bytes]
Result = Verdict | Problem


@dataclass(frozen=True, slots=True)
class Source:
    """A file of listings, or standard input for `-`."""

    path: str

    def lines(self) -> Iterator[Line]:
        """File, line number from 1, and the line; a line longer than MAX_LINE comes cut, and so fails as JSON."""
        try:
            with ExitStack() as stack:
                for number, line in enumerate(_bounded(_opened(self.path, stack)), 1):
                    if line.strip():
                        yield self.path, number, line
        except (OSError, EOFError, zlib.error) as error:
            raise InputError([Problem(self.path, 0, "", f"cannot be read: {error}", "check the file")]) from None


def _opened(path: str, stack: ExitStack) -> IO[bytes]:
    if path == "-":
        return sys.stdin.buffer
    stream = stack.enter_context(Path(path).open("rb"))  # noqa: SIM115 - the stack closes it
    if stream.peek(2)[:2] == _GZIP:
        unzipped = gzip.GzipFile(fileobj=stream)
        stack.callback(unzipped.close)
        return cast(IO[bytes], unzipped)
    return stream


def _bounded(stream: IO[bytes]) -> Iterator[bytes]:
    while line := stream.readline(MAX_LINE):
        if not line.endswith(b"\n") and len(line) == MAX_LINE:
            while (rest := stream.readline(MAX_LINE)) and not rest.endswith(b"\n"):
                continue
        yield line


def scan(rules: RuleSet, paths: Sequence[str], *, workers: int = 1, brief: bool = False) -> Iterator[Result]:
    """A Verdict for every listing, a Problem for every line that cannot be read, in input order.

    When `brief`, what is seen to be quiet at the first look comes as the one Verdict QUIET, without address and
    contacts, and its line is not read any further.
    """
    lines = (line for path in paths for line in Source(path).lines())
    judged = _judged_briefly if brief else _judged
    if workers <= 1:
        engine = Engine(rules)
        yield from (judged(engine, line) for line in lines)
        return
    with ProcessPoolExecutor(workers, get_context("fork"), _start, (rules,)) as pool:
        waiting: deque[Future[list[Result]]] = deque()
        for chunk in _chunks(lines):
            waiting.append(pool.submit(_judge_chunk, judged, chunk))
            if len(waiting) >= 2 * workers:  # a bound, so that a long file is not read into memory
                yield from waiting.popleft().result()
        while waiting:
            yield from waiting.popleft().result()


def _chunks(lines: Iterator[Line]) -> Iterator[list[Line]]:
    while chunk := list(islice(lines, CHUNK)):
        yield chunk


_engine: Engine | None = None


def _start(rules: RuleSet) -> None:
    global _engine
    _engine = Engine(rules)


def _judge_chunk(judged: Callable[[Engine, Line], Result], chunk: Iterable[Line]) -> list[Result]:
    if _engine is None:
        raise RuntimeError("the worker was not started with rules")
    return [judged(_engine, line) for line in chunk]


def _judged_briefly(engine: Engine, line: Line) -> Result:
    texts = _glanced(line[2])
    if texts is None:
        return _judged(engine, line)
    return QUIET if engine.surely_quiet(texts) else engine.judge_closely(listing_from_line(line[2]))


def _glanced(raw: bytes) -> list[str] | None:
    """The FIELDS_READ of a line that is plainly a listing; None when it must be looked at more closely."""
    try:
        value = orjson.loads(raw)
    except orjson.JSONDecodeError:
        return None
    if not isinstance(value, dict):
        return None
    url = value.get("url")
    texts = [value.get(name) or "" for name in FIELDS_READ]
    if not isinstance(url, str) or not url.strip() or not all(type(text) is str for text in texts):
        return None
    return texts if texts[0] or texts[1] else None


def _judged(engine: Engine, line: Line) -> Result:
    where, number, raw = line
    try:
        listing = listing_from_line(raw)
    except ListingError as error:
        found = f"the line is longer than {MAX_LINE >> 20} MB" if len(raw) >= MAX_LINE else str(error)
        return Problem(where, number, "", found, "correct or remove the line; it was skipped")
    return engine.judge(listing)
