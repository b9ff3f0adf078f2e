"""Record detection: repeated cards, posts of a thread, one listing and the next page, found without selectors."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser

from crawler.extraction import prices
from crawler.extraction.automatic import Read, read_page
from crawler.extraction.decoding import decoded
from tests.crawler.conftest import Sandi, Site, rows

ROOT = Path(__file__).resolve().parents[2]
SHARED = ROOT.parent / "shared" / "pages"
URL = "http://toko.example/jual?hal=1"
MENU = "".join(f'<li><a href="/kategori/{n}">Kategori nomor {n}</a></li>' for n in range(30))
PLACES = ("Jepara", "Kudus", "Pati", "Demak", "Rembang")


def read(html: str, url: str = URL) -> Read:
    return read_page(LexborHTMLParser(html), url)


def around(cards: str, after: str = "") -> str:
    """Cards in a page with a menu, a side box of other cards, and a footer."""
    side = "".join(
        f'<div class="item"><a href="/r/{n}"><h4>Dilihat {n}</h4></a><b>Rp {n}00.000</b></div>' for n in (7, 8)
    )
    return (
        f"<html><body><nav><ul>{MENU}</ul></nav><h1>Semua iklan</h1><main>{cards}</main>{after}"
        f'<aside class="sidebar"><h3>Baru dilihat</h3>{side}</aside>'
        '<footer><a href="/tentang">Tentang kami</a><a href="/syarat">Syarat dan ketentuan</a></footer></body></html>'
    )


GRID = "".join(
    f'<div class="kartu"><a href="/i/{n}"><img src="/{n}.jpg" alt=""></a><h3><a href="/i/{n}">Lemari jati {n}</a></h3>'
    f'<del>Rp 9.{n}00.000</del> <span>Rp 1.{n}50.000</span><span class="lokasi">{place}</span><time>{n} jam lalu</time>'
    f'<a class="btn" href="/keranjang?add={n}">Tambah ke keranjang</a></div>'
    for n, place in enumerate(PLACES, 1)
)
TABLE = "<table>" + "".join(
    f'<tr class="{"sticky" if n == 1 else "row"}"><td><a href="/t/{n}">Dicari teman perjalanan ke {place}</a> <a href="/t/{n}?hal=2">2</a></td>'
    f'<td><a href="/u/{n}" class="username">ani{n}</a></td><td>{n}0</td>'
    f'<td>2026-11-0{n} 12:00 <a href="/t/{n}#post{n}9">terakhir</a></td></tr>'
    for n, place in enumerate(PLACES, 1)
) + "</table>"  # fmt: skip
FLAT = "<dl>" + "".join(
    f'<dt><a href="/d/{n}">Kursi rotan nomor {n}</a></dt><dd>Kondisi baik, ambil di {place}. Rp {n}5.000</dd>'
    for n, place in enumerate(PLACES, 1)
) + "</dl>"  # fmt: skip
WHOLE = "".join(
    f'<a href="/w/{n}" class="card"><img src="/{n}.jpg"><p>Meja lipat {n}</p><p>{n},5 jt</p></a>' for n in range(1, 6)
)
PICTURES = "".join(
    f'<div class="b"><a href="/b/{n}"><img src="/{n}.jpg" alt="Buku cerita jilid {n}"></a></div>' for n in range(1, 5)
)


@pytest.mark.parametrize(
    ("cards", "titles", "found_prices", "links"),
    [
        (GRID, "Lemari jati {n}", "Rp 1.{n}50.000", "/i/{n}"),
        (TABLE, "Dicari teman perjalanan ke {place}", "", "/t/{n}"),
        (FLAT, "Kursi rotan nomor {n}", "Rp {n}5.000", "/d/{n}"),
        (WHOLE, "Meja lipat {n}", "{n},5 jt", "/w/{n}"),
        (PICTURES, "Buku cerita jilid {n}", "", "/b/{n}"),
    ],
    ids=["grid", "table", "flat", "whole cards", "pictures"],
)
def test_cards_are_found_beside_menus_and_side_boxes(cards: str, titles: str, found_prices: str, links: str) -> None:
    result = read(around(cards))
    assert result.kind == "index"
    count = 4 if cards is PICTURES else 5
    expected = [
        tuple(word.format(n=n, place=place) for word in (titles, found_prices, "http://toko.example" + links))
        for n, place in list(enumerate(PLACES, 1))[:count]
    ]
    assert [(one.title, one.price, one.url) for one in result.found] == expected


def test_a_card_shows_place_date_and_text() -> None:
    first = read(around(GRID)).found[0]
    assert (first.location, first.posted_at, first.images) == ("Jepara", "1 jam lalu", ("/1.jpg",))
    assert "Lemari jati 1" in first.text


def test_whom_a_card_calls_is_kept_and_is_no_address() -> None:
    cards = "".join(
        f'<li class="jasa"><b>Jasa angkut {place}</b><p>Mulai Rp {n}50.000 sekali jalan</p>'
        f'<a href="https://api.whatsapp.com/send?phone=62812000000{n}0&text=Halo">Chat</a>'
        f'<a href="tel:0857-0000-00{n}0">Telepon</a><a href="https://t.me/share/url?url=x">Bagikan</a></li>'
        for n, place in enumerate(PLACES, 1)
    )
    found = read(f"<html><body><ul>{cards}</ul></body></html>").found
    assert (found[0].title, found[0].url, found[0].price) == ("Jasa angkut Jepara", "", "Rp 150.000")
    assert found[0].extra == {"contact": "https://wa.me/6281200000010\n0857-0000-0010"}


def test_posts_of_a_thread_have_their_permalink_and_no_title() -> None:
    post = "<p>Saya mau tanya tentang ongkos ke sana, apa benar ditanggung semua dan paspor dipegang mereka dulu, terima kasih.</p>"
    posts = "".join(
        f'<article id="p{n}"><div class="head"><a class="username" href="/u/{n}">ani{n}</a> <a href="/t/5#p{n}">#{n}</a></div>{post}</article>'
        for n in range(1, 4)
    )
    result = read(around(posts))
    assert result.kind == "thread"
    assert [(one.title, one.url) for one in result.found] == [
        ("", f"http://toko.example/t/5#p{n}") for n in range(1, 4)
    ]
    assert "ongkos ke sana" in result.found[0].text


def test_a_page_of_one_listing_is_not_read_as_its_similar_ones() -> None:
    similar = GRID.replace("/i/", "/mirip/")
    own = "<div class=produk><h1>Ranjang besi</h1><p class=harga>statt Rp 900.000 jetzt Rp 750.000</p><p>Masih kuat.</p></div>"
    page = f"<html><body><ul>{MENU}</ul>{own}<h2>Iklan serupa</h2><div class=mirip>{similar}</div></body></html>"
    result = read(page, "http://toko.example/i/77")
    assert result.kind == "detail"
    assert [(one.title, one.price, one.url) for one in result.found] == [
        ("Ranjang besi", "Rp 750.000", "http://toko.example/i/77")
    ]


def test_a_page_whose_marks_name_one_thing_is_about_that() -> None:
    thing = "<div itemscope itemtype='https://schema.org/LocalBusiness'><b itemprop=name>Warung Melati</b> <p>Jalan Contoh 5, Kudus, buka setiap hari.</p></div>"
    result = read(f"<html><body>{thing}</body></html>")
    assert [(result.kind, one.title) for one in result.found] == [("detail", "Warung Melati")]
    assert read(f"<html><body>{thing.replace('LocalBusiness', 'WebPage')}</body></html>").kind == "nothing"


@pytest.mark.parametrize(
    ("href", "title"), [("/", "Lemari jati tua"), ("#", "Situs"), ("http://[bad/", "Lemari jati tua"), ("", "Situs")]
)
def test_a_heading_that_leads_home_is_the_name_of_the_site(href: str, title: str) -> None:
    page = f"<html><head><title>Lemari jati tua</title></head><body><h1><a href='{href}'>Situs</a></h1><h2>Lemari jati tua</h2><p>Harga Rp 900.000, masih kuat dan mulus, ambil sendiri.</p></body></html>"
    result = read(page)
    assert [(result.kind, one.title) for one in result.found] == [("detail", title)]


def test_an_article_is_one_listing() -> None:
    text = "".join(
        f"<p>Kalimat {n} panjang tentang <a href='/kata/{n}'>sebuah kata</a> yang dijelaskan di tempat lain, dan seterusnya.</p>"
        for n in range(12)
    )
    result = read(f"<html><body><ul>{MENU}</ul><article><h1>Kabar desa</h1>{text}</article></body></html>")
    assert [(result.kind, one.title) for one in result.found] == [("detail", "Kabar desa")]


@pytest.mark.parametrize(
    ("pager", "expected"),
    [
        ('<a rel="next" href="?hal=2">x</a>', "?hal=2"),
        ('<div class="pager"><a href="?hal=0">Sebelumnya</a><a href="?hal=2">Berikutnya</a></div>', "?hal=2"),
        (
            '<ul class="pagination"><li><b>1</b></li><li><a href="?hal=2">2</a></li><li><a href="?hal=3">3</a></li></ul>',
            "?hal=2",
        ),
        ('<div class="pages"><a class="next" href="?semua=all">Semua</a></div>', ""),
        (
            '<ul class="paginator"><li>1 dari 2</li><li><a href="?hal=2"><i class="fa fa-chevron-right"></i></a></li></ul>',
            "?hal=2",
        ),
        ("<p>Hal: <b>1</b> <a href='?p=2'>2</a> <a href='?p=3'>3</a></p>", "?p=2"),
        ('<div class="slider"><a class="next" href="/iklan-lain">&gt;</a></div>', ""),
        ("", ""),
    ],
)
def test_the_next_page(pager: str, expected: str) -> None:
    assert read(around(GRID, pager)).next_page == (f"http://toko.example/jual{expected}" if expected else "")


def test_messages_with_links_to_people_are_a_thread() -> None:
    said = "".join(
        f'<div class="comments_list__comment" id="c{n}"><a href="/user/1/ani/">ani</a><p>Pesan nomor {n}, barang masih ada'
        f" dan bisa diambil hari Sabtu di rumah saya.</p><a href='https://twitter.com/share?url={n}'>Bagikan</a></div>"
        for n in range(5)
    )
    shown = read(f"<html><body><h1>Jual lemari</h1><div>{said}</div></body></html>", "http://forum.example/topic/1/")
    assert (shown.kind, [one.url for one in shown.found]) == (
        "thread",
        [f"http://forum.example/topic/1/#c{n}" for n in range(5)],
    )


@pytest.mark.parametrize("html", ["", "<p>x", "<a href='/a'>a</a>", "<div>" * 5000, "<a href='http://[x'>y</a>" * 9])
def test_a_page_without_cards_gives_nothing(html: str) -> None:
    assert read(html).found == []


@pytest.mark.parametrize(
    ("text", "price"),
    [
        ("statt 8,99 € jetzt 7,49 €", "7,49 €"),
        ("Rp 2.000.000 coret Harga normal Rp 3.000.000", "Rp 2.000.000"),
        ("9,99 € / l 7,49 €", "7,49 €"),
        ("was $50 now $40", "$40"),
        ("ongkir Rp 20.000, barang Rp 150.000", "Rp 150.000"),
        ("12 posts, 3.400 views", ""),
    ],
)
def test_the_price_to_pay(text: str, price: str) -> None:
    assert prices.to_pay(prices.in_text(text)) == price


def test_bytes_are_read_as_browsers_read_them() -> None:
    assert decoded("“Contours”".encode("cp1252")) == "“Contours”"
    assert decoded("é".encode()) == "é"
    assert decoded(b'<meta charset="iso-8859-2">\xb3') == '<meta charset="iso-8859-2">ł'


def test_a_source_without_selectors_brings_cards_or_details(site: Site, sandi: Sandi) -> None:
    """`card: auto` keeps what the index shows; `items: auto` opens each listing; both turn pages by themselves."""
    pager = '<div class="pager"><a href="/?hal=2">Berikutnya</a></div>'
    site.put("/", around(GRID, pager))
    site.put("/?hal=2", around(GRID.replace("/i/", "/j/")))
    for n in range(1, 6):
        for kind in "ij":
            page = f"<h1>Lemari jati {n}</h1><p>Rp {n}.000.000</p><p>Kayu tua dari {PLACES[n - 1]}, masih kuat dan bersih.</p>"
            site.put(f"/{kind}/{n}", f"<html><body>{page}</body></html>")
    head = f"title: T\npurpose: A test.\nadapter: pages\nstart: {site.url}/\nloopback: true\ndelay: 0s\nkind: product\n"
    sandi.source("kartu", f"id: kartu\n{head}card: auto\nfollow: auto\n")
    other = Sandi(sandi.folder / "other", sandi.module)
    other.folder.mkdir()
    other.source("rinci", f"id: rinci\n{head}items: auto\nfollow: auto\n")
    assert sandi.json("crawl", "kartu")["new"] == 10
    assert other.json("crawl", "rinci")["new"] == 10
    bought = rows(other, "SELECT title, price FROM listings WHERE url LIKE '%/i/3'")
    assert bought == [("Lemari jati 3", 3_000_000.0)]
    shown = rows(sandi, "SELECT title, price, location FROM listings WHERE url LIKE '%/j/3'")
    assert shown == [("Lemari jati 3", 1_350_000.0, "Pati")]


@pytest.mark.skipif(not SHARED.is_dir(), reason="the saved pages lie beside the project")
def test_saved_pages_are_read_well() -> None:
    """Pages that nobody here wrote, against what a person sees on them."""
    sys.path.insert(0, str(ROOT))
    from benchmarks.records import FIELDS, Counted, measured

    market = {name: Counted() for name in FIELDS}
    forum = {name: Counted() for name in FIELDS}
    for page in measured(SHARED):
        group = market if page.page.startswith("market/") else forum
        for name in FIELDS:
            group[name].add(page.fields[name])
    figures = json.dumps({name: [round(market[name].f1, 3), round(forum[name].f1, 3)] for name in FIELDS})
    assert min(market[name].f1 for name in FIELDS) >= 0.97, figures
    assert min(forum[name].f1 for name in ("title", "url")) >= 0.97, figures
