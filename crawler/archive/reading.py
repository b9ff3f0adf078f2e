"""Files to listings: which reader a file needs, and what it gives. Pages are read as those of a crawl are."""

from __future__ import annotations

import csv
import dataclasses
import gzip
import io
import os
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import orjson

from crawler.archive.apart import Apart, Saved, Unreadable, apart
from crawler.archive.chats import is_telegram, is_whatsapp, pasted, telegram_html, telegram_json, urn, whatsapp
from crawler.archive.pages import (
    ArchiveError,
    Kept,
    har_pages,
    mhtml_page,
    read_bytes,
    saved_page,
    wacz_pages,
    warc_pages,
)
from crawler.extraction.answers import items_at
from crawler.extraction.decoding import decoded
from crawler.extraction.found import Found, Seen, to_listing
from crawler.extraction.guess import guess
from crawler.pool import DEADLINE_S
from crawler.sources import AUTO, FieldRule, Source
from sandi.errors import Problem
from sandi.listing import Listing, ListingError, listing_from_line
from sandi.text import visible

MAX_LISTINGS = 500_000
PASTED = ".pasted"
"""The suffix of a file that holds what came by standard input."""
_SEP = re.compile(r"\A\s*sep=.\r?\n", re.IGNORECASE)
"""The line by which Excel tells what parts the columns."""
_MORE = "more"
"""Where cells go that no heading stands over."""
_MEND = "bring WARC, WACZ, HAR, MHTML, HTML, JSON Lines or CSV files, or a chat exported by WhatsApp or Telegram"


@dataclass(frozen=True, slots=True)
class Read:
    """What files gave: listings, each address once, and what could not be read."""

    listings: list[Listing]
    problems: list[Problem]
    pages: int


class _Reader:
    def __init__(self, source: Source, pages: Apart) -> None:
        self.source = source
        self._apart = pages
        self.listings: dict[str, Listing] = {}
        self.problems: list[Problem] = []
        self.pages = 0

    def take(self, listing: Listing) -> None:
        """Keeps a listing; of two with one address the one that says more, for a card says less than its page."""
        known = self.listings.get(listing.url)
        if known is None and len(self.listings) >= MAX_LISTINGS:
            raise ArchiveError(f"more than {MAX_LISTINGS:,} listings; bring the rest in a second step")
        if known is None or len(listing.text) > len(known.text):
            self.listings[listing.url] = listing

    def page(self, kept: Kept, path: Path) -> None:
        """A web page: its own listing where it describes one, else the cards or posts that it shows."""
        self.pages += 1
        url = kept.url if kept.url.startswith("http") else f"http://saved.invalid/{path.name}"
        try:
            listings = self._apart.read(Saved(url, _moment(kept.at, path), kept.content_type, kept.body))
        except Unreadable as error:
            mend = "the page was left out; the rest of the file is read"
            self.problems.append(Problem(str(path), 0, visible(url, limit=200), str(error), mend))
            return
        for one in listings:
            self.take(_readdressed(one, self.source.id))

    def found(self, found: Iterator[Found], path: Path) -> None:
        """Messages of a chat."""
        self.pages += 1
        at = _moment("", path)
        for one in found:
            if not one.empty:
                self.take(
                    to_listing(one, url=one.url or urn(self.source.id, one), source=self.source, seen=Seen(at, at))
                )


def read_files(paths: Sequence[Path], source: Source, *, deadline_s: float = DEADLINE_S) -> Read:
    """The listings of these files, read by `source`; folders are searched. What cannot be read is told and left out.

    Web pages are read in a process of their own, each within `deadline_s`. Call it before there are threads or a store.
    """
    bare = not (source.items or source.card or source.fields)
    source = dataclasses.replace(source, card=AUTO) if bare else source
    with apart(source, deadline_s=deadline_s) as pages:
        reader = _Reader(source, pages)
        for path in _files(paths):
            try:
                _read(path, reader)
            except (ArchiveError, OSError, EOFError) as error:
                reader.problems.append(Problem(str(path), 0, "", f"cannot be read: {error}", _MEND))
    return Read(list(reader.listings.values()), reader.problems, reader.pages)


def _files(paths: Sequence[Path]) -> Iterator[Path]:
    for path in paths:
        if path.is_dir():
            yield from sorted(
                p for p in path.rglob("*") if p.is_file() and (_suffix(p) in _READERS or p.name == "result.json")
            )
        else:
            yield path


def _suffix(path: Path) -> str:
    name = path.name.lower()
    return next((suffix for suffix in (".warc.gz", ".jsonl.gz") if name.endswith(suffix)), path.suffix.lower())


def _read(path: Path, reader: _Reader) -> None:
    known = _READERS.get(_suffix(path))
    if known is None:
        raise ArchiveError(f"{path.suffix or 'a file without a suffix'} is no kind of file that is known")
    known(path, reader)


def _warc(path: Path, reader: _Reader) -> None:
    with path.open("rb") as stream:
        for kept in warc_pages(stream):
            reader.page(kept, path)


