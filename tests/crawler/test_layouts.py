"""Record detection over the builds that shops, boards and forums are made of: tables, grids, lists, posts, single pages."""

from __future__ import annotations

import pytest
from selectolax.lexbor import LexborHTMLParser

from crawler.extraction.automatic import read_page

URL = "http://t.example/list?p=1"
NAV = (
    '<div id="nav"><ul>'
    + "".join(f'<li><a href="/c/{i}">Category number {i}</a></li>' for i in range(20))
    + "</ul></div>"
)
FOOT = '<div id="footer"><a href="/about">About</a> <a href="/tos">Terms of service</a><a href="/help">Help centre</a></div>'
N = range(1, 9)
CASES = {
    "table shop": "<table>"
    + "".join(
        f'<tr><td><a href="/p{n}.html"><img src="{n}.jpg" alt="pic"></a></td><td><a href="/p{n}.html">Wooden chair model {n}</a><br>A chair.</td><td>$ {n}9.99</td><td><a href="/buy?id={n}">Buy now</a></td></tr>'
        for n in N
    )
    + "</table>",
    "nested tables": "<table>"
    + "".join(
        "<tr>"
        + "".join(
            f'<td><table><tr><td><a href="/p{n + k}"><img src=x></a></td></tr><tr><td><a href="/p{n + k}">Lamp {n + k} brass</a></td></tr><tr><td><b>{n + k}5,00 EUR</b></td></tr></table></td>'
            for k in range(2)
        )
        + "</tr>"
        for n in (1, 3, 5, 7)
    )
    + "</table>",
    "split price": "".join(
        f'<div class="col"><div class="thumb"><a href="/ad/{n}-x"><img src=x></a></div><div><a class="ttl" href="/ad/{n}-x">Motor bekas {n}</a></div><div class="amt"><span>Rp</span> <span>{n}.250.000</span></div><div>Kota Pati</div></div>'
        for n in N
    ),
    "blog": "".join(
        f'<article class="post-{n} post type-post"><h2 class="entry-title"><a href="/2026/11/title-{n}/" rel="bookmark">Kabar desa nomor {n}</a></h2><div class="meta">By <a href="/author/ani">Ani</a> on <a href="/2026/11/title-{n}/"><time datetime="2026-11-0{n}">Nov {n}</time></a></div><p>Ringkasan berita {n} yang agak panjang supaya ada isinya, lalu lanjut.</p><a class="more-link" href="/2026/11/title-{n}/#more-{n}">Continue reading</a></article>'
        for n in N
    ),
    "brand link first": "".join(
        f'<li class="product"><a class="brand" href="/brand/acme">ACME</a><a href="/item/{n}"><img src=x></a><p class="name"><a href="/item/{n}">Sofa bed {n}</a></p><span class="old">$90</span><span class="price">$7{n}.00</span><a href="/wishlist/add/{n}">Add to Wishlist</a></li>'
        for n in N
    ),
    "phpbb index": '<ul class="topiclist topics">'
    + "".join(
        f'<li class="row bg{n % 2}"><dl><dt><a href="./viewtopic.php?f=2&t={n}" class="topictitle">Cari kerja ke kota {n}</a><br>by <a href="./memberlist.php?u={n}">user{n}</a> » Mon Nov 0{n}, 2026 <span class="pagination"><a href="./viewtopic.php?f=2&t={n}&start=10">2</a></span></dt><dd class="posts">{n}</dd><dd class="lastpost"><span>by <a href="./memberlist.php?u=9{n}">last{n}</a> <a href="./viewtopic.php?f=2&p=10{n}#p10{n}">View</a> Tue Nov 10, 2026 1:0{n} pm</span></dd></dl></li>'
        for n in N
    )
    + "</ul>",
    "phpbb thread": "".join(
        f'<div id="p{n}" class="post bg1"><div class="postbody"><h3><a href="#p{n}">Re: Cari kerja</a></h3><p class="author"><a href="./viewtopic.php?p={n}#p{n}"><img alt="Post"></a>by <strong><a href="./memberlist.php?u={n}">user{n}</a></strong> » Mon Nov 0{n}, 2026 1:00 pm</p><div class="content">Isi pesan nomor {n} yang panjang sekali supaya kelihatan seperti pesan sungguhan di forum, dengan banyak kata.</div></div></div>'
        for n in N
    ),
    "classified list dd": "".join(
        f'<div class="row"><span class="date">Nov {n}</span> <a href="/apa/{n}00.html">Kamar kost nyaman {n}</a> <span class="pr">$ {n}50</span> <span class="pnr">(Kudus)</span></div>'
        for n in N
    ),
    "smf board": '<table class="table_grid"><thead><tr><th><a href="?sort=subject">Subject</a></th><th><a href="?sort=views">Views</a></th></tr></thead><tbody>'
    + "".join(
        f'<tr><td class="icon"></td><td class="subject"><div><span><a href="index.php?topic={n}.0">Topik nomor {n} tentang sesuatu</a></span><p>Started by <a href="index.php?action=profile;u={n}">user{n}</a></p></div></td><td class="stats">3 Replies<br>90 Views</td><td class="lastpost"><a href="index.php?topic={n}.msg9#new">x</a>November 0{n}, 2026, 10:00 by <a href="index.php?action=profile;u=7">z</a></td></tr>'
        for n in N
    )
    + "</tbody></table>",
    "h1 + filter prices + cards": '<h1>Sofas</h1><form class="filters"><a href="?max=100">Under $100</a><a href="?max=200">$100 - $200</a></form>'
    + "".join(
        f'<div class="prod"><a href="/s/{n}"><img src=x alt="Sofa {n}"><h3>Sofa {n} seats</h3><span>${n}99</span></a><button>Add to cart</button></div>'
        for n in N
    ),
    "jobs": "".join(
        f'<div class="job"><h4><a href="/job/{n}">Operator produksi {n}</a></h4><div>PT Contoh {n}</div><div>Batam</div><div>Rp 5.000.000 - Rp 7.000.000</div><div>{n} hari lalu</div></div>'
        for n in N
    ),
    "two cards": "".join(
        f'<div class="prod"><a href="/s/{n}"><img src=x alt="Sofa {n}"></a><h3><a href="/s/{n}">Sofa {n} seats</a></h3><span>${n}99</span></div>'
        for n in (1, 2)
    ),
    "detail": '<h1>Sofa merah</h1><div class=price>Rp 500.000</div><p>Kondisi baik sekali, jarang dipakai, bisa antar.</p><div class="related">'
    + "".join(f'<div><a href="/s/{n}"><img src=x><h4>Sofa {n}</h4></a><span>Rp {n}00.000</span></div>' for n in N)
    + "</div>",
    "detail price above": '<div class=crumbs><a href="/">Home</a><a href="/sofas">Sofas</a></div><div class=main><div class=gallery><img src=x></div><div class=info><h1>Sofa biru</h1><p>Isi panjang.</p><span class=harga>Rp 1,2 jt</span><button>Hubungi penjual</button></div></div><h3>Iklan lain</h3><ul class="grid">'
    + "".join(f'<li><a href="/s/{n}"><img src=x><b>Sofa {n}</b></a> Rp {n}00.000</li>' for n in N)
    + "</ul>",
}

