"""Crawled: one page on its way from the reader to the judge and the store. Knows nothing of Scrapy."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sandi.listing import Listing
from sandi.verdict import Verdict
from storage.revisits import Tag


def no_record() -> bytes:
    """The record of a page that nobody keeps."""
    return b""


@dataclass(frozen=True, slots=True)
class Crawled:
    """One page: its listings, and once it was judged their verdicts (None where the judge failed).

    `payload` is the body, `record` gives what the server answered as a WARC record; it is asked only for a page that is
    captured. `reader` and `role` say how the page was read, for a replay. `tag` is what the server called this state of
    the page, None where it said nothing or was not asked for it. `capture` names the capture that the page was read
    from; a page without it is captured if it brings news.
    """

    listings: tuple[Listing, ...]
    url: str
    status: int
    content_type: str = ""
    verdicts: tuple[Verdict | None, ...] = ()
    payload: bytes = b""
    reader: str = ""
    role: str = ""
    record: Callable[[], bytes] = no_record
    tag: Tag | None = None
    capture: str = ""
