"""From a page to its Listing: structured data first, then selectors; published words kept."""

from __future__ import annotations

import dataclasses
import json
from datetime import UTC, datetime
from typing import Any

import pytest

from crawler.extraction.addresses import canonical
from crawler.extraction.dates import timestamp
from crawler.extraction.found import Seen
from crawler.extraction.money import currency_of, price_of
from crawler.extraction.page import Page
from crawler.extraction.structured import microdata
from crawler.extraction.text import markup_text, tidy
from crawler.sources import FieldRule
from sandi.listing import Listing
from tests.crawler.sample import SOURCE

NOW = datetime(2026, 11, 17, 14, 0, tzinfo=UTC)
URL = "http://127.0.0.1:8765/p/1"


def page(html: str, url: str = URL, **source: Any) -> Page:
    return Page(url, html, dataclasses.replace(SOURCE, **source), Seen(NOW, NOW))


def ld(*blocks: Any) -> str:
    return "".join(f'<script type="application/ld+json">{json.dumps(block)}</script>' for block in blocks)


def only(html: str, **source: Any) -> Listing:
    listings = page(html, **source).detail()
    assert len(listings) == 1
    return listings[0]


PRODUCT = {
    "@type": "Product",
    "name": "Lemari jati",
    "description": "Baris satu\nbaris dua & <b>tebal</b>",
    "category": "Mebel",
    "image": ["/a.jpg", {"@type": "ImageObject", "url": "/b.jpg"}],
    "offers": {
        "@type": "Offer",
        "price": "1250000",
        "priceCurrency": "IDR",
        "seller": {"@type": "Organization", "name": "Toko Jati"},
        "availableAtOrFrom": {"address": {"addressLocality": "Jepara", "addressCountry": "ID"}},
    },
}


def test_json_ld_product() -> None:
    listing = only(ld({"@type": "WebSite", "name": "x"}, PRODUCT))
    assert (listing.kind, listing.title, listing.price, listing.currency) == (
        "product",
        "Lemari jati",
        1250000.0,
        "IDR",
    )
    assert listing.text == "Baris satu baris dua & tebal"
    assert (listing.seller, listing.location, listing.category) == ("Toko Jati", "Jepara, ID", "Mebel")
    assert listing.extra["location_read_as"] == "Jepara, Jawa Tengah"
    assert listing.images == ("http://127.0.0.1:8765/a.jpg", "http://127.0.0.1:8765/b.jpg")
    assert (listing.url, listing.source, listing.seen_at) == (URL, "toko", "2026-11-17T14:00:00+00:00")


@pytest.mark.parametrize(
    "block",
    [
        {"@graph": [{"@type": "BreadcrumbList", "itemListElement": []}, PRODUCT]},
        [PRODUCT],
        {"@type": "WebPage", "mainEntity": PRODUCT},
        PRODUCT | {"@type": ["Thing", "http://schema.org/Product"]},
    ],
)
def test_json_ld_is_found_where_sites_put_it(block: Any) -> None:
    assert only(ld(block)).title == "Lemari jati"


def test_json_ld_job() -> None:
    job = {
        "@type": "JobPosting",
        "title": "Operator",
        "description": "<p>Gaji besar<br>mess</p><ul><li>tanpa ijazah</li></ul>",
        "datePosted": "2026-11-16",
        "hiringOrganization": {"name": "PT Contoh"},
        "jobLocation": [{"address": {"addressLocality": "Batam", "addressRegion": "Kepri"}}, {"address": "Medan"}],
        "baseSalary": {"currency": "IDR", "value": {"minValue": 5000000, "maxValue": 7000000, "unitText": "MONTH"}},
    }
    listing = only(ld(job))
    assert (listing.kind, listing.text) == ("job", "Gaji besar\nmess\n\ntanpa ijazah")
    assert (listing.price, listing.currency, listing.location) == (5000000.0, "IDR", "Batam, Kepri; Medan")
    assert listing.posted_at == "2026-11-16T00:00:00+07:00"
    assert listing.extra == {"salary_min": "5000000", "salary_max": "7000000", "salary_unit": "MONTH"}


