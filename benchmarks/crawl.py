"""How fast sandi crawls beside bare Scrapy: the same pages, from the same server on loopback, one after the other.

Serves listing pages of about 31 KB (two JSON-LD blocks, 24 cards around the listing) and their index pages. Compared:

- `bare`: Scrapy with its default settings, three CSS selectors, a dict for each page, nothing kept;
- `tuned`: the same with what sandi's settings do for speed (no middlewares, extensions and counts that do nothing);
- `sandi`: extraction and judging with the full packs in worker processes, captures sealed, everything stored.

    python benchmarks/crawl.py --pages 2000
    python benchmarks/crawl.py --pages 50000 --only sandi --memory   # is memory flat?

Each way runs in a process of its own; start-up is not counted: the clock runs from the first page asked to the last.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path[0] = str(ROOT)  # not this folder, whose files are called like packages
PER_INDEX = 50
WORDS = [
    "lemari",
    "jati",
    "meja",
    "kursi",
    "bekas",
    "mulus",
    "ukuran",
    "warna",
    "coklat",
    "antik",
    "barang",
    "siap",
    "antar",
    "harga",
    "nego",
    "kondisi",
    "kayu",
    "gratis",
    "ongkir",
    "rumah",
    "dapur",
    "kamar",
    "tidur",
    "sofa",
    "kain",
    "busa",
    "garansi",
    "toko",
    "jalan",
    "pasar",
    "penjual",
    "foto",
]


def page(number: int) -> bytes:
    """A listing page of about 31 KB; the same for the same number."""
    chance = random.Random(number)
    title = " ".join(chance.choices(WORDS, k=6)).capitalize()
    text = " ".join(chance.choices(WORDS, k=90))
    product = {
        "@context": "https://schema.org",
        "@type": "Product",
        "name": f"{title} {number}",
        "description": text,
        "datePublished": f"2026-03-{number % 28 + 1:02}T08:00:00+07:00",
        "areaServed": "Surabaya",
        "offers": {
            "@type": "Offer",
            "price": chance.randrange(50, 9000) * 1000,
            "priceCurrency": "IDR",
            "seller": {"@type": "Person", "name": chance.choice(WORDS)},
            "availableAtOrFrom": {"@type": "Place", "address": {"addressLocality": "Surabaya"}},
        },
    }
    crumbs = {"@context": "https://schema.org", "@type": "BreadcrumbList", "itemListElement": []}
    blocks = "".join(f'<script type="application/ld+json">{json.dumps(one)}</script>' for one in (crumbs, product))
    cards = "".join(
        f'<div class="card" itemscope itemtype="https://schema.org/Thing"><a href="/p/{chance.randrange(10**6)}">'
        f"<span itemprop='name'>{' '.join(chance.choices(WORDS, k=8))}</span></a>"
        f"<p class='price'>Rp {chance.randrange(10, 999)}.000</p><p>{' '.join(chance.choices(WORDS, k=40))}</p></div>"
        for _ in range(24)
    )
    style = "<style>" + ".x{margin:0;padding:0;border:0}" * 400 + "</style>"
    return (
        f'<!doctype html><html lang="id"><head><meta charset="utf-8"><title>{title}</title>{blocks}{style}</head><body>'
        f'<h1 class="title">{title} {number}</h1><p class="price">Rp {number}.000</p><div class="text">{text}</div>'
        f"{cards}</body></html>"
    ).encode()


def index(start: int, pages: int) -> bytes:
    """An index page: PER_INDEX links, and the next page."""
    links = "".join(f'<a class="item" href="/p/{n}">x</a>' for n in range(start, min(start + PER_INDEX, pages)))
    following = start + PER_INDEX
    more = f'<a rel="next" href="/i/{following}">next</a>' if following < pages else ""
    return f"<html><body>{links}{more}</body></html>".encode()


def serve(pages: int, distinct: int) -> None:
    """The server, in a process of its own; prints its port. Pages repeat after `distinct` under other addresses."""
    import asyncio

    made = [page(number) for number in range(min(pages, distinct))]

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while True:
                head = await reader.readuntil(b"\r\n\r\n")
                path = head.split(b" ", 2)[1].decode()
                status, body = "200 OK", b""
                if path.startswith("/p/"):
                    body = made[int(path[3:]) % len(made)]
                elif path.startswith("/i/"):
                    body = index(int(path[3:]), pages)
                else:
                    status = "404 Not Found"
                writer.write(
                    f"HTTP/1.1 {status}\r\nContent-Type: text/html; charset=utf-8\r\n"
                    f"Content-Length: {len(body)}\r\n\r\n".encode()
                    + body
                )
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()

    async def main() -> None:
        server = await asyncio.start_server(answer, "127.0.0.1", 0)
        print(server.sockets[0].getsockname()[1], flush=True)
        await server.serve_forever()

    asyncio.run(main())


@contextmanager
def serving(pages: int, distinct: int) -> Iterator[str]:
    command = [sys.executable, __file__, "--serve", "--pages", str(pages), "--distinct", str(distinct)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    try:
        yield f"http://127.0.0.1:{process.stdout.readline().strip()}"
    finally:
        process.kill()
        process.wait()


def bare(url: str, tuned: bool) -> dict[str, Any]:
    """Bare Scrapy over the whole site; seconds from the first page to the last, and CPU seconds."""
    import scrapy
    from scrapy.crawler import AsyncCrawlerProcess

    told: dict[str, Any] = {"pages": 0}

    class Spider(scrapy.Spider):
        name = "bare"

        async def start(self) -> Any:
            told["begun"], told["cpu"] = time.perf_counter(), time.process_time()
            yield scrapy.Request(f"{url}/i/0", self.parse)

        def parse(self, response: Any) -> Any:
            yield from response.follow_all(css="a.item", callback=self.parse_item)
            yield from response.follow_all(css="a[rel=next]", callback=self.parse)

        def parse_item(self, response: Any) -> Any:
            told["pages"] += 1
            yield {
                "title": response.css("h1::text").get(),
                "price": response.css(".price::text").get(),
                "text": response.css(".text::text").get(),
            }

        def closed(self, reason: str) -> None:
            told["took"], told["cpu"] = time.perf_counter() - told["begun"], time.process_time() - told["cpu"]

    settings: dict[str, Any] = {"LOG_LEVEL": "ERROR", "TELNETCONSOLE_ENABLED": False, "REMOTE_CONTROL_ENABLED": False}
    if tuned:
        from crawler import settings as ours

        settings |= {"COOKIES_ENABLED": False, "REFERER_ENABLED": False, "STATS_DUMP": False}
        settings |= {name: getattr(ours, name) for name in ("CONCURRENT_ITEMS", "DOWNLOADER_STATS", "STATS_CLASS")}
        off = [path for path, order in (ours.SPIDER_MIDDLEWARES | ours.EXTENSIONS).items() if order is None]
        settings["SPIDER_MIDDLEWARES"] = {path: None for path in off if ".spidermiddlewares." in path}
        settings["EXTENSIONS"] = {path: None for path in off if ".extensions." in path}
    process = AsyncCrawlerProcess(settings)
    process.crawl(Spider)
    process.start()
    return {"pages": told["pages"], "seconds": told["took"], "cpu": told["cpu"]}


def sandi(url: str, pages: int, folder: Path, memory: bool) -> dict[str, Any]:
    """sandi's full way, as `sandi crawl` does it, but for the politeness: as many requests at once as bare Scrapy."""
    import psutil

    from crawler import running, sink
    from crawler.spiders.pages import PagesSpider
    from sandi.config import Config

    told: dict[str, float] = {"store": 0.0}
    source = _source(url, pages, folder)
    config = Config(data=folder / "data", keys=folder / "keys", seeds=folder)
    plain = running.settings_for

    def quick(config: Config, source: Any) -> Any:
        settings = plain(config, source)
        faster = {"DOWNLOAD_DELAY": 0, "CONCURRENT_REQUESTS": 16, "CONCURRENT_REQUESTS_PER_DOMAIN": 8}
        settings.setdict(faster, priority="cmdline")
        return settings

    flush, start = sink.StoreSink.flush, PagesSpider.start

    def timed_flush(self: Any, pages: Any) -> None:
        begun = time.perf_counter()
        flush(self, pages)
        told["store"] += time.perf_counter() - begun

    async def timed_start(self: Any) -> Any:
        told["begun"], told["cpu"], told["readers"] = time.perf_counter(), time.process_time(), _children_cpu()
        async for request in start(self):
            yield request

    samples: list[tuple[int, float]] = []

    def watch(ledger: Any) -> None:
        told["ended"] = time.perf_counter()
        if memory and (not samples or ledger.pages - samples[-1][0] >= pages // 10):
            samples.append((ledger.pages, _memory_mb()))
            print(f"{ledger.pages} pages: {samples[-1][1]} MB", file=sys.stderr, flush=True)

    running.settings_for = quick
    sink.StoreSink.flush = timed_flush  # type: ignore[method-assign]
    PagesSpider.start = timed_start  # type: ignore[method-assign]
    close = sink.StoreSink.close

    def timed_close(self: Any) -> None:
        told["ended"] = time.perf_counter()
        told["cpu"] = time.process_time() - told["cpu"]
        told["store_cpu"] = _cpu(psutil.Process(self._storing.pid))
        told["readers"] = _children_cpu() - told["readers"] - told["store_cpu"]
        close(self)

    sink.StoreSink.close = timed_close  # type: ignore[method-assign]
    outcome = running.crawl_source(config, source, watch=watch)
    ledger = outcome.ledger
    took = told["ended"] - told["begun"]
    cpu = told["cpu"] + told["readers"] + told["store_cpu"]
    figures = {"pages": ledger.listings, "seconds": took, "cpu": cpu, "fetching": told["cpu"]}
    figures |= {"readers": told["readers"], "storing": told["store_cpu"], "store_share": told["store"] / took}
    return figures | {"alerts": ledger.alerts, "told": ledger.message, "memory_mb": samples}


def _source(url: str, pages: int, folder: Path) -> Any:
    from crawler.sources import read_files

    text = (
        f"id: bench\ntitle: Bench\npurpose: A benchmark.\nadapter: pages\nstart: {url}/i/0\nloopback: true\n"
        f"kind: product\nitems: a.item\nfollow: 'a[rel=next]'\ndelay: 0s\nbudget: 100000\ndeadline: 4h\n"
    )
    path = folder / "bench.yaml"
    path.write_text(text)
    found, problems = read_files([path])
    assert not problems, problems
    return found[0]


def _memory_mb() -> float:
    """Of all processes; what some share is counted once (PSS), where the system tells it."""
    import psutil

    own = psutil.Process()
    held = [one.memory_full_info() for one in (own, *own.children(recursive=True))]
    return round(sum(float(getattr(one, "pss", one.rss)) for one in held) / 1e6, 1)


def _children_cpu() -> float:
    """Processor seconds of all processes below this one, those that have ended included."""
    import psutil

    return sum(map(_cpu, psutil.Process().children(recursive=True)))


def _cpu(process: Any) -> float:
    times = process.cpu_times()
    return float(times.user + times.system + times.children_user + times.children_system)


WAYS = ("bare", "tuned", "sandi")


def one(way: str, url: str, pages: int, memory: bool) -> None:
    """One way, in this process; its figures as JSON."""
    if way != "sandi":
        print(json.dumps(bare(url, way == "tuned")))
        return
    with tempfile.TemporaryDirectory() as folder:
        print(json.dumps(sandi(url, pages, Path(folder), memory)))


def measured(way: str, url: str, pages: int, memory: bool) -> dict[str, Any]:
    command = [sys.executable, __file__, "--way", way, "--url", url, "--pages", str(pages)]
    done = subprocess.run(
        command + (["--memory"] if memory else []),
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
    )
    if done.returncode:
        sys.exit(done.returncode)
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def main() -> None:
    """Prints the table, and with --json the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=2000)
    parser.add_argument("--distinct", type=int, default=2000, help="different pages; beyond that they repeat")
    parser.add_argument("--rounds", type=int, default=1, help="the best of so many rounds counts")
    parser.add_argument("--only", choices=WAYS)
    parser.add_argument("--memory", action="store_true", help="tell sandi's memory, all its processes, along the way")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--serve", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--way", choices=WAYS, help=argparse.SUPPRESS)
    parser.add_argument("--url", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.serve:
        return serve(given.pages, given.distinct)
    if given.way:
        return one(given.way, given.url, given.pages, given.memory)
    best: dict[str, dict[str, Any]] = {}
    with serving(given.pages, given.distinct) as url:
        for _ in range(given.rounds):
            for way in (given.only,) if given.only else WAYS:
                found = measured(way, url, given.pages, given.memory)
                if way not in best or found["seconds"] < best[way]["seconds"]:
                    best[way] = found
    for figures in best.values():
        figures["pages_per_s"] = round(figures["pages"] / figures["seconds"], 1)
    if given.json:
        print(json.dumps(best, indent=2))
        return None
    print(f"{'way':8} {'pages':>7} {'seconds':>8} {'pages/s':>8} {'CPU ms/page':>12} {'of tuned':>9} {'of bare':>8}")
    for way, figures in best.items():
        share = [
            f"{figures['pages_per_s'] / best[other]['pages_per_s']:.2f}" if other in best else "–"
            for other in ("tuned", "bare")
        ]
        cpu = 1000 * figures["cpu"] / figures["pages"]
        print(
            f"{way:8} {figures['pages']:7} {figures['seconds']:8.2f} {figures['pages_per_s']:8.1f} {cpu:12.2f} "
            f"{share[0]:>9} {share[1]:>8}"
        )
    if "sandi" in best:
        parts = {
            name: 1000 * best["sandi"][name] / best["sandi"]["pages"] for name in ("fetching", "readers", "storing")
        }
        print("CPU ms/page by process:", ", ".join(f"{name} {took:.2f}" for name, took in parts.items()))
        print(f"storing (sealing, rows, full text, links) went on for {best['sandi']['store_share']:.0%} of the time")
        if given.memory:
            print("memory (MB, all processes):", best["sandi"]["memory_mb"])
    return None


if __name__ == "__main__":
    main()
