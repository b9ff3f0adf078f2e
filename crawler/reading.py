"""Reading and judging: a spider's callback and the judge, run in a worker process, and what they found told in JSON.

The parent sends what a server answered, and the worker calls the spider's own callback on it; or it sends the listings
of many pages, which are judged together, because the rules read a hundred at once in a tenth of the time.
What comes back is data only and is checked again: a worker that a page took over could say nothing worse than a page.
"""

from __future__ import annotations

import dataclasses
import struct
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

import orjson
from scrapy import Request
from scrapy.http import HtmlResponse, Response, TextResponse, XmlResponse

from crawler.guard import Guard
from crawler.keeper import Work
from crawler.ledger import Ledger
from crawler.parcel import Crawled
from crawler.sink import Judge, RuleTexts
from crawler.sniff import GZIP, is_binary
from crawler.sources import Source
from crawler.spiders import spider_class
from crawler.spiders.base import Job
from crawler.walls import wall
from sandi.listing import Listing, listing_from_json
from sandi.verdict import RuleText, Verdict, verdict_from_json

LINKS_MORE = 10_000
"""So many links beyond the budget are told of one page: some may be known already; a million cannot all be followed."""

_HEAD = struct.Struct("!I")
_CLASSES: dict[str, type[Response]] = {"HtmlResponse": HtmlResponse, "XmlResponse": XmlResponse}

_FIRST = Listing("http://127.0.0.1/", title="Lemari jati", text="Dijual lemari jati, mulus. Hubungi 0812-0000-0000.")


@dataclass(frozen=True, slots=True)
class Link:
    """A further page that a callback asked for; `reader` names the callback that will read it."""

    url: str
    reader: str
    role: str
    memo: Mapping[str, Any]
    browser: bool


@dataclass(frozen=True, slots=True)
class Found:
    """The listings of a page."""

    listings: tuple[Listing, ...]