@pytest.mark.parametrize(
    ("kind", "expected"),
    [("DiscussionForumPosting", "post"), ("SocialMediaPosting", "post"), ("Service", "service"), ("Person", "profile")],
)
def test_kind_is_the_structured_type(kind: str, expected: str) -> None:
    assert only(ld({"@type": kind, "name": "x", "text": "y"}), kind="product").kind == expected


@pytest.mark.parametrize(
    "raw",
    [
        '<script type="application/ld+json">{"@type":"Product","name":"a\nb"}</script>',
        '<SCRIPT id=x type=application/ld+json >//<![CDATA[\n{"@type":"Product","name":"a b"}//]]></SCRIPT>',
        '<script type="application/ld+json">{"@type":"Product","name":"a b"}</script>'.replace('":"', "&quot;:&quot;")
        .replace('{"', "{&quot;")
        .replace('"}', "&quot;}")
        .replace('","', "&quot;,&quot;"),
        '<script type="application/ld+json">{"@type":"Product","name":"a b"};</script>',
    ],
)
def test_json_ld_as_real_pages_mangle_it(raw: str) -> None:
    assert only(raw).title == "a b"


def test_broken_json_ld_leaves_the_page_to_the_selectors() -> None:
    html = '<script type="application/ld+json">{"@type": "Product", "name": </script><h1>Judul</h1>'
    assert page(html).detail() == []
    assert only(html, fields={"title": FieldRule("h1")}).title == "Judul"


MICRODATA = """
<div itemscope itemtype="https://schema.org/Product"><h1 itemprop="name">Rak</h1>
<p itemprop="description">satu<br>dua</p>
<div itemprop="offers" itemscope itemtype="https://schema.org/Offer"><meta itemprop="priceCurrency" content="IDR">
<span itemprop="price" content="90000">Rp 90.000</span></div></div>"""


@pytest.mark.parametrize("tag", ['<html lang="id">', "<!doctype html>\n<HTML class=x LANG=id>"])
def test_a_page_whose_structured_data_says_all_is_not_parsed(tag: str) -> None:
    read = page(f"{tag}{ld(PRODUCT | {'datePublished': '2026-03-02'})}<div itemscope>")
    (listing,) = read.detail()
    assert (listing.language, listing.seller) == ("id", "Toko Jati")
    assert not {"tree", "microdata"} & set(vars(read))


def test_microdata() -> None:
    listing = only(MICRODATA)
    assert (listing.kind, listing.title, listing.price, listing.currency) == ("product", "Rak", 90000.0, "IDR")
    assert listing.text == "satu\ndua"


@pytest.mark.parametrize(
    ("types", "read"),
    [
        ("https://schema.org/WebPage http://schema.org/Product", True),
        ("schema:JobPosting", True),
        ("https:&#47;&#47;schema.org&#47;Product", True),
        ("https://schema.org/BreadcrumbList", False),
        ("https://schema.org/Thing", False),
    ],
)
@pytest.mark.parametrize("shape", ['itemscope itemtype="{}"', "itemscope  itemtype = '{}'", 'ITEMSCOPE ITEMTYPE="{}"'])
def test_microdata_is_read_only_where_a_listing_may_be(types: str, read: bool, shape: str) -> None:
    html = f"<div {shape.format(types)}><b itemprop=name>Rak</b></div>"
    assert bool(microdata(html, "http://a/")) == (read or "ITEM" in shape)


def test_selectors_fill_what_structured_data_leaves_out() -> None:
    html = ld({"@type": "Product", "name": "Dari JSON"}) + "<h1>Dari halaman</h1><i class=t>Kudus</i>"
    listing = only(html, fields={"title": FieldRule("h1"), "location": FieldRule(".t")})
    assert (listing.title, listing.location) == ("Dari JSON", "Kudus")


def test_the_page_s_own_thing_is_taken_among_several() -> None:
    other = {"@type": "Product", "name": "Lain", "url": "/p/2"}
    own = {"@type": "Product", "name": "Ini", "url": "/p/1#x", "sku": "1"}
    assert only(ld(other | {"sku": "2"}, own)).title == "Ini"


