"""`sandi` with the judge of with_judge.py and a clock that runs FAST times as fast: a second of the crawl is 1/FAST.

Delays, time-outs and `Retry-After` keep their real figures; only the waiting is shortened.
"""

from __future__ import annotations

import asyncio
import os
import time

FAST = float(os.environ.get("FAST", "20"))

_real = time.monotonic


def fast() -> float:
    return _real() * FAST


class Loop(asyncio.SelectorEventLoop):
    """A loop whose seconds are short."""

    def __init__(self) -> None:
        super().__init__()
        select = self._selector.select  # type: ignore[attr-defined]
        self._selector.select = lambda timeout=None: select(  # type: ignore[attr-defined]
            None if timeout is None else timeout / FAST
        )

    def time(self) -> float:
        return fast()


if __name__ == "__main__":
    import scrapy.core.downloader as downloader
    from twisted.internet.asyncioreactor import AsyncioSelectorReactor

    from crawler import pool, running, settings
    from crawler.middlewares import pace
    from sandi.cli import main
    from tests.crawler.events import tell_events
    from tests.crawler.with_judge import RULE, judge_all

    tell_events(fast)
    downloader.monotonic = fast
    AsyncioSelectorReactor.seconds = staticmethod(fast)
    pace.monotonic = fast
    pool.DEADLINE_S = 10 * FAST
    pool.Pool.__init__.__kwdefaults__["deadline_s"] = 10 * FAST
    settings.ASYNCIO_EVENT_LOOP = "tests.crawler.fast_clock.Loop"  # type: ignore[attr-defined]
    settings.DOWNLOAD_TIMEOUT = float(os.environ.get("TIMEOUT", "600"))  # type: ignore[assignment]
    running.load_judge = lambda config, source: (judge_all, {(RULE.rule, RULE.revision): RULE})
    main()
