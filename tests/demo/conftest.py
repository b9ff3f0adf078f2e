"""A few listings of one's own, and the town served over real HTTP on both days."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx2
import pytest

from demo.notices import SITES
from demo.serving import serve
from demo.town import LISTINGS, town

WHY = "Kalimat rahasia tentang"
COUNTS = {"pasar": 27, "kerja": 22, "forum": 32, "toot": 45, "iklan": 18}


def row(site: str, number: int, **fields: Any) -> dict[str, Any]:
    """One made-up line of a listings' file."""
    kinds = {"pasar": "product", "kerja": "job", "forum": "post", "toot": "post", "iklan": "product"}
    name = f"{site}-{number:03}"
    return {
        "id": name,
        "site": site,
        "kind": kinds[site],
        "title": "" if site == "toot" else f"Judul {name}",
        "text": f"Isi {name} baris satu\nbaris dua",
        "price": 100000 + number if site in ("pasar", "iklan") else None,
        "currency": "IDR",
        "category": "Buku" if number % 2 else "Hewan",
        "seller": f"penjual{number}",
        "location": "Kota Rekaan",
        "posted_at": f"2026-11-{1 + number % 15:02}T10:{number % 60:02}:00+07:00",
        "language": "id",
        "truth": "coded",
        "tactic": "fake-job",
        "obscured": True,
        "twin_of": "people-as-goods",
        "operation": "operasi-rekaan",
        "why": f"{WHY} {name}",
        "days": [1, 2],
    } | fields


def rows(site: str) -> list[dict[str, Any]]:
    """A site's lines: most stay; of the last three one vanishes, one comes and one changes on the second day."""
    last = COUNTS[site]
    changes = {"price": 5} if site == "iklan" else {"text": f"Isi {site} yang baru"}
    return [
        *(row(site, number) for number in range(1, last - 2)),
        row(site, last - 2, days=[1]),
        row(site, last - 1, days=[2], posted_at="2026-11-18T08:00:00+07:00"),
        row(site, last, day2=changes),
    ]


def write(folder: Path, site: str, lines: list[dict[str, Any]]) -> None:
    """Write a listings' file."""
    text = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
    (folder / f"{site}.jsonl").write_text(text, encoding="utf-8")


@pytest.fixture(scope="session")
def listings(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the lines of `rows`, and some that are awkward."""
    folder = tmp_path_factory.mktemp("listings")
    awkward = {
        "pasar": [
            row("pasar", 101, shop="kerajinan-microdata", text="Ukir <b>asli</b> & awet\nbaris dua", price=7900000),
            row("pasar", 102, title="</script><script>alert(1)</script>", text="<img src=x onerror=alert(1)>"),
            row("pasar", 103, price=None, currency=None),
        ],
        "kerja": [row("kerja", 101, price=4500000, title="Koki & <barista>", text="Gaji < 5 juta\nPenempatan Bandung")],
        "forum": [
            row("forum", 101, posted_at="2026-11-17T08:05:00+07:00"),
            row("forum", 102, posted_at="2026-11-16T14:02:00+07:00"),
            row("forum", 103, posted_at="2026-11-03T09:00:00+07:00", text="Satu <i>dua</i>\ntiga"),
        ],
        "toot": [
            row(
                "toot",
                101,
                seller="@warung.kopi",
                posted_at="2026-11-17T09:00:00+07:00",
                text="Dicari barista #Loker & #loker\nlihat https://www.kopi.example/lowongan/barista/bandung/utara\n\n<b>Salam</b>",
            )
        ],
        "iklan": [row("iklan", 101, title="<b>Tebal</b>", posted_at="2026-11-17T09:00:00+07:00")],
    }
    for site in SITES:
        write(folder, site, rows(site) + awkward[site])
    return folder


def _client(listings: Path, day: int) -> Iterator[httpx2.Client]:
    with serve(town(listings, day=day, slow_s=0)) as base, httpx2.Client(base_url=base) as client:
        yield client


@pytest.fixture(scope="session")
def day1(listings: Path) -> Iterator[httpx2.Client]:
    """The town of `listings` on its first day."""
    yield from _client(listings, 1)


@pytest.fixture(scope="session")
def day2(listings: Path) -> Iterator[httpx2.Client]:
    """The town of `listings` on its second day."""
    yield from _client(listings, 2)


@pytest.fixture(scope="session", params=[1, 2])
def real_town(request: pytest.FixtureRequest) -> Iterator[tuple[int, httpx2.Client]]:
    """The town as it comes with sandi, on each of its days."""
    with serve(town(LISTINGS, day=request.param, slow_s=0)) as base, httpx2.Client(base_url=base) as client:
        yield request.param, client
