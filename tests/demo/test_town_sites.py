"""The shapes of the five sites, read as a crawler reads them."""

from __future__ import annotations

import json
import re
from typing import Any

import extruct
import feedparser
import httpx2
import pytest
from parsel import Selector


def page(client: httpx2.Client, path: str) -> Selector:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return Selector(answer.text)


def json_ld(client: httpx2.Client, path: str, kind: str) -> dict[str, Any]:
    blocks = [json.loads(text) for text in page(client, path).css('script[type="application/ld+json"]::text').getall()]
    flat = [item for block in blocks for item in block.get("@graph", [block])]
    found = [item for item in flat if item["@type"] == kind]
    assert len(found) == 1
    return found[0]


def test_a_marketplace_page_says_what_is_sold_in_json_ld(day1: httpx2.Client) -> None:
    product = json_ld(day1, "/pasar/p/pasar-004", "Product")
    assert product["name"] == "Judul pasar-004"
    assert product["description"] == "Isi pasar-004 baris satu\nbaris dua"
    assert product["category"] == "Hewan"
    assert product["offers"]["price"] == "100004"
    assert product["offers"]["priceCurrency"] == "IDR"
    assert product["offers"]["seller"]["name"] == "penjual4"
    assert product["offers"]["availableAtOrFrom"]["address"]["addressLocality"] == "Kota Rekaan"
    assert product["offers"]["validFrom"] == "2026-11-05T10:04:00+07:00"
    assert product["image"][0].startswith(str(day1.base_url).rstrip("/") + "/gambar/")


def test_json_ld_comes_plain_and_as_a_graph(day1: httpx2.Client) -> None:
    pages = [day1.get(f"/pasar/p/pasar-{number:03}").text for number in range(4, 20)]
    assert any('"@graph"' in text for text in pages)
    assert any('"@graph"' not in text for text in pages)


def test_an_unknown_price_is_left_out(day1: httpx2.Client) -> None:
    offer = json_ld(day1, "/pasar/p/pasar-103", "Product")["offers"]
    assert not {"price", "priceCurrency"} & offer.keys()


def test_hostile_text_stays_text(day1: httpx2.Client) -> None:
    product = json_ld(day1, "/pasar/p/pasar-102", "Product")
    assert product["name"] == "</script><script>alert(1)</script>"
    assert product["description"] == "<img src=x onerror=alert(1)>"
    for path in ("/pasar/p/pasar-102", "/pasar/", "/pasar/?halaman=2"):
        assert "<script>alert" not in day1.get(path).text
        assert "<img src=x" not in day1.get(path).text


def test_one_shop_has_microdata_only(day1: httpx2.Client) -> None:
    html = day1.get("/pasar/p/pasar-101").text
    assert "ld+json" not in html
    products = extruct.extract(html, syntaxes=["microdata"])["microdata"]
    assert len(products) == 1
    properties = products[0]["properties"]
    assert properties["name"] == "Judul pasar-101"
    assert re.sub(r"\s+", " ", properties["description"]) == "Ukir <b>asli</b> & awet baris dua"
    assert properties["offers"]["properties"]["price"] == "7900000"
    assert properties["offers"]["properties"]["seller"]["properties"]["name"] == "penjual101"


def test_a_marketplace_page_is_cluttered(day1: httpx2.Client) -> None:
    detail = page(day1, "/pasar/p/pasar-004")
    assert len(detail.css(".terkait a")) == 4
    assert detail.css(".kuki, .jejak, .kategori, footer, script:not([type])").getall()
    assert "0811-0000-1500" in detail.css("footer").get("")
    assert detail.css('a[href^="/pasar/admin/"]')


def test_a_job_page_has_a_job_posting(day1: httpx2.Client) -> None:
    posting = json_ld(day1, "/kerja/lowongan/kerja-101", "JobPosting")
    assert posting["title"] == "Koki & <barista>"
    assert posting["description"] == "<p>Gaji &lt; 5 juta<br>\nPenempatan Bandung</p>"
    assert posting["hiringOrganization"]["name"] == "penjual101"
    assert posting["baseSalary"]["value"] == {"@type": "QuantitativeValue", "value": "4500000", "unitText": "MONTH"}
    assert posting["baseSalary"]["currency"] == "IDR"
    assert "baseSalary" not in json_ld(day1, "/kerja/lowongan/kerja-001", "JobPosting")


def test_the_sitemap_dates_every_job(day1: httpx2.Client, day2: httpx2.Client) -> None:
    before, after = sitemap(day1), sitemap(day2)
    assert before["/kerja/lowongan/kerja-001"] == "2026-11-02T10:01:00+07:00"
    assert after["/kerja/lowongan/kerja-001"] == before["/kerja/lowongan/kerja-001"]
    assert after["/kerja/lowongan/kerja-022"] > before["/kerja/lowongan/kerja-022"], "it changed on the second day"


def sitemap(client: httpx2.Client) -> dict[str, str]:
    selector = Selector(client.get("/kerja/sitemap.xml").text, type="xml")
    selector.remove_namespaces()
    base = str(client.base_url).rstrip("/")
    return {
        url.xpath("loc/text()").get("").removeprefix(base): url.xpath("lastmod/text()").get("")
        for url in selector.xpath("//url")
    }