def test_selectors_css_xpath_match_and_join() -> None:
    html = (
        '<div id=a data-k="7"><p>Harga: Rp 1.250.000 nego</p><b>x</b><b>y</b></div><time datetime="2026-11-01">.</time>'
    )
    fields = {
        "title": FieldRule("//p/text()"),
        "text": FieldRule("b", join=", "),
        "price": FieldRule("p", match="Harga: (.+)"),
        "posted_at": FieldRule("time::attr(datetime)"),
        "extra.kode": FieldRule("#a::attr(data-k)"),
        "seller": FieldRule(".none"),
    }
    listing = only(html, fields=fields)
    assert (listing.title, listing.text) == ("Harga: Rp 1.250.000 nego", "x, y")
    assert (listing.price, listing.currency, listing.seller) == (1250000.0, "IDR", "")
    assert (listing.posted_at, listing.extra) == ("2026-11-01T00:00:00+07:00", {"kode": "7"})


def test_what_cannot_be_read_is_kept_beside() -> None:
    listing = only(
        "<h1>a</h1><p>Hubungi penjual</p><i>kapan-kapan</i>",
        fields={"title": FieldRule("h1"), "price": FieldRule("p"), "posted_at": FieldRule("i")},
    )
    assert listing.price is None
    assert listing.extra == {"price": "Hubungi penjual", "posted_at": "kapan-kapan"}


def test_cards_become_listings_with_addresses_of_their_own() -> None:
    html = "<li><a href='/p/2?utm_source=x'>Satu</a></li><li id=k9>Dua</li><li>Tiga</li><li>Tiga</li><li> </li>"
    found = page(
        html,
        card="li",
        fields={"title": FieldRule("::text"), "text": FieldRule("*"), "url": FieldRule("a::attr(href)")},
    ).several()
    assert [listing.url.partition("#")[0] for listing in found] == ["http://127.0.0.1:8765/p/2", URL, URL]
    assert found[1].url == f"{URL}#k9"
    assert found[2].url.startswith(f"{URL}#sandi-")


def test_an_item_list_gives_listings_and_links() -> None:
    items = [
        {"@type": "ListItem", "url": "/p/7"},
        {"@type": "ListItem", "item": {"@type": "Product", "name": "Delapan", "url": "/p/8"}},
        {"@type": "ListItem", "item": {"@type": "Product", "name": "Sembilan", "url": "/p/9", "description": "isi"}},
    ]
    read = page(ld({"@type": "ItemList", "itemListElement": items}))
    assert read.listed() == ["http://127.0.0.1:8765/p/7", "http://127.0.0.1:8765/p/8"]
    assert [listing.title for listing in read.several()] == ["Sembilan"]


def test_a_base_on_another_host_does_not_lead_away() -> None:
    read = page('<base href="http://evil.example/"><a class=c href="/p/2">x</a>')
    assert read.links("a.c") == ["http://evil.example/p/2"]  # and the scope refuses that host


def test_a_page_nested_deep_is_read() -> None:
    assert only("<div>" * 3_000 + "dalam", fields={"text": FieldRule("body")}).text.endswith("dalam")


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>a</p><p>b<br>c</p>", "a\n\nb\nc"),
        ("<div>a <b> x </b>y</div>\n<div>b</div>", "a x y\nb"),
        ("a<br>\nb<br>\n<br>\nc", "a\nb\n\nc"),
        ("<ul><li>x</li> <li>y</li></ul>z", "x\ny\nz"),
        ("<pre> a\n   b</pre>c", "a\n   b\nc"),
        ("a<script>bad()</script><style>x</style>b", "ab"),
        ("#<span>tag</span> ok", "#tag ok"),
        ("a\u200bb <i>\u202e</i>", "a\u200bb \u202e"),
        ("a < b &amp; c", "a < b & c"),
        ("K4mb0ja&nbsp;18 jt", "K4mb0ja\u00a018 jt"),
    ],
)
def test_markup_text(html: str, text: str) -> None:
    assert markup_text(html) == text


def test_tidy_keeps_what_is_published() -> None:
    assert tidy("  a\r\n\r\n  b  c\t\n") == "a\n\n  b  c"


