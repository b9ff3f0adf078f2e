"""What holds for the whole town: nothing is left out, nothing leaks, its oddities, its second day, its counters."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import httpx2
import pytest
from parsel import Selector

from demo.notices import CLOCK, SITES, load_day
from demo.serving import serve
from demo.town import LISTINGS, town
from sandi.errors import InputError

WHY = "Kalimat rahasia tentang"  # as the files of the `listings` fixture begin their reasons
START = {"pasar": "/pasar/", "kerja": "/kerja/", "forum": "/forum/viewforum.php?f=7"}
NEXT = "a[rel=next]::attr(href), a.next::attr(href)"
CARD = "a.kartu-judul::attr(href), a.loker-judul::attr(href), a.topictitle::attr(href)"


def html_index(client: httpx2.Client, site: str) -> Iterator[str]:
    path: str | None = START[site]
    while path:
        index = Selector(client.get(path).text)
        yield from index.css(CARD).getall()
        following = index.css(NEXT).get()
        path = urljoin(path, following) if following else None


def addresses(client: httpx2.Client, site: str) -> list[str]:
    """The pages of a site that its index leads to, page by page, in its order."""
    if site == "toot":
        path, found = "/toot/api/v1/timelines/public?limit=15", []
        while path:
            answer = client.get(path)
            found += [status["url"] for status in answer.json()]
            path = answer.links.get("next", {}).get("url", "")
        return found
    if site == "iklan":
        first = client.get("/iklan/api/list.json").json()
        pages = [client.get(f"/iklan/api/list.json?page={n}").json() for n in range(1, first["pages"] + 1)]
        return [f"/iklan/api/item/{item['id']}.json" for page in pages for item in page["items"]]
    return list(html_index(client, site))


def get(client: httpx2.Client, address: str) -> str:
    """A page, asked for twice when it fails as the flaky one does."""
    answer = client.get(address, follow_redirects=True)
    answer = client.get(address, follow_redirects=True) if answer.status_code == 500 else answer
    assert answer.status_code == 200, address
    return answer.text


@pytest.mark.parametrize("site", SITES)
def test_the_index_leads_to_every_listing_once(real_town: tuple[int, httpx2.Client], site: str) -> None:
    day, client = real_town
    found = addresses(client, site)
    expected = load_day(LISTINGS, day)[site].notices
    assert len(found) == len(set(found)) == len(expected)
    if site != "toot":
        ids = [re.sub(r".*[/=]|\.json$", "", address) for address in found]
        assert ids == [notice.id for notice in expected]
        assert all(get(client, address) for address in found)


def test_nothing_that_the_files_say_about_listings_is_ever_served(real_town: tuple[int, httpx2.Client]) -> None:
    _, client = real_town
    secrets = {'"truth"', '"tactic"', '"obscured"', '"twin_of"', '"operation"', '"why"'}
    for site in SITES:
        lines = (LISTINGS / f"{site}.jsonl").read_text(encoding="utf-8").splitlines()
        secrets |= {json.loads(line)["why"] for line in lines} - {""}
    for served in everything(client):
        assert [secret for secret in secrets if secret in served] == []


def everything(client: httpx2.Client) -> Iterator[str]:
    for site in SITES:
        for address in addresses(client, site):
            yield get(client, address)
    for path in [*START.values(), "/", "/iklan/", "/iklan/d/iklan-001", "/toot/", "/kerja/rss.xml", "/pasar/admin/"]:
        yield get(client, path)
    yield get(client, "/toot/api/v1/timelines/public?limit=40")
    yield get(client, "/iklan/api/list.json")


def test_what_is_kept_back_would_be_found(day1: httpx2.Client, listings: Path) -> None:
    assert all(WHY in (listings / f"{site}.jsonl").read_text(encoding="utf-8") for site in SITES)
    for served in everything(day1):
        assert WHY not in served
        assert "operasi-rekaan" not in served


def test_no_listing_is_dated_after_its_day() -> None:
    for day, now in CLOCK.items():
        late = [n.id for shelf in load_day(LISTINGS, day).values() for n in shelf.notices if n.posted_at > now]
        assert late == [], f"day {day}"


def test_robots_txt_closes_a_path_that_pages_link(day1: httpx2.Client) -> None:
    robots = day1.get("/robots.txt").text
    assert "Disallow: /pasar/admin/\n" in robots
    assert "Crawl-delay" not in robots
    sitemap = str(day1.base_url).rstrip("/") + "/kerja/sitemap.xml"
    assert f"Sitemap: {sitemap}\n" in robots
    assert day1.get(sitemap).status_code == 200
    assert 'href="/pasar/admin/' in day1.get("/pasar/").text


def test_the_same_listings_are_odd_on_both_days() -> None:
    first, second = (town(LISTINGS, day=day).state.oddities for day in (1, 2))
    assert first == second
    assert len({first.moved, first.flaky, first.slow} - {""}) == 3


def test_one_page_fails_once(listings: Path) -> None:
    app = town(listings, slow_s=0)
    with serve(app) as base:
        address = f"{base}/pasar/p/{app.state.oddities.flaky}"
        assert [httpx2.get(address).status_code for _ in range(3)] == [500, 200, 200]


def test_one_card_leads_to_an_old_address(day1: httpx2.Client) -> None:
    old = [address for address in html_index(day1, "pasar") if address.startswith("/pasar/lama/")]
    assert len(old) == 1
    answer = day1.get(old[0])
    assert answer.status_code == 301
    assert answer.headers["location"] == old[0].replace("/lama/", "/p/")


def test_one_page_is_slow(listings: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    waited: list[float] = []

    async def sleep(seconds: float) -> None:
        waited.append(seconds)

    monkeypatch.setattr("demo.pasar.sleep", sleep)
    app = town(listings, slow_s=0.3)
    with serve(app) as base, httpx2.Client(base_url=base) as web:
        others = [link for link in islice(html_index(web, "pasar"), 3) if not link.endswith(app.state.oddities.slow)]
        for link in (*others, f"/pasar/p/{app.state.oddities.slow}"):
            web.get(link)
    assert waited == [0.3], "no other page waits"


def test_the_same_day_gives_the_same_bytes(listings: Path, day1: httpx2.Client) -> None:
    base = str(day1.base_url).rstrip("/")
    with serve(town(listings, slow_s=0)) as other_base, httpx2.Client(base_url=other_base) as other:
        again = [text.replace(other_base, base) for text in everything(other)]
        netloc, other_netloc = base.removeprefix("http://"), other_base.removeprefix("http://")
        assert [text.replace(other_netloc, netloc) for text in again] == list(everything(day1))


VANISHED = [
    ("/pasar/p/pasar-025", 404),
    ("/kerja/lowongan/kerja-020", 410),
    ("/forum/viewtopic.php?f=7&t=forum-030", 404),
    ("/iklan/d/iklan-016", 404),
    ("/iklan/api/item/iklan-016.json", 404),
]


@pytest.mark.parametrize(("path", "status"), VANISHED)
def test_on_the_second_day_listings_vanish(day1: httpx2.Client, day2: httpx2.Client, path: str, status: int) -> None:
    assert day1.get(path).status_code == 200
    assert day2.get(path).status_code == status


@pytest.mark.parametrize(
    "path",
    [
        "/pasar/p/pasar-026",
        "/kerja/lowongan/kerja-021",
        "/forum/viewtopic.php?f=7&t=forum-031",
        "/iklan/api/item/iklan-017.json",
    ],
)
def test_on_the_second_day_listings_come(day1: httpx2.Client, day2: httpx2.Client, path: str) -> None:
    assert day1.get(path).status_code == 404
    assert day2.get(path).status_code == 200


@pytest.mark.parametrize(
    ("path", "new"),
    [
        ("/pasar/p/pasar-027", "Isi pasar yang baru"),
        ("/kerja/lowongan/kerja-022", "Isi kerja yang baru"),
        ("/forum/viewtopic.php?f=7&t=forum-032", "Isi forum yang baru"),
        ("/iklan/api/item/iklan-018.json", '"Rp5"'),
    ],
)
def test_on_the_second_day_listings_change(day1: httpx2.Client, day2: httpx2.Client, path: str, new: str) -> None:
    assert new not in day1.get(path).text
    assert new in day2.get(path).text


def test_on_the_second_day_statuses_come_go_and_are_edited(day1: httpx2.Client, day2: httpx2.Client) -> None:
    before, after = statuses(day1), statuses(day2)
    assert len(before - after) == 2, "one vanished, one was edited"
    assert len(after - before) == 2, "one came, one was edited"


def statuses(client: httpx2.Client) -> set[tuple[str, str, str | None]]:
    newest = client.get("/toot/api/v1/timelines/public?limit=40")
    older = client.get(newest.links["next"]["url"])
    found = newest.json() + older.json()
    return {
        (status["id"], status["content"].replace(str(client.base_url), ""), status["edited_at"]) for status in found
    }


@pytest.mark.parametrize(
    "path",
    [
        "/entah",
        "/pasar/p/tidak-ada",
        "/pasar/?halaman=99",
        "/pasar/?halaman=0",
        "/pasar/?halaman=x",
        "/kerja/?page=99",
        "/forum/viewforum.php?f=8",
        "/forum/viewforum.php?f=7&start=7",
        "/forum/viewtopic.php",
        "/toot/@siapa/123",
        "/iklan/d/tidak-ada",
    ],
)
def test_an_address_that_leads_nowhere(day1: httpx2.Client, path: str) -> None:
    answer = day1.get(path)
    assert answer.status_code == 404
    assert "Halaman tidak ditemukan" in answer.text


def test_the_counters_tell_what_was_asked_for(listings: Path) -> None:
    with serve(town(listings, slow_s=0)) as base, httpx2.Client(base_url=base, headers={"User-Agent": "uji/1"}) as web:
        image = Selector(web.get("/pasar/").text).css(".kartu img::attr(src)").get("")
        assert web.get("/_hits").json()["images"] == 0
        assert web.get(image).content.startswith(b"\x89PNG")
        web.get("/pasar/admin/lapor?id=x")
        web.get("/pasar/?halaman=2")
        hits = web.get("/_hits").json()
    assert hits["images"] == 1
    assert hits["disallowed"] == 1
    assert hits["sites"] == {"/gambar": 1, "/pasar": 3}
    assert hits["pages"]["/pasar/?halaman=2"] == 1
    assert hits["agents"] == {"uji/1": 4}
    assert hits["most_at_once"] == 1


@pytest.mark.parametrize(
    ("second", "told"),
    [
        ("{", ""),
        ("[]", "expected one JSON object"),
        ({}, "id: pasar-001 is there twice"),
        ({"id": "pasar-2", "site": "kerja"}, "site is 'kerja'"),
        ({"id": "pasar-2", "posted_at": "2026-11-01"}, "posted_at: "),
        ({"id": "pasar-2", "day2": {"truth": "ordinary"}}, "day2 changes truth"),
        ({"id": "pasar-2", "days": []}, "days: "),
        ({"id": "../pasar"}, "id: "),
    ],
)
def test_a_broken_line_is_named(listings: Path, tmp_path: Path, second: str | dict[str, Any], told: str) -> None:
    good = (listings / "pasar.jsonl").read_text(encoding="utf-8").split("\n")[0]
    broken = second if isinstance(second, str) else json.dumps(json.loads(good) | second)
    (tmp_path / "pasar.jsonl").write_text(f"{good}\n{broken}\n", encoding="utf-8")
    with pytest.raises(InputError, match=re.escape(f"pasar.jsonl:2: error: {told}")):
        town(tmp_path)


def test_a_folder_without_listings_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no listings here"):
        town(tmp_path)


def test_two_towns_at_once_have_their_own_addresses(listings: Path) -> None:
    with serve(town(listings, day=1)) as one, serve(town(listings, day=2)) as two:
        assert one != two
        assert httpx2.get(f"{one}/pasar/p/pasar-026").status_code == 404
        assert httpx2.get(f"{two}/pasar/p/pasar-026").status_code == 200
