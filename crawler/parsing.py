"""The crawl's side of reading and judging: a response, or listings, go to a worker; what it found comes back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from scrapy.http import Response

from crawler.capture import parcel_of
from crawler.keeper import Keeper, Work
from crawler.ledger import Ledger
from crawler.parcel import Crawled
from crawler.pool import Poisoned, Pool
from crawler.reading import (
    Found,
    Link,
    PageAsked,
    PageRead,
    asked_of,
    listings_packed,
    unpack_judgement,
    unpack_page,
)
from sandi.listing import Listing
from sandi.verdict import RuleText, Verdict

_T = TypeVar("_T")


class Unreadable(Exception):
    """A page that killed its reader, or whose reader talked nonsense."""


@dataclass(frozen=True, slots=True)
class Read:
    """What a page holds, in its order: listings to keep, links to follow; and the wall before it, if any."""

    steps: tuple[Crawled | Link, ...]
    wall: str


class Parser:
    """Reads pages in worker processes. `prepare` loads rules and readers there, while the crawl makes itself ready.

    Make it before the reactor starts; `rules` are the texts of those that fired so far.
    """

    def __init__(self, prepare: Callable[[], Work], **limits: Any) -> None:
        self.rules: dict[tuple[str, int], RuleText] = {}
        self._keeper = Keeper(prepare)
        self._limits = limits
        self._pool: Pool | None = None

    def wait(self) -> None:
        """Until the workers are ready. Raises SandiError, as when the rules cannot be loaded."""
        self._keeper.wait()

    async def read(self, response: Response, ledger: Ledger, robots: str = "") -> Read:
        """Everything on a page; what the worker counted is added to `ledger`. Raises Unreadable, KeeperGone."""
        found = await self.ask(asked_of(response))
        ledger.add(found.ledger)
        empty = parcel_of(response, robots)
        steps = tuple(
            replace(empty, listings=step.listings) if isinstance(step, Found) else step for step in found.steps
        )
        return Read(steps, found.wall)

    async def ask(self, page: PageAsked) -> PageRead:
        """What a worker says of a page. Raises Unreadable, KeeperGone."""
        return await self._asked(page.packed(), unpack_page)

    async def judge(self, listings: Sequence[Listing], ledger: Ledger) -> tuple[Verdict | None, ...]:
        """A verdict on each, None where the judge failed, which `ledger` then counts. Raises Unreadable, KeeperGone."""
        told = await self._asked(listings_packed(listings), lambda answer: unpack_judgement(answer, len(listings)))
        ledger.add(told.ledger)
        self.rules.update({(rule.rule, rule.revision): rule for rule in told.rules})
        return told.verdicts

    async def _asked(self, message: bytes, unpack: Callable[[bytes], _T]) -> _T:
        if self._pool is None:
            self._pool = Pool(self._keeper, **self._limits)
        try:
            return unpack(await self._pool.ask(message))
        except Poisoned as error:
            raise Unreadable(str(error)) from None
        except (ValueError, KeyError, TypeError) as error:
            raise Unreadable(f"its reader talked nonsense ({type(error).__name__})") from None

    async def hang_up(self) -> None:
        """End the idle workers while the loop that asked them still runs."""
        if self._pool is not None:
            await self._pool.close()

    def close(self) -> None:
        """End the workers and the process that starts them."""
        self._keeper.close()