@pytest.mark.parametrize(
    ("text", "price", "currency"),
    [
        ("Rp 1.250.000", 1250000.0, "IDR"),
        ("Rp1.250.000,-", 1250000.0, "IDR"),
        ("1,2 jt", 1200000.0, "IDR"),
        ("15jt nego", 15000000.0, "IDR"),
        ("Rp 2,5 juta", 2500000.0, "IDR"),
        ("150rb", 150000.0, "IDR"),
        ("1.5 M", 1.5e9, "IDR"),
        ("1,2jtan", 1200000.0, "IDR"),
        ("2 juta 500 ribu", 2500000.0, "IDR"),
        ("1,9 - 2,3 juta", 1900000.0, "IDR"),
        ("640.000,-", 640000.0, "IDR"),
        ("725.000 rupiah", 725000.0, "IDR"),
        ("15 triệu", 15000000.0, "VND"),
        ("$12.50", 12.5, "USD"),
        ("RM 3,500", 3500.0, "MYR"),
        ("1250000", 1250000.0, None),
        ("250.000", 250000.0, None),
        ("Hubungi penjual", None, None),
    ],
)
def test_money(text: str, price: float | None, currency: str | None) -> None:
    assert price_of(text) == price
    assert currency_of(text) == currency


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-11-16T13:20:00+08:00", "2026-11-16T13:20:00+08:00"),
        ("2026-11-16T13:20:00.123Z", "2026-11-16T13:20:00+00:00"),
        ("2026-11-16 13:20", "2026-11-16T13:20:00+07:00"),
        ("Mon, 16 Nov 2026 13:20:00 +0700", "2026-11-16T13:20:00+07:00"),
        ("2 jam lalu", "2026-11-17T19:00:00+07:00"),
        ("Kemarin, 14:02", "2026-11-16T14:02:00+07:00"),
        ("Hari ini, 07:15", "2026-11-17T07:15:00+07:00"),
        ("3 Agt 2026", "2026-08-03T00:00:00+07:00"),
        ("21/11/2026", "2026-11-21T00:00:00+07:00"),
        ("Jum'at, 13 Nov 2026", "2026-11-13T00:00:00+07:00"),
        ("13 Nov 2026 pukul 10:00 WITA", "2026-11-13T10:00:00+08:00"),
        ("13 Nov 2026 10.00 WIT", "2026-11-13T10:00:00+09:00"),
        ("sejam yang lalu", "2026-11-17T20:00:00+07:00"),
        ("barusan", "2026-11-17T21:00:00+07:00"),
        ("Senin lalu", "2026-11-16T00:00:00+07:00"),
        ("wingi", "2026-11-16T21:00:00+07:00"),
        ("rong dina kepungkur", "2026-11-15T21:00:00+07:00"),
        ("2 minggu lalu", "2026-11-03T21:00:00+07:00"),
        ("11月13日", "2026-11-13T00:00:00+07:00"),
        ("entah", None),
        ("x" * 200, None),
        ("", None),
    ],
)
def test_dates(text: str, expected: str | None) -> None:
    assert timestamp(text, "Asia/Jakarta", NOW) == expected


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("/p/2?b=2&a=1#top", "http://127.0.0.1:8765/p/2?b=2&a=1"),
        ("//Example.ORG:443/x", "http://example.org:443/x"),
        ("https://Example.ORG:443", "https://example.org/"),
        ("?utm_source=a&halaman=2&fbclid=9", "http://127.0.0.1:8765/p/1?halaman=2"),
        ("#/iklan/5", "http://127.0.0.1:8765/p/1#/iklan/5"),
        ("javascript:alert(1)", ""),
        ("mailto:a@example.org", ""),
        ("http://[bad/", ""),
    ],
)
def test_canonical(url: str, expected: str) -> None:
    assert canonical(url, URL) == expected


@pytest.mark.parametrize("text", ["9" * 100_000, "Rp " + "1." * 50_000, "1 " * 50_000 + "jt"])
def test_what_is_too_long_for_a_price_is_none(text: str) -> None:
    assert price_of(text) is None
    assert currency_of(text) in (None, "IDR")
