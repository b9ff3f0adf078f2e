"""Invented pages in the builds of real markets, job boards and forums, each with what a person sees on it.

Each entry of `PAGES` is the content of a page and its listings as (title, price, path); price None where none is shown.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

THINGS = (
    "Lemari jati dua pintu", "Meja belajar anak", "Sepeda gunung 26 inci", "Kulkas satu pintu bekas", "Kursi tamu rotan",
    "Mesin jahit portabel", "Rak buku minimalis", "Kompor gas dua tungku", "Televisi 32 inci", "Kasur busa nomor 3",
    "Blender kaca besar", "Setrika uap",
)  # fmt: skip
CITIES = (
    "Kudus",
    "Jepara",
    "Pati",
    "Demak",
    "Blora",
    "Rembang",
    "Tegal",
    "Brebes",
    "Batang",
    "Kendal",
    "Klaten",
    "Sragen",
)
Row = tuple[str, float | None, str]


@dataclass(frozen=True)
class Made:
    """The content of a page, what a person sees on it, and whether its records are the posts of a thread."""

    html: str
    rows: list[Row]


def each(
    card: Callable[[int, str, str], str], price: Callable[[int], float | None], path: str, count: int = 12
) -> Made:
    """A page of `count` cards one after another; `path` holds `{n}`."""
    html = "".join(card(n, THINGS[n], CITIES[n]) for n in range(count))
    return Made(html, [(THINGS[n], price(n), path.format(n=n)) for n in range(count)])


def around(made: Made, before: str, after: str = "") -> Made:
    return Made(before + made.html + after, made.rows)


def between(made: list[str], rows: list[Row], what: str, every: int) -> Made:
    """`what` after every so many cards."""
    html = "".join(card + (what if number % every == every - 1 else "") for number, card in enumerate(made))
    return Made(html, rows)


def rupiah(n: int) -> float:
    return (n + 1) * 150_000


def dotted(n: int) -> str:
    return f"{(n + 1) * 150_000:,}".replace(",", ".")


def _adverts_between() -> Made:
    cards = [
        f'<div class="kartu"><a href="/iklan/{n}"><img src="/t/{n}.jpg"></a><h3><a href="/iklan/{n}">{THINGS[n]}</a></h3>'
        f'<p class="hrg">Rp {dotted(n)}</p><p>{CITIES[n]}</p></div>'
        for n in range(12)
    ]
    advert = (
        '<div class="kartu iklan-sponsor"><span>Sponsor</span><a href="https://ads.example/klik?c=9"><img src="/b.jpg"></a>'
        '<h3><a href="https://ads.example/klik?c=9">Pinjaman cepat cair</a></h3><p>Klik di sini</p></div>'
    )
    return between(cards, [(THINGS[n], rupiah(n), f"/iklan/{n}") for n in range(12)], advert, 4)


def _one_link_cards() -> Made:
    return each(
        lambda n, t, c: (
            f'<a class="css-1a{n % 3}" href="/item/{n}-x"><div class="css-img"><img alt="" src="data:image/gif;base64,R0" data-src="/i/{n}.jpg"></div>'
            f'<div class="css-b"><div class="css-p"><span>Rp{dotted(n)}</span></div><div class="css-t"><span>{t}</span></div>'
            f'<div class="css-c"><span>{c}</span></div></div></a>'
        ),
        rupiah,
        "/item/{n}-x",
    )


def _item_boxes() -> Made:
    return around(
        each(
            lambda n, t, c: (
                f'<li data-aut-id="itemBox" class="_1DNjI"><a href="/item/slug-iid-{n}"><figure class="_2grx4"><img src="x"></figure>'
                f'<div class="_2v8Tq"><span class="_2Ks63" data-aut-id="itemPrice">Rp {dotted(n)}</span><span class="_2poNJ" data-aut-id="itemTitle">{t}</span>'
                f'<div class="_3rmDx"><span class="_2VQu4" data-aut-id="item-location">{c}, Jawa Tengah</span><span class="_2jcGx"><span>{n + 1} Nov</span></span></div></div></a>'
                '<span class="_2yIHy"><button type="button"><span class="rui-fav"></span></button></span></li>'
            ),
            rupiah,
            "/item/slug-iid-{n}",
        ),
        '<ul class="rl3f9">',
        "</ul>",
    )


def _shop_loop() -> Made:
    return around(
        each(
            lambda n, t, c: (
                f'<li class="product type-product post-{n} status-publish instock product_cat-mebel has-post-thumbnail sale">'
                f'<a href="/produk/{n}/" class="woocommerce-LoopProduct-link woocommerce-loop-product__link"><span class="onsale">Diskon!</span><img src="x" class="attachment">'
                f'<h2 class="woocommerce-loop-product__title">{t}</h2><div class="star-rating"><strong class="rating">5.00</strong></div>'
                f'<span class="price"><del aria-hidden="true"><span class="woocommerce-Price-amount amount"><bdi><span class="woocommerce-Price-currencySymbol">Rp</span>9.900.000</bdi></span></del> '
                f'<ins><span class="woocommerce-Price-amount amount"><bdi><span class="woocommerce-Price-currencySymbol">Rp</span>{dotted(n)}</bdi></span></ins></span></a>'
                f'<a href="?add-to-cart={n}" class="button product_type_simple add_to_cart_button ajax_add_to_cart" rel="nofollow">Tambah ke keranjang</a></li>'
            ),
            rupiah,
            "/produk/{n}/",
        ),
        '<p class="woocommerce-result-count">Menampilkan 1–12 dari 40 hasil</p><ul class="products columns-4">',
        "</ul>",
    )


def _magento() -> Made:
    return around(
        each(
            lambda n, t, c: (
                f'<li class="item{" last" if n % 3 == 2 else ""}"><a href="/{n}.html" title="{t}" class="product-image"><img src="x" alt="{t}"></a>'
                f'<h2 class="product-name"><a href="/{n}.html" title="{t}">{t}</a></h2>'
                f'<div class="ratings"><div class="rating-box"></div><span class="amount"><a href="#" onclick="x">({n} Reviews)</a></span></div>'
                f'<div class="price-box"><p class="old-price"><span class="price-label">Regular Price:</span> <span class="price" id="old-price-{n}">$899.00</span></p>'
                f'<p class="special-price"><span class="price-label">Special Price</span> <span class="price" id="product-price-{n}">${n + 20}.50</span></p></div>'
                f'<div class="actions"><button title="Add to Cart" class="button btn-cart"><span>Add to Cart</span></button><ul class="add-to-links"><li><a href="/wishlist/index/add/product/{n}/" class="link-wishlist">Add to Wishlist</a></li>'
                f'<li><span class="separator">|</span> <a href="/catalog/product_compare/add/product/{n}/" class="link-compare">Add to Compare</a></li></ul></div></li>'
            ),
            lambda n: n + 20.5,
            "/{n}.html",
        ),
        '<div class="toolbar"><p class="amount">Items 1 to 12 of 40 total</p><div class="sorter"><a href="?mode=list">List</a><select><option>Price</option></select></div></div><ul class="products-grid">',
        "</ul>",
    )


def _prestashop() -> Made:
    return each(
        lambda n, t, c: (
            f'<article class="product-miniature js-product-miniature" data-id-product="{n}"><div class="thumbnail-container"><a href="/home/{n}-x.html" class="thumbnail product-thumbnail"><img src="x" alt="photo"></a>'
            f'<div class="product-description"><h3 class="h3 product-title"><a href="/home/{n}-x.html">{t}</a></h3><div class="product-price-and-shipping"><span class="sr-only">Regular price</span><span class="regular-price">€{n + 30},90</span><span class="discount-percentage">-20%</span>'
            f'<span class="sr-only">Price</span><span class="price">€{n + 10},90</span></div></div><div class="highlighted-informations"><a class="quick-view" href="#" data-link-action="quickview"><i></i> Quick view</a></div></div></article>'
        ),
        lambda n: n + 10.9,
        "/home/{n}-x.html",
    )


def _opencart() -> Made:
    return each(
        lambda n, t, c: (
            f'<div class="product-layout product-grid col-lg-4"><div class="product-thumb"><div class="image"><a href="/index.php?route=product/product&amp;path=20&amp;product_id={n}"><img src="x" alt="{t}" title="{t}" class="img-responsive"></a></div><div><div class="caption">'
            f'<h4><a href="/index.php?route=product/product&amp;path=20&amp;product_id={n}">{t}</a></h4><p>Barang bagus, masih kuat, sudah dicek semua bagiannya dan siap dipakai lagi..</p><p class="price"><span class="price-new">${n + 5}.00</span> <span class="price-old">$122.00</span> <span class="price-tax">Ex Tax: $4.00</span></p></div>'
            '<div class="button-group"><button type="button"><span>Add to Cart</span></button></div></div></div></div>'
        ),
        lambda n: n + 5.0,
        "/index.php?route=product/product&path=20&product_id={n}",
    )


def _whole_and_fraction() -> Made:
    return each(
        lambda n, t, c: (
            f'<div data-asin="B0{n}" class="s-result-item"><div class="a-section"><span class="rush-component"><a class="a-link-normal s-no-outline" href="/dp/B0{n}/ref=sr"><img class="s-image" src="x" alt="{t}"></a></span>'
            f'<h2 class="a-size-mini"><a class="a-link-normal a-text-normal" href="/dp/B0{n}/ref=sr"><span class="a-size-base-plus">{t}</span></a></h2>'
            f'<div class="a-row"><span aria-label="4.5 out of 5 stars"><a href="javascript:void(0)">4.5 out of 5 stars</a></span><a href="/dp/B0{n}/ref=sr#customerReviews"><span>1,23{n % 10}</span></a></div>'
            f'<div class="a-row"><a class="a-link-normal" href="/dp/B0{n}/ref=sr"><span class="a-price"><span class="a-offscreen">${n + 20}.99</span><span aria-hidden="true"><span class="a-price-symbol">$</span><span class="a-price-whole">{n + 20}<span class="a-price-decimal">.</span></span><span class="a-price-fraction">99</span></span></span></a></div></div></div>'
        ),
        lambda n: n + 20.99,
        "/dp/B0{n}/ref=sr",
    )


def _split_in_spans() -> Made:
    return each(
        lambda n, t, c: (
            f'<div class="g1"><div class="g2"><a href="/v/{n}"><img data-lazy="/i/{n}.jpg"></a></div><div class="g3"><a href="/v/{n}">{t}</a><div><i>Rp</i><b>{n + 1}</b><b>.</b><b>250</b><sup>.000</sup></div><em>{c}</em></div></div>'
        ),
        lambda n: (n + 1) * 1_000_000 + 250_000,
        "/v/{n}",
    )


def _table() -> Made:
    rows = "".join(
        f'<tr class="{"a" if n % 2 else "b"}"><td>{n + 1}</td><td><a href="lihat.php?id={n}">{THINGS[n]}</a></td><td align="right">{dotted(n)}</td><td>{CITIES[n]}</td><td>0{n % 9 + 1}/11/2026</td></tr>'
        for n in range(12)
    )
    head = "<tr><th>No</th><th><a href='?urut=nama'>Nama barang</a></th><th><a href='?urut=harga'>Harga (Rp)</a></th><th>Kota</th><th>Tanggal</th></tr>"
    return Made(f"<table>{head}{rows}</table>", [(THINGS[n], rupiah(n), f"/lihat.php?id={n}") for n in range(12)])


def _definition_list() -> Made:
    made = each(
        lambda n, t, c: (
            f'<dt><a href="/d/{n}">{t}</a></dt><dd>{c}, kondisi baik, bisa antar. Harga Rp {dotted(n)}</dd>'
        ),
        rupiah,
        "/d/{n}",
    )
    return around(made, "<dl>", "</dl>")


def _by_date() -> Made:
    html, rows = "", []
    for n in range(12):
        if n % 4 == 0:
            html += f"<h4>Sen {9 - n // 4} Nov</h4>"
        html += f'<p><a href="/mbl/{n}.html">{THINGS[n]} - ${n + 40}</a><font size="-1"> ({CITIES[n]})</font> <span class="p"> pic</span></p>'
        rows.append((THINGS[n], n + 40.0, f"/mbl/{n}.html"))
    return Made(f"<blockquote>{html}</blockquote>", rows)


def _rows_of_three() -> Made:
    cells = [
        f'<div class="col-md-4"><div class="panel"><div class="panel-body"><a href="/b/{n}"><img src="x" class="img-thumbnail"></a><p><a href="/b/{n}"><strong>{THINGS[n]}</strong></a></p><p>{n + 3},95 €</p></div></div></div>'
        for n in range(12)
    ]
    html = "".join(f'<div class="row">{"".join(cells[n : n + 3])}</div>' for n in range(0, 12, 3))
    return Made(html, [(THINGS[n], n + 3.95, f"/b/{n}") for n in range(12)])


def _columns() -> Made:
    cells = [
        f'<div class="pin"><a href="/pin/{n}"><img src="x"></a><h5><a href="/pin/{n}">{THINGS[n]}</a></h5><span>IDR {dotted(n)}</span></div>'
        for n in range(12)
    ]
    html = "".join(f'<div class="masonry-col">{"".join(cells[n::3])}</div>' for n in range(3))
    return Made(html, [(THINGS[n], rupiah(n), f"/pin/{n}") for n in range(12)])


def _carousels() -> Made:
    return each(
        lambda n, t, c: (
            f'<div class="card"><div class="carousel">{"".join(f"<div class=slide><a href=/h/{n}><img src=/p/{n}-{k}.jpg></a></div>" for k in range(4))}<a class="prev" href="#">‹</a><a class="next" href="#">›</a></div>'
            f'<div class="card-body"><span class="badge">Baru</span><a class="card-title" href="/h/{n}">{t}</a><ul class="meta"><li>{c}</li><li>3 KT</li></ul><div class="card-price">Rp {n + 1},5 juta</div><a class="btn" href="https://wa.me/6281200000{n:03}">Chat</a></div></div>'
        ),
        lambda n: (n + 1) * 1_000_000 + 500_000,
        "/h/{n}",
    )


def _nested_variants() -> Made:
    return each(
        lambda n, t, c: (
            f'<div class="prod"><a class="pic" href="/p/{n}"><img src="x"></a><div class="nm"><a href="/p/{n}">{t}</a></div><div class="cost">${n + 7}.00</div>'
            f'<ul class="variants">{"".join(f"<li><a href=/p/{n}?warna={k}>{k}</a></li>" for k in ("merah", "biru", "hijau"))}</ul></div>'
        ),
        lambda n: n + 7.0,
        "/p/{n}",
    )


def _ranges_and_units() -> Made:
    return each(
        lambda n, t, c: (
            f'<div class="box"><h3><a href="/u/{n}">{t}</a></h3><div>Inhalt: 0,75 l (Grundpreis: {n + 12},00 € / l)</div><div class="pr">ab {n + 9},50 €*</div><div>zzgl. Versand 4,90 €</div></div>'
        ),
        lambda n: n + 9.5,
        "/u/{n}",
    )


def _skeletons() -> Made:
    made = each(
        lambda n, t, c: (
            f'<div class="listing"><a href="/l/{n}"><div class="lazy" data-bg="/i/{n}.jpg"></div><h4>{t}</h4></a><p>Rp {dotted(n)}</p></div>'
        ),
        rupiah,
        "/l/{n}",
        count=8,
    )
    ghosts = '<div class="listing skeleton"><a href="#"><div class="lazy"></div><h4></h4></a><p></p></div>' * 8
    return around(
        made, '<div class="infinite" data-next="?page=2">', f"{ghosts}<button>Muat lebih banyak</button></div>"
    )


def _utility_classes() -> Made:
    return each(
        lambda n, t, c: (
            f'<div class="flex flex-col p-4 rounded-lg shadow"><div class="relative w-full"><a class="block" href="/ads/{n}"><img class="object-cover" src="x"></a><span class="absolute top-0 text-xs">PREMIUM</span></div>'
            f'<div class="mt-2 text-lg font-bold text-green-600">Rp {dotted(n)}</div><a class="text-sm text-gray-900 line-clamp-2" href="/ads/{n}">{t}</a><div class="flex justify-between text-xs text-gray-500"><span>{c}</span><span>{n + 1} jam lalu</span></div></div>'
        ),
        rupiah,
        "/ads/{n}",
    )


def _search_results() -> Made:
    return each(
        lambda n, t, c: (
            f'<li class="s-item"><div class="s-item__image"><a tabindex="-1" href="/itm/{n}?hash=a"><img src="x" alt="{t}"></a></div><div class="s-item__info"><a class="s-item__link" href="/itm/{n}?hash=a"><div class="s-item__title"><span role="heading">{t}</span></div></a>'
            f'<div class="s-item__subtitle"><span>Pre-Owned</span></div><span class="s-item__price">${n + 10}.00</span> <span class="s-item__shipping">+$15.20 shipping</span><span class="s-item__location">from Indonesia</span></div></li>'
        ),
        lambda n: n + 10.0,
        "/itm/{n}?hash=a",
    )


def _jobs() -> Made:
    made = each(
        lambda n, t, c: (
            f'<div class="job-card"><a href="/perusahaan/pt-contoh-{n}"><img class="logo" src="x" alt="PT Contoh {n}"></a><div><a class="job-link" href="/lowongan/{n}">Operator {t.lower()}</a><div><a href="/perusahaan/pt-contoh-{n}">PT Contoh {n}</a></div>'
            f'<div>{c}, Jawa Tengah</div><div>Rp {n + 3}.000.000 – Rp {n + 5}.000.000</div><div>{n + 1} hari yang lalu</div></div><a class="btn" href="/lowongan/{n}/lamar">Lamar</a></div>'
        ),
        lambda n: (n + 3) * 1_000_000,
        "/lowongan/{n}",
    )
    return Made(made.html, [(f"Operator {title.lower()}", price, path) for title, price, path in made.rows])


def _job_table() -> Made:
    rows = "".join(
        f'<tr><td><a href="/company/{n % 3}">PT Contoh {n % 3}</a></td><td><a href="/jobs/{n}">Operator {THINGS[n].lower()}</a></td><td><a href="/city/{CITIES[n].lower()}">{CITIES[n]}</a></td><td>Full time</td><td>{n + 1} Nov 2026</td></tr>'
        for n in range(12)
    )
    return Made(
        f"<table><tbody>{rows}</tbody></table>",
        [(f"Operator {THINGS[n].lower()}", None, f"/jobs/{n}") for n in range(12)],
    )


def _links_only() -> Made:
    made = each(lambda n, t, c: f'<li><a href="/baca/{n}">{t} di {c}</a></li>', lambda n: None, "/baca/{n}")
    return around(
        Made(made.html, [(f"{t} di {CITIES[n]}", p, u) for n, (t, p, u) in enumerate(made.rows)]),
        "<h1>Iklan terbaru</h1><ul>",
        "</ul>",
    )


def _vbulletin() -> Made:
    rows = "".join(
        f'<tr><td class="alt1" id="td_threadstatusicon_{n}"><img src="x" id="thread_statusicon_{n}"></td><td class="alt2"><img src="x"></td>'
        f'<td class="alt1" id="td_threadtitle_{n}" title="isi singkat"><div><span style="float:right"><a href="#" onclick="attachments({n})"><img src="x"></a></span><a href="showthread.php?t={n}&amp;goto=newpost" id="thread_gotonew_{n}"><img class="inlineimg" src="x"></a> <a href="showthread.php?t={n}" id="thread_title_{n}">{THINGS[n]}</a>'
        f' <span class="smallfont">(<img src="x"> <a href="showthread.php?t={n}">1</a> <a href="showthread.php?t={n}&amp;page=2">2</a>)</span></div><div class="smallfont"><span onclick="window.open(\'member.php?u={n}\')">ani{n}</span></div></td>'
        f'<td class="alt2" title="Replies: 3"><div class="smallfont">11-0{n % 9 + 1}-2026 <span class="time">10:1{n % 10} AM</span><br>by <a href="member.php?find=lastposter&amp;t={n}">budi{n}</a> <a href="showthread.php?p=9{n}#post9{n}"><img class="inlineimg" src="x"></a></div></td>'
        f'<td class="alt1"><a href="misc.php?do=whoposted&amp;t={n}">{n}</a></td><td class="alt2">1,2{n % 10}0</td></tr>'
        for n in range(12)
    )
    return Made(
        f'<table id="threadslist">{rows}</table>', [(THINGS[n], None, f"/showthread.php?t={n}") for n in range(12)]
    )


def _mybb() -> Made:
    rows = "".join(
        f'<tr class="inline_row"><td class="trow1 forumdisplay_regular"><span class="thread_status oldfolder"></span></td><td class="trow1"><div><span><a href="thread-{n}-newpost.html"><img alt="Go to first unread post" src="x"></a> <span class="subject_old" id="tid_{n}"><a href="thread-{n}.html">{THINGS[n]}</a></span></span><div class="author smalltext"><a href="user-{n}.html">ani{n}</a></div></div></td>'
        f'<td class="trow1"><a href="javascript:MyBB.whoPosted({n})">{n}</a></td><td class="trow1">2{n}</td><td class="trow1"><span class="lastpost smalltext">11-0{n % 9 + 1}-2026, 07:12 PM<br><a href="thread-{n}-lastpost.html">Last Post</a>: <a href="user-9.html">budi</a></span></td></tr>'
        for n in range(12)
    )
    return Made(f"<table>{rows}</table>", [(THINGS[n], None, f"/thread-{n}.html") for n in range(12)])


def _xenforo() -> Made:
    return each(
        lambda n, t, c: (
            f'<div class="structItem structItem--thread js-threadListItem-{n}" data-author="ani{n}"><div class="structItem-cell structItem-cell--icon"><a href="/members/ani{n}.{n}/" class="avatar avatar--s"><span>A</span></a></div>'
            f'<div class="structItem-cell structItem-cell--main"><div class="structItem-title"><a href="/forums/jual/?prefix_id=1" class="labelLink"><span class="label">WTS</span></a> <a href="/threads/x.{n}/">{t}</a></div><div class="structItem-minor"><ul class="structItem-parts"><li><a href="/members/ani{n}.{n}/" class="username">ani{n}</a></li>'
            f'<li class="structItem-startDate"><a href="/threads/x.{n}/" rel="nofollow"><time datetime="2026-11-0{n % 9 + 1}T10:00:00+0700">Nov {n % 9 + 1}, 2026</time></a></li></ul></div></div><div class="structItem-cell structItem-cell--meta"><dl><dt>Replies</dt><dd>{n}</dd></dl></div>'
            f'<div class="structItem-cell structItem-cell--latest"><a href="/threads/x.{n}/latest" rel="nofollow"><time>Today at 1:0{n % 10} PM</time></a><div><a href="/members/z.9/" class="username">z</a></div></div></div>'
        ),
        lambda n: None,
        "/threads/x.{n}/",
    )


def _discourse() -> Made:
    rows = "".join(
        f'<tr class="topic-list-item" id="topic-{n}"><td class="main-link" itemprop="itemListElement"><meta itemprop="name" content="x"><span class="link-top-line"><a itemprop="url" href="/t/slug/{n}" class="title raw-link raw-topic-link">{THINGS[n]}</a></span><div class="link-bottom-line"><a href="/c/jual/5" class="badge-wrapper bullet"><span class="badge-category">Jual</span></a></div></td>'
        f'<td class="replies"><span class="posts" title="posts">{n}</span></td><td class="views"><span class="views">3{n}</span></td><td>November {n % 9 + 1}, 2026</td></tr>'
        for n in range(12)
    )
    return Made(
        f'<table class="topic-list"><thead><tr><th>Topic</th><th>Replies</th></tr></thead><tbody>{rows}</tbody></table>',
        [(THINGS[n], None, f"/t/slug/{n}") for n in range(12)],
    )


def _board_of_boards() -> Made:
    """A forum's front page: boards with counts and the last post of each, whose titles repeat."""
    return each(
        lambda n, t, c: (
            f'<div class="board"><h3><a href="/board/{n}">{t}</a></h3><p>Tempat membahas {t.lower()} dan semua yang berkaitan dengannya.</p><span>{n}20 topics</span><div class="lastpost"><a href="/topic/{n}9#new">Re: halo semuanya</a> by <a href="/u/ani">ani</a> Nov {n % 9 + 1}, 2026</div></div>'
        ),
        lambda n: None,
        "/board/{n}",
    )


