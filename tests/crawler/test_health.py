"""How sources fare: what counts as degraded or broken, gauntlet 43, and a replay from captures."""

from __future__ import annotations

from typing import Any

import pytest

from crawler.health import FIELDS, judge
from crawler.ledger import Ledger
from tests.crawler.conftest import Sandi, Site, detail, index, rows, source_text


def figures(**changes: Any) -> dict[str, Any]:
    fill = dict.fromkeys(FIELDS, 1.0) | changes.pop("fill", {})
    usual = {"pages": 22, "listings": 20, "listing_pages": 20, "barren": 0, "identical": 0, "new": 2, "errors": 0}
    return usual | {"fill": fill} | changes


def ledger(**changes: Any) -> Ledger:
    made = Ledger(pages=22, reason="finished")
    for name, value in changes.items():
        setattr(made, name, value)
    return made


BEFORE = [figures() for _ in range(14)]


@pytest.mark.parametrize(
    ("after", "run", "before", "state", "word"),
    [
        (figures(), {}, BEFORE, "healthy", ""),
        (figures(), {}, [], "healthy", ""),
        (figures(fill={"price": 0.4}), {}, BEFORE, "degraded", "price"),
        (figures(fill={"price": 0.6}), {}, BEFORE, "healthy", ""),
        (figures(listings=0, listing_pages=0, fill={}), {}, BEFORE, "broken", "where 20 came before"),
        (figures(listings=0, listing_pages=0, fill={}), {}, [], "broken", "gave no listing"),
        (figures(pages=0, listings=0, listing_pages=0), {"pages": 0}, BEFORE, "broken", "no page"),
        (figures(listings=8, listing_pages=8, barren=12), {}, BEFORE, "degraded", "12 pages gave no listing"),
        (figures(listings=2, listing_pages=2, barren=2), {}, BEFORE, "healthy", ""),
        (figures(identical=15), {}, BEFORE, "degraded", "were the same"),
        (figures(), {"parked": "the site asks to log in"}, BEFORE, "parked", "log in"),
        (figures(), {"reason": "deadline"}, BEFORE, "degraded", "deadline"),
        (figures(), {"failure": "the disk is full"}, BEFORE, "broken", "disk"),
        (figures(errors=9), {}, BEFORE, "degraded", "9 of 22 pages failed"),
        (figures(new=0), {}, [figures(new=0)] * 6 + [figures()] * 8, "degraded", "nothing new in 7 runs"),
        (figures(new=0), {}, [figures(new=0)] * 14, "healthy", ""),
        (
            figures(listings=20, listing_pages=10),
            {},
            [figures(listings=200, listing_pages=10)] * 5,
            "degraded",
            "2.0 listings on a page",
        ),
    ],
)
def test_judged_by_its_own_history(
    after: dict[str, Any], run: dict[str, Any], before: list[dict[str, Any]], state: str, word: str
) -> None:
    found = judge(ledger(**run), after, before)
    assert found is not None
    assert found.state == state
    assert word in found.reason
    assert bool(found.mend) is (state != "healthy")


def test_a_run_that_we_stopped_says_nothing() -> None:
    assert judge(ledger(reason="stopped"), figures(), BEFORE) is None


COUNT = 6
OLD = "<html><h1 class=t>Barang {n}</h1><p class=h>Rp 10.000</p></html>"
NEW = "<html><h2 class=judul>Barang {n}</h2><p class=harga>Rp 10.000</p></html>"
FIELDS_OLD = "fields: {title: .t, price: .h}\n"
FIELDS_NEW = "fields: {title: .judul, price: .harga}\n"


@pytest.mark.parametrize(("barren", "then"), [(22, "then replay this run"), (0, "then: sandi crawl SOURCE")])
def test_a_replay_is_told_of_only_where_it_has_pages_to_read(barren: int, then: str) -> None:
    """Of an index that names no listings any more nothing is kept: there was nothing further to ask for."""
    found = judge(ledger(), figures(listings=0, listing_pages=0, barren=barren, fill={}), BEFORE)
    assert found is not None
    assert found.mend.endswith(f"sandi sources preview SOURCE, {then}")


@pytest.mark.gauntlet(43)
def test_a_changed_layout_alarms_at_once_and_a_replay_mends_it(site: Site, sandi: Sandi) -> None:
    site.put("/", index([f"/p/{n}" for n in range(COUNT)]))
    for n in range(COUNT):
        site.put(f"/p/{n}", OLD.format(n=n))
    sandi.source("toko", source_text(site, more=FIELDS_OLD))
    assert sandi.json("crawl", "toko")["new"] == COUNT
    assert rows(sandi, "SELECT health FROM sources") == [("healthy",)]

    for n in range(COUNT):
        site.put(f"/p/{n}", NEW.format(n=n + 100))
    broken = sandi.json("crawl", "toko")
    assert (broken["listings"], broken["gone"]) == (0, 0)
    health, reason, mend = rows(sandi, "SELECT health, health_reason, health_mend FROM sources")[0]
    assert (health, "gave no listing" in reason) == ("broken", True)
    assert "sandi sources preview toko, then replay this run" in mend

    asked = sum(site.hits.values())
    sandi.source("toko", source_text(site, more=FIELDS_NEW))
    again = sandi.json("crawl", "toko", "--replay", broken["run"])
    assert (again["changed"], again["new"], again["errors"], again["gone"]) == (COUNT, 0, 0, 0)
    assert sum(site.hits.values()) == asked, "a replay asks nothing"
    assert again["message"] == "not seen is not called gone: a replay asks the site for nothing"
    assert rows(sandi, "SELECT count(*) FROM listings WHERE title LIKE 'Barang 10%'") == [(COUNT,)]
    assert rows(sandi, "SELECT trigger, state FROM runs WHERE id = ?", again["run"]) == [("replay", "done")]

    unknown = sandi.run("crawl", "toko", "--replay", "nichts")
    assert (unknown.returncode, broken["run"] in unknown.stderr) == (2, True)


def test_the_same_answer_is_kept_once(site: Site, sandi: Sandi) -> None:
    """A page that says nothing, crawled three times: one capture, noted for each run; with robots.txt, two files."""
    site.put("/robots.txt", "User-agent: *\nDisallow: /x\n", Content_Type="text/plain")
    site.put("/", index(["/a", "/b"]))
    site.put("/a", detail("A"))
    site.put("/b", "<html><p>kosong</p></html>")
    sandi.source("toko", source_text(site))
    for _ in range(3):
        sandi.json("crawl", "toko")
    assert rows(sandi, "SELECT count(*) FROM captures") == [(3,)]
    assert rows(sandi, "SELECT reader, count(*) FROM run_captures GROUP BY reader ORDER BY reader") == [
        ("parse_detail", 4),
        ("robots", 3),
    ]


def test_captures_that_nothing_refers_to_expire(site: Site, sandi: Sandi) -> None:
    site.put("/", index(["/a", "/b"]))
    site.put("/a", detail("A"))
    site.put("/b", "<html><p>kosong</p></html>")
    sandi.source("toko", source_text(site))
    sandi.json("crawl", "toko")
    site.put("/b", "<html><p>tetap kosong</p></html>")
    sandi.source("toko", source_text(site, more="retention: 0s\n"))
    sandi.json("crawl", "toko")
    assert rows(sandi, "SELECT count(*) FROM captures WHERE wrapped_key IS NOT NULL") == [(1,)], "the listing's own"
    assert len(list(sandi.data.glob("captures/*/*.sealed"))) == 1