SEEN = {
    "table shop": ("index", 8, "Wooden chair model 1", "$ 19.99", "/p1.html"),
    "nested tables": ("index", 8, "Lamp 1 brass", "15,00 EUR", "/p1"),
    "split price": ("index", 8, "Motor bekas 1", "Rp 1.250.000", "/ad/1-x"),
    "blog": ("index", 8, "Kabar desa nomor 1", "", "/2026/11/title-1/"),
    "brand link first": ("index", 8, "Sofa bed 1", "$71.00", "/item/1"),
    "phpbb index": ("index", 8, "Cari kerja ke kota 1", "", "/viewtopic.php?f=2&t=1"),
    "phpbb thread": ("thread", 8, "", "", "/list?p=1#p1"),
    "classified list dd": ("index", 8, "Kamar kost nyaman 1", "$ 150", "/apa/100.html"),
    "smf board": ("index", 8, "Topik nomor 1 tentang sesuatu", "", "/index.php?topic=1.0"),
    "h1 + filter prices + cards": ("index", 8, "Sofa 1 seats", "$199", "/s/1"),
    "jobs": ("index", 8, "Operator produksi 1", "Rp 5.000.000", "/job/1"),
    "two cards": ("index", 2, "Sofa 1 seats", "$199", "/s/1"),
    "detail": ("detail", 1, "Sofa merah", "Rp 500.000", "/list?p=1"),
    "detail price above": ("detail", 1, "Sofa biru", "Rp 1,2 jt", "/list?p=1"),
}


@pytest.mark.parametrize("name", CASES)
def test_a_page_of_this_build_is_read(name: str) -> None:
    html = (
        f"<html><head><title>{name}</title></head><body>{NAV}<div id='content'>{CASES[name]}</div>{FOOT}</body></html>"
    )
    read = read_page(LexborHTMLParser(html), URL)
    first = read.found[0]
    assert (read.kind, len(read.found), first.title, first.price, first.url.removeprefix("http://t.example")) == SEEN[
        name
    ]