def _same_titles() -> Made:
    html = "".join(
        f'<div class="ad-row"><div class="thumb"><a href="/sewa/{n}"><img src="x"></a></div><div class="info"><a class="ttl" href="/sewa/{n}">Rumah disewakan</a><div>{CITIES[n]}</div><div>{n + 4} jt/bulan</div></div></div>'
        for n in range(12)
    )
    return Made(html, [("Rumah disewakan", (n + 4) * 1_000_000.0, f"/sewa/{n}") for n in range(12)])


def _beside_a_carousel() -> Made:
    """The list of the page below a row of featured offers built in another way."""
    featured = "".join(
        f'<div class="feat-slide"><a href="/unggulan/{n}"><img src="x"><span>Unggulan {n}</span><b>Rp 9{n}0.000</b></a></div>'
        for n in range(5)
    )
    made = each(
        lambda n, t, c: (
            f'<div class="row-ad"><a href="/r/{n}" class="row-img"><img src="x"></a><div class="row-body"><a href="/r/{n}" class="row-title">{t}</a><p>Dijual {t.lower()}, kondisi terawat, lokasi di {c}, boleh lihat dulu.</p><span class="row-price">Rp {dotted(n)}</span><span>{n + 1} Nov 2026</span></div></div>'
        ),
        rupiah,
        "/r/{n}",
    )
    return around(made, f'<div class="feat">{featured}</div>')


