"""A site of many pages as a program of its own, so that who measures beside it does not share an interpreter with it.

python -m tests.big_site PAGES CRAWLS prints its address, then the number of each crawl that asks for its first page.
"""

from __future__ import annotations

import os
import sys
import threading

from tests.crawler.conftest import Site, detail, index, serving


def main() -> None:
    pages, crawls = int(sys.argv[1]), int(sys.argv[2])
    os.nice(5)  # it stands for other machines, which take nothing of this one
    with serving(Site()) as site:
        for number in range(pages):
            site.put(f"/{number}", detail(f"Barang {number}", f"Dijual cepat {number}."))
        for crawl in range(crawls):
            site.put(f"/mulai/{crawl}", index([f"/{number}" for number in range(crawl, pages, crawls)]))
        told = threading.Lock()

        def tell(path: str) -> None:
            if path.startswith("/mulai/"):
                with told:
                    print(path.removeprefix("/mulai/"), flush=True)

        site.on_hit = tell
        print(site.url, flush=True)
        sys.stdin.read()


if __name__ == "__main__":
    main()
