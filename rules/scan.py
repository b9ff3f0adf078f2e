"""Judges listings from JSON Lines files, plain or gzipped, streaming and over all cores, in input order."""

from __future__ import annotations

import gzip
import sys
import zlib
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import IO, cast

import orjson

from rules.engine import FIELDS_READ, Engine
from rules.loader import RuleSet
from rules.sieve import Glimpse
from sandi.errors import InputError, Problem
from sandi.listing import KINDS, READ_CHARS, Listing, ListingError, listing_from_line
from sandi.verdict import Verdict

CHUNK = 1_024
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

    def listings(self) -> Iterator[Listing]:
        """The listings of the file. Raises InputError with file and line at the first that cannot be read."""
        for where, number, line in self.lines():
            try:
                yield listing_from_line(line)
            except ListingError as error:
                mend = "give JSON Lines, one listing a line"
                raise InputError([Problem(where, number, "", str(error), mend)]) from None


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


def scan(rules: RuleSet | Engine, paths: Sequence[str], *, workers: int = 1, brief: bool = False) -> Iterator[Result]:
    """A Verdict for every listing, a Problem for every line that cannot be read, in input order. `rules` may be given
    as an engine that is made already.

    When `brief`, what is seen to be quiet at the first look comes as the one Verdict QUIET, without address and
    contacts, and its line is not read any further.
    """
    lines = (line for path in paths for line in Source(path).lines())
    judged = _judged_briefly if brief else _judged
    if workers <= 1:
        engine = rules if isinstance(rules, Engine) else Engine(rules)
        for chunk in _chunks(lines):
            yield from judged(engine, chunk)
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
    chunk: list[Line] = []
    size = 0
    for line in lines:
        chunk.append(line)
        size += len(line[2])
        if len(chunk) == CHUNK or size > MAX_LINE:
            yield chunk
            chunk, size = [], 0
    if chunk:
        yield chunk


_engine: Engine | None = None


def _start(rules: RuleSet | Engine) -> None:
    global _engine
    _engine = rules if isinstance(rules, Engine) else Engine(rules)


def _judge_chunk(judged: Callable[[Engine, list[Line]], list[Result]], chunk: list[Line]) -> list[Result]:
    if _engine is None:
        raise RuntimeError("the worker was not started with rules")
    return judged(_engine, chunk)


def _judged_briefly(engine: Engine, lines: list[Line]) -> list[Result]:
    results: list[Result] = [QUIET] * len(lines)
    at: list[int] = []
    glimpses: list[Glimpse] = []
    for i, line in enumerate(lines):
        one = _glimpsed(line[2])
        if one is None:
            (results[i],) = _judged(engine, [line])
        else:
            at.append(i)
            glimpses.append(one)
    for place in engine.worth_a_look(glimpses):
        results[at[place]] = engine.judge_closely(listing_from_line(lines[at[place]][2]))
    return results


def _glimpsed(raw: bytes) -> Glimpse | None:
    """The first look at a line that is plainly a listing; None when it must be read as a whole."""
    try:
        value = orjson.loads(raw)
    except orjson.JSONDecodeError:
        return None
    if not isinstance(value, dict):
        return None
    get = value.get
    url = get("url")
    texts = [get(name) or "" for name in FIELDS_READ]
    if type(url) is not str or not url.strip() or not (texts[0] or texts[1]):
        return None
    for i, text in enumerate(texts):
        if type(text) is not str:
            return None
        if len(text) > READ_CHARS:
            texts[i] = text[:READ_CHARS]
    kind = get("kind")
    return Glimpse(texts, kind if kind in KINDS else "post", get("price") is not None)


def _judged(engine: Engine, lines: list[Line]) -> list[Result]:
    results: list[Result] = []
    listings: list[Listing] = []
    at: list[int] = []
    for i, (where, number, raw) in enumerate(lines):
        try:
            listings.append(listing_from_line(raw))
            at.append(i)
            results.append(QUIET)
        except ListingError as error:
            found = f"the line is longer than {MAX_LINE >> 20} MB" if len(raw) >= MAX_LINE else str(error)
            results.append(Problem(where, number, "", found, "correct or remove the line; it was skipped"))
    for i, verdict in zip(at, engine.judge_all(listings), strict=True):
        results[i] = verdict
    return results