def _few(count: int) -> Made:
    return each(
        lambda n, t, c: f'<div class="hasil"><h3><a href="/few/{n}">{t}</a></h3><p>{c} - Rp {dotted(n)}</p></div>',
        rupiah,
        "/few/{n}",
        count=count,
    )


def _onclick_rows() -> Made:
    return each(
        lambda n, t, c: (
            f'<div class="tile" onclick="location.href=\'/o/{n}\'"><div class="tile-h">{t}</div><div class="tile-p">Rp {dotted(n)}</div><div class="tile-f"><span>{c}</span><a href="/o/{n}">Lihat detail</a></div></div>'
        ),
        rupiah,
        "/o/{n}",
    )


def _price_in_button() -> Made:
    return each(
        lambda n, t, c: (
            f'<figure><a href="/f/{n}"><img src="x" alt="{t}"></a><figcaption><a href="/f/{n}">{t}</a><small>oleh <a href="/toko/{n % 3}">Toko {n % 3}</a></small><a class="buy" href="/cart/add/{n}">Beli Rp{dotted(n)}</a></figcaption></figure>'
        ),
        rupiah,
        "/f/{n}",
    )


def _old_tables() -> Made:
    """A shop of the years when tables made the page: picture, name, price and button in rows of their own."""
    cells = [
        f'<td width="33%" align="center"><a href="product_info.php?products_id={n}"><img src="x" alt="{THINGS[n]}"></a><br><a href="product_info.php?products_id={n}">{THINGS[n]}</a><br><s>$99.00</s>&nbsp;<span class="productSpecialPrice">${n + 30}.00</span><br><a href="index.php?action=buy_now&amp;products_id={n}"><img src="b.gif" alt="Buy Now"></a></td>'
        for n in range(12)
    ]
    html = "".join(f"<tr>{''.join(cells[n : n + 3])}</tr>" for n in range(0, 12, 3))
    return Made(
        f"<table><tr><td><table>{html}</table></td></tr></table>",
        [(THINGS[n], n + 30.0, f"/product_info.php?products_id={n}") for n in range(12)],
    )