def test_the_feed_holds_the_newest_jobs(day1: httpx2.Client) -> None:
    answer = day1.get("/kerja/rss.xml")
    assert answer.headers["content-type"].startswith("application/rss+xml")
    feed = feedparser.parse(answer.content)
    assert not feed.bozo
    assert len(feed.entries) == 20
    dates = [entry.published_parsed for entry in feed.entries]
    assert dates == sorted(dates, reverse=True)
    entry = next(entry for entry in feed.entries if entry.link.endswith("kerja-101"))
    assert entry.title == "Koki & <barista>"
    assert entry.author == "penjual101"
    assert entry.content[0].value == "<p>Gaji &lt; 5 juta<br />\nPenempatan Bandung</p>"
    assert day1.get(entry.link).status_code == 200


def test_a_thread_is_plain_old_html(day1: httpx2.Client) -> None:
    thread = page(day1, "/forum/viewtopic.php?f=7&t=forum-103")
    assert not thread.css("script, [itemscope], meta[property], time")
    posts = thread.css(".post")
    assert 2 <= len(posts) <= 3
    first = posts[0]
    assert first.css(".author::text").get() == "penjual103"
    assert "".join(first.css(".content ::text").getall()) == "Satu <i>dua</i>\ntiga"
    assert thread.css(".topic-title a::text").get() == "Judul forum-103"


@pytest.mark.parametrize(
    ("thread", "date"),
    [
        ("forum-101", "Hari ini, 08:05"),
        ("forum-102", "Kemarin, 14:02"),
        ("forum-103", "3 Nov 2026, 09:00"),
    ],
)
def test_a_thread_is_dated_as_people_say_it(day1: httpx2.Client, thread: str, date: str) -> None:
    answer = day1.get(f"/forum/viewtopic.php?f=7&t={thread}")
    assert Selector(answer.text).css(".postdate::text").get() == f"Ditulis: {date}"
    assert answer.headers["date"] == "Tue, 17 Nov 2026 16:50:00 GMT", "what 'Hari ini' is read against"


def test_a_status_has_the_shape_of_mastodon(day1: httpx2.Client) -> None:
    base = str(day1.base_url).rstrip("/")
    status = day1.get("/toot/api/v1/timelines/public?limit=1").json()[0]
    assert status["created_at"] == "2026-11-17T02:00:00.000Z"
    assert status["account"]["acct"] == "warung_kopi"
    assert status["tags"] == [{"name": "loker", "url": f"{base}/toot/tags/loker"}]
    assert status["media_attachments"] == []
    assert status["url"] == f"{base}/toot/@warung_kopi/{status['id']}"
    assert 'class="mention hashtag"' in status["content"]
    assert 'class="invisible"' in status["content"]
    paragraphs = Selector(status["content"].replace("<br />", "\n")).css("p")
    assert ["".join(p.css("::text").getall()) for p in paragraphs] == [
        "Dicari barista #Loker & #loker\nlihat https://www.kopi.example/lowongan/barista/bandung/utara",
        "<b>Salam</b>",
    ]
    shown = page(day1, status["url"].removeprefix(base)).css(".status__content").get("")
    assert "Dicari barista" in shown
    assert "&lt;b&gt;Salam" in shown


def test_the_timeline_is_paged_by_link_headers(day1: httpx2.Client) -> None:
    answer = day1.get("/toot/api/v1/timelines/public?limit=15&local=true")
    sizes = [len(answer.json())]
    while "next" in answer.links:
        assert "limit=15" in answer.links["next"]["url"]
        assert "local=true" in answer.links["next"]["url"]
        answer = day1.get(answer.links["next"]["url"])
        sizes.append(len(answer.json()))
    assert sizes == [15, 15, 15, 0]


@pytest.mark.parametrize(("limit", "given"), [("", 20), ("?limit=5", 5), ("?limit=999", 40)])
def test_a_page_of_the_timeline_is_at_most_forty(day1: httpx2.Client, limit: str, given: int) -> None:
    assert len(day1.get(f"/toot/api/v1/timelines/public{limit}").json()) == given


def test_the_instance_introduces_itself(day1: httpx2.Client) -> None:
    assert day1.get("/toot/api/v2/instance").json()["domain"] == day1.base_url.netloc.decode()


@pytest.mark.parametrize("path", ["/iklan/", "/iklan/?page=2", "/iklan/d/iklan-001"])
def test_classifieds_are_empty_without_javascript(day1: httpx2.Client, path: str) -> None:
    html = day1.get(path).text
    assert "JavaScript" in html
    assert not re.search(r"judul|isi iklan|rp\d|penjual\d|kota rekaan", html, re.IGNORECASE)
    assert Selector(html).css("#app ::text").getall() == []


def test_the_script_of_the_classifieds_asks_for_json(day1: httpx2.Client) -> None:
    listed = day1.get("/iklan/api/list.json?page=2").json()
    assert (listed["page"], listed["pages"]) == (2, 3)
    assert {"id", "judul", "harga", "lokasi", "tayang"} <= listed["items"][0].keys()
    item = day1.get(f"/iklan/api/item/{listed['items'][0]['id']}.json").json()
    assert item["isi"].startswith("Isi iklan-")
