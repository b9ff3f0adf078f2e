"""The memory of a crawl as it is now.

Scrapy asks for the highest it ever was, and Linux lets a process inherit that figure from the one that started it: a
crawl begun by a large program would be stopped for memory it never had.
"""

from __future__ import annotations

import psutil
from scrapy.extensions.memusage import MemoryUsage


class CrawlMemory(MemoryUsage):
    """Stops a crawl whose process holds more than MEMUSAGE_LIMIT_MB."""

    def get_virtual_size(self) -> int:
        """Resident memory of this process in bytes."""
        return resident()


def resident() -> int:
    """Bytes of memory that this process holds now."""
    return int(psutil.Process().memory_info().rss)