def _spacer_rows() -> Made:
    rows = "".join(
        f'<tr><td rowspan="2"><a href="/s/{n}"><img src="x"></a></td><td><a href="/s/{n}"><b>{THINGS[n]}</b></a></td></tr><tr><td>{CITIES[n]} | Rp {dotted(n)} | <a href="/s/{n}">selengkapnya</a></td></tr><tr><td colspan="2"><hr></td></tr>'
        for n in range(12)
    )
    return Made(f"<table>{rows}</table>", [(THINGS[n], rupiah(n), f"/s/{n}") for n in range(12)])


def _text_first() -> Made:
    """Adverts as paragraphs: words first, then a link "detail" alone."""
    return each(
        lambda n, t, c: (
            f'<div class="adv"><b>{t}</b><br>Masih bagus, nego tipis, ambil di {c}.<br>Harga: <span>Rp. {dotted(n)},-</span> <a href="/adv/{n}">detail &raquo;</a></div>'
        ),
        rupiah,
        "/adv/{n}",
    )


PAGES: dict[str, Made] = {
    "adverts between": _adverts_between(),
    "cards that are one link": _one_link_cards(),
    "item boxes": _item_boxes(),
    "shop loop with old prices": _shop_loop(),
    "grid with wish lists": _magento(),
    "miniatures": _prestashop(),
    "thumbs with text": _opencart(),
    "price of whole and fraction": _whole_and_fraction(),
    "price split in spans": _split_in_spans(),
    "table without currency": _table(),
    "definition list": _definition_list(),
    "grouped by date": _by_date(),
    "rows of three": _rows_of_three(),
    "columns": _columns(),
    "carousels in cards": _carousels(),
    "variants in cards": _nested_variants(),
    "unit prices and postage": _ranges_and_units(),
    "skeletons at the end": _skeletons(),
    "utility classes": _utility_classes(),
    "search results": _search_results(),
    "job cards": _jobs(),
    "job table": _job_table(),
    "links only": _links_only(),
    "thread table": _vbulletin(),
    "thread rows": _mybb(),
    "thread items": _xenforo(),
    "topic list": _discourse(),
    "boards": _board_of_boards(),
    "same titles": _same_titles(),
    "beside a carousel": _beside_a_carousel(),
    "three results": _few(3),
    "two results": _few(2),
    "tiles by script": _onclick_rows(),
    "price in the button": _price_in_button(),
    "old tables": _old_tables(),
    "rows in threes": _spacer_rows(),
    "words first": _text_first(),
}