def _kept(read: Callable[[bytes], Iterator[Kept]]) -> Callable[[Path, _Reader], None]:
    def run(path: Path, reader: _Reader) -> None:
        for kept in read(read_bytes(path)):
            reader.page(kept, path)

    return run


def _wacz(path: Path, reader: _Reader) -> None:
    for kept in wacz_pages(path):
        reader.page(kept, path)


def _html(path: Path, reader: _Reader) -> None:
    raw = read_bytes(path)
    if b'class="message default' in raw and b"tgme" not in raw:
        reader.found(telegram_html(decoded(raw)), path)
    else:
        _kept(saved_page)(path, reader)


def _text(path: Path, reader: _Reader) -> None:
    text = decoded(read_bytes(path))
    if not is_whatsapp(text):
        raise ArchiveError("the text is no exported WhatsApp chat; paste other texts: `sandi sources import SOURCE -`")
    reader.found(whatsapp(text), path)


def _pasted(path: Path, reader: _Reader) -> None:
    """What came by standard input: markup, a chat, or texts one below the other."""
    text = decoded(read_bytes(path))
    if text.lstrip()[:1] == "<":
        _html(path, reader)
    elif text.lstrip()[:1] in ("{", "["):
        (_lines if "\n{" in text.strip() else _json)(path, reader)
    else:
        reader.found((whatsapp if is_whatsapp(text) else pasted)(text), path)


def _json(path: Path, reader: _Reader) -> None:
    try:
        value = orjson.loads(read_bytes(path).removeprefix(b"\xef\xbb\xbf"))
    except orjson.JSONDecodeError as error:
        raise ArchiveError(f"no JSON: {error}") from None
    if is_telegram(value):
        reader.found(telegram_json(value), path)
        return
    guessed = guess(value)
    if guessed is None:
        raise ArchiveError("the JSON holds no list of listings")
    rules = {name: FieldRule(at) for name, at in guessed.fields.items()}
    reader.found(iter(items_at(value, guessed.items, rules)), path)


def _lines(path: Path, reader: _Reader) -> None:
    """JSON Lines of listings; a line that is none is told with its number."""
    reader.pages += 1
    with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as stream:
        for number, line in enumerate(stream, 1):
            if not line.strip():
                continue
            try:
                reader.take(dataclasses.replace(listing_from_line(line), source=reader.source.id))
            except ListingError as error:
                mend = "write one JSON object a line, with `url` and `title` or `text`"
                reader.problems.append(Problem(str(path), number, "", str(error), mend))


def _csv(path: Path, reader: _Reader) -> None:
    """A table with a heading row; columns are recognised by name, others are kept beside the listing."""
    text = _SEP.sub("", decoded(read_bytes(path)).removeprefix("\ufeff"), count=1)
    heading = text.partition("\n")[0]
    parts = max(",;\t|", key=heading.count)
    try:
        rows = list(csv.DictReader(io.StringIO(text), delimiter=parts, restkey=_MORE))
    except csv.Error as error:
        raise ArchiveError(f"no table: {error}") from None
    plain = {name: re.sub(r"\W+", "_", name.strip()) for name in rows[0]} if rows else {}
    named_plainly = [{plain.get(name, name): cell for name, cell in row.items()} for row in rows]
    guessed = guess(named_plainly) if len(rows) > 1 else guess(named_plainly * 2)
    if guessed is None:
        raise ArchiveError("no column is named like a title or text; name one `title` or `text`")
    back = {short: name for name, short in plain.items()}
    columns = {name: back[column] for name, column in guessed.fields.items()}
    named = set(columns.values())
    for row in rows:
        values = {name: str(row.get(column) or "") for name, column in columns.items()}
        extra = {str(k): str(v) for k, v in row.items() if k not in named and v and isinstance(v, str)}
        reader.found(iter([_row(values, extra)]), path)


def _row(values: dict[str, str], extra: dict[str, str]) -> Found:
    return dataclasses.replace(Found(extra=extra), **values)  # type: ignore[arg-type]


_READERS: dict[str, Callable[[Path, _Reader], None]] = {
    **dict.fromkeys((".warc", ".warc.gz"), _warc),
    ".wacz": _wacz,
    ".har": _kept(har_pages),
    **dict.fromkeys((".mhtml", ".mht"), _kept(mhtml_page)),
    **dict.fromkeys((".html", ".htm"), _html),
    ".txt": _text,
    ".json": _json,
    **dict.fromkeys((".jsonl", ".jsonl.gz", ".ndjson"), _lines),
    **dict.fromkeys((".csv", ".tsv"), _csv),
    PASTED: _pasted,
}


def _moment(at: str, path: Path) -> datetime:
    """When a page was kept: as the archive says, else when the file was last changed."""
    try:
        moment = datetime.fromisoformat(at)
    except ValueError:
        moment = datetime.fromtimestamp(os.stat(path).st_mtime, UTC)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _readdressed(listing: Listing, source: str) -> Listing:
    """A listing of a page whose address nobody knows gets one that says so."""
    if not listing.url.startswith("http://saved.invalid/"):
        return listing
    found = Found(title=listing.title, text=listing.text, seller=listing.seller)
    return dataclasses.replace(listing, url=urn(source, found))