@dataclass(frozen=True, slots=True)
class PageRead:
    """All that a worker says of a page: links and listings in the callback's order, and what it counted."""

    steps: tuple[Link | Found, ...]
    ledger: Mapping[str, Any]
    wall: str = ""


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a worker says of listings: a verdict on each, None where the judge failed; and rules not named before."""

    verdicts: tuple[Verdict | None, ...]
    ledger: Mapping[str, Any]
    rules: tuple[RuleText, ...]


@dataclass(frozen=True, slots=True)
class PageAsked:
    """What a server answered, as a worker is told."""

    url: str
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    reader: str
    role: str
    kind: str = "HtmlResponse"
    encoding: str = ""
    flags: tuple[str, ...] = ()
    memo: Mapping[str, Any] = field(default_factory=dict)
    seen_at: str = ""

    def packed(self) -> bytes:
        named = {f.name: getattr(self, f.name) for f in dataclasses.fields(self) if f.name != "body"}
        return _message(named, self.body)


def listings_packed(listings: Sequence[Listing]) -> bytes:
    """The message that asks a worker to judge listings."""
    return _message({"judge": len(listings)}, orjson.dumps([one.to_json() for one in listings]))


def _message(head: Mapping[str, Any], body: bytes) -> bytes:
    told = orjson.dumps(head)
    return b"".join((_HEAD.pack(len(told)), told, body))


def asked_of(response: Response) -> PageAsked:
    """What a worker needs of a response; its request says which callback reads it."""
    meta = response.meta
    headers = tuple(
        (name.decode("latin-1"), value.decode("latin-1"))
        for name, values in response.headers.items()
        for value in values
    )
    drawn = "playwright" in response.flags
    return PageAsked(
        url=response.url,
        status=response.status,
        headers=headers,
        body=response.body,
        reader=meta["reader"],
        role=meta.get("role", ""),
        kind=type(response).__name__,
        encoding="utf-8" if drawn else "",
        flags=tuple(response.flags),
        memo=meta.get("memo") or {},
    )


def unpack_page(answer: bytes) -> PageRead:
    """What a worker said. Raises ValueError or a kin of it when it is not what a worker says."""
    told = orjson.loads(answer)
    steps: list[Link | Found] = []
    for step in told["steps"]:
        if "url" in step:
            steps.append(Link(**step))
            continue
        steps.append(Found(tuple(map(listing_from_json, step["listings"]))))
    return PageRead(tuple(steps), told["ledger"], told["wall"])


def unpack_judgement(answer: bytes, count: int) -> Judgement:
    """What a worker said of `count` listings. Raises ValueError or a kin of it when it is not what a worker says."""
    told = orjson.loads(answer)
    verdicts = tuple(verdict_from_json(one) if one else None for one in told["verdicts"])
    if len(verdicts) != count:
        raise ValueError(f"{len(verdicts)} verdicts on {count} listings")
    return Judgement(verdicts, told["ledger"], tuple(RuleText(**rule) for rule in told["rules"]))


def worker_of(source: Source, url: str | None, load: Callable[[], tuple[Judge, RuleTexts]] | None) -> Work:
    """The work of a worker for one source; `load` gives the judge, None for a preview. Run in the keeper.

    A first judgement loads what reading contacts takes and makes tables: made here, all workers share them.
    """
    reader = Reader(source, url, *(load() if load else (None, {})))
    reader.warm()
    return reader.work


class Reader:
    """Reads pages of one source. Lives in a worker; nothing of one page stays for the next."""

    def __init__(self, source: Source, url: str | None, judge: Judge | None, texts: RuleTexts) -> None:
        self._source = source
        self._url = url
        self._judge = judge
        self._texts = texts
        self._told: set[tuple[str, int]] = set()
        self._class = spider_class(source.adapter)
        self._most = source.budget + LINKS_MORE

    def warm(self) -> None:
        """Judge a listing for nobody; the rules that fired in it are still to be told."""
        self._verdicts([_FIRST], Ledger())

    def work(self, message: bytes) -> bytes:
        """One page, or the listings of some, asked and answered as messages."""
        (length,) = _HEAD.unpack_from(message)
        head = orjson.loads(message[_HEAD.size : _HEAD.size + length])
        body = message[_HEAD.size + length :]
        return orjson.dumps(self._judged(body) if "judge" in head else self._read(head, body))

    def _read(self, head: Mapping[str, Any], body: bytes) -> dict[str, Any]:
        ledger = Ledger()
        spider = self._class(job=Job(self._source, Guard(), ledger, url=self._url))
        response = _response(head, body)
        steps: list[dict[str, Any]] = []
        if is_binary(body) and not body.startswith(GZIP):
            ledger.pages += 1
            ledger.error("not_text", response.url)
        else:
            try:
                found = getattr(spider, head["reader"])(response)
                steps.extend(map(_step, islice(found, self._most)))
                ledger.budget_hit = ledger.budget_hit or next(found, None) is not None
            except (MemoryError, RecursionError):
                raise
            except Exception as error:  # a page that no reader was ready for; told, and the crawl goes on
                ledger.error("extraction", response.url, f"{type(error).__name__}: {error}")
        behind = "" if steps or ledger.parked else wall(body)
        return {"steps": steps, "ledger": ledger.figures(), "wall": behind}

    def _judged(self, body: bytes) -> dict[str, Any]:
        ledger = Ledger()
        verdicts = self._verdicts([listing_from_json(one) for one in orjson.loads(body)], ledger)
        told = [one.to_json() if one else None for one in verdicts]
        fired = [hit for one in told if one for hit in one["hits"]]
        return {"verdicts": told, "ledger": ledger.figures(), "rules": self._fired(fired)}

    def _verdicts(self, listings: Sequence[Listing], ledger: Ledger) -> Sequence[Verdict | None]:
        if self._judge is None:
            return [None] * len(listings)
        try:
            return self._judge(listings)
        except MemoryError:
            raise
        except Exception as error:  # text of strangers may meet a fault of ours; the other listings must be kept
            if len(listings) == 1:
                ledger.error("judging", listings[0].url, f"{type(error).__name__}: {error}")
                return [None]
        return [verdict for one in listings for verdict in self._verdicts([one], ledger)]

    def _fired(self, hits: list[Mapping[str, Any]]) -> list[dict[str, Any]]:
        """The texts of rules that fired, each once for a worker."""
        keys = {(hit["rule"], hit["revision"]) for hit in hits} - self._told
        self._told |= keys
        return [dataclasses.asdict(self._texts[key]) for key in sorted(keys) if key in self._texts]


def _step(found: Any) -> dict[str, Any]:
    if isinstance(found, Request):
        meta = found.meta
        names = ("reader", "role", "memo", "browser")
        values = (meta["reader"], meta.get("role", ""), meta.get("memo") or {}, meta.get("browser", True))
        return {"url": found.url, **dict(zip(names, values, strict=True))}
    if not isinstance(found, Crawled):
        raise TypeError(f"a spider gave {type(found).__name__}; it gives requests and pages")
    return {"listings": [one.to_json() for one in found.listings]}


def _response(head: Mapping[str, Any], body: bytes) -> Response:
    request = Request(head["url"], meta={name: head[name] for name in ("role", "memo", "seen_at")})
    values: dict[str, Any] = {"status": head["status"], "body": body, "flags": head["flags"], "request": request}
    headers: dict[str, list[str]] = {}
    for name, value in head["headers"]:
        headers.setdefault(name, []).append(value)
    if head["encoding"]:
        values["encoding"] = head["encoding"]
    kind = _CLASSES.get(head["kind"], TextResponse)
    return kind(head["url"], headers=headers, **values)