_MENU = "".join(f'<li><a href="/kategori/{n}">Kategori {name}</a></li>' for n, name in enumerate(CITIES * 2))
_SIDE = "".join(f'<li><a href="/populer/{n}">Paling dicari: {name}</a></li>' for n, name in enumerate(CITIES[:8]))
_FOOT = "".join(
    f'<a href="/{n}">{n.title()} kami</a> ' for n in ("tentang", "kontak", "bantuan", "syarat", "privasi", "karier")
)
_PAGER = "".join(f'<a href="/list?p={n}">{n}</a> ' for n in range(1, 8)) + '<a href="/list?p=2">Berikutnya</a>'


def whole(made: Made) -> str:
    """The page around the content: menu, side box, pager and footer, as any site has them."""
    return (
        "<!doctype html><html><head><title>Pasar</title></head><body>"
        f'<header><a href="/"><img src="logo.png"></a><form action="/cari"><input name="q"></form><ul class="mainmenu">{_MENU}</ul></header>'
        f'<div class="wrap"><div class="left-col"><h4>Populer</h4><ul>{_SIDE}</ul></div><div class="main-col">{made.html}<div class="pages">{_PAGER}</div></div></div>'
        f"<footer>{_FOOT}<p>© 2026 Pasar Contoh</p></footer></body></html>"
    )
