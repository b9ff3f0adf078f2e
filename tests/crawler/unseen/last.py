"""Pages written last, to see how well others than the first are read. All content is invented."""

# ruff: noqa: E741

from tests.crawler.unseen.made import ADS, POSTS, TOPICS, page, site


def cars() -> None:
    d = [
        ("Mobil keluarga 2018 MT", "Rp 148 jt", 148e6, "45.000 km"),
        ("Pick up 2015 siap kerja", "Rp 82,5 jt", 82.5e6, "110.000 km"),
        ("City car matic 2020 tangan pertama", "Rp 165 jt", 165e6, "20.500 km"),
        ("Minibus 2012", "Hubungi penjual", None, "150.000 km"),
        ("SUV diesel 2017", "Rp 289 jt", 289e6, "78.000 km"),
        ("Truk engkel 2010 bak kayu", "Rp 120 jt", 120e6, "200.000 km"),
    ]
    page(
        "cars",
        site(
            '<div class="listing-wrap">'
            + "".join(
                f'<article class="listing listing--card" data-id="{i}"><div class="grid"><div class="gallery"><a href="/dijual/mobil-{i}/9{i}" class="js-ellipsize"><img data-src="x" class="listing__img"></a></div><div class="listing__content"><h2 class="listing__title"><a class="ellipsize" href="/dijual/mobil-{i}/9{i}">{t}</a></h2><div class="listing__price">{p}</div><div class="weight--normal">Cicilan Rp 2,9 jt/bln</div><div class="list"><div class="item"><i></i>{k}</div><div class="item">Manual</div><div class="item">Semarang</div></div><a class="btn" href="tel:0812">Telepon</a></div></div></article>'
                for i, (t, p, v, k) in enumerate(d)
            )
            + "</div>"
        ),
        [(t, v, f"/dijual/mobil-{i}/9{i}") for i, (t, p, v, k) in enumerate(d)],
    )


def auction() -> None:
    d = [
        ("Jam saku tua", "Rp 1.250.000", 1250000),
        ("Prangko langka set 12", "Rp 300.000", 300000),
        ("Lukisan cat minyak 60x80", "Rp 2.100.000", 2100000),
        ("Koin perak 1920", "Rp 450.000", 450000),
        ("Radio tabung", "Rp 875.000", 875000),
    ]
    page(
        "auction table",
        site(
            '<table class="lelang"><tr><th>Gambar</th><th>Barang</th><th>Penawaran</th><th>Jumlah</th><th>Berakhir</th></tr>'
            + "".join(
                f'<tr><td><a href="/lot/{i}"><img src=x></a></td><td><a href="/lot/{i}">{t}</a><br><span class="sml">Mulai: Rp 100.000</span></td><td>{p}</td><td>{i + 3} bid</td><td>2 hari 0{i} jam</td></tr>'
                for i, (t, p, v) in enumerate(d)
            )
            + "</table>"
        ),
        [(t, float(v), f"/lot/{i}") for i, (t, p, v) in enumerate(d)],
    )


def zillow() -> None:
    d = [
        ("123 Oak St, Springfield", "$245,000", 245000),
        ("9 Elm Ave #4, Shelby", "$1,350/mo", 1350),
        ("77 Pine Rd, Ogden", "$519,900", 519900),
        ("4 Lake Dr, North Bay", "$399,000", 399000),
    ]
    page(
        "homes",
        site(
            '<ul class="photo-cards">'
            + "".join(
                f'<li><article class="list-card" id="z_{i}"><div class="list-card-info"><a href="https://t.example/homedetails/{i}_zpid/" class="list-card-link"><address class="list-card-addr">{t}</address></a><p class="list-card-extra">Brokered by Contoh Realty</p><div class="list-card-heading"><div class="list-card-price">{p}</div><ul class="list-card-details"><li>3<abbr> bds</abbr></li><li>2<abbr> ba</abbr></li><li>1,4{i}0<abbr> sqft</abbr></li></ul></div></div><div class="list-card-top"><div>{i + 1} days on site</div><a class="list-card-link" href="https://t.example/homedetails/{i}_zpid/" tabindex="-1"><img src="x"></a></div></article></li>'
                for i, (t, p, v) in enumerate(d)
            )
            + "</ul>"
        ),
        [(t, float(v), f"https://t.example/homedetails/{i}_zpid/") for i, (t, p, v) in enumerate(d)],
    )


def etsy() -> None:
    page(
        "crafts",
        site(
            '<ol class="wt-grid tab-reorder-container">'
            + "".join(
                f'<li class="wt-list-unstyled wt-grid__item-xs-6"><div class="js-merch-stash-check-listing v2-listing-card"><a class="listing-link" href="https://t.example/listing/7{i}/slug?ref=sr" title="{t}"><div class="v2-listing-card__img"><img src=x alt=""></div><div class="v2-listing-card__info"><h3 class="wt-text-caption v2-listing-card__title">{t}</h3><div class="shop-name-with-rating"><span class="wt-badge">Star Seller</span><span>5,0</span><span>(1.{i}34)</span></div><div class="n-listing-card__price"><p class="wt-text-title-01 lc-price"><span class="currency-symbol">Rp</span><span class="currency-value">{v:,}</span></p><p class="wt-text-caption search-collage-promotion-price"><span class="wt-text-strikethrough" aria-hidden="true"><span class="currency-symbol">Rp</span><span class="currency-value">{v * 2:,}</span></span> <span>(50% off)</span></p></div><span class="wt-badge">FREE shipping</span></div></a><button>Add to Favorites</button></div></li>'
                for i, (t, p, v, *_) in enumerate([a for a in ADS if a[2]][:9])
            )
            + "</ol>"
        ),
        [
            (t, float(v), f"https://t.example/listing/7{i}/slug?ref=sr")
            for i, (t, p, v, *_) in enumerate([a for a in ADS if a[2]][:9])
        ],
    )


def directory() -> None:
    page(
        "pet adoption",
        site(
            '<div class="pets">'
            + "".join(
                f'<div class="pet"><div class="pic"><a href="pet.php?id={i}"><img src=x></a></div><div class="nm"><a href="pet.php?id={i}">{t}</a></div><div>{c}</div><div>Diposting {i + 1} hari lalu oleh <a href="user.php?id={i}">{s}</a></div></div>'
                for i, (t, c, s) in enumerate(
                    [
                        ("Si Belang, kucing jantan", "Solo", "ana"),
                        ("Molly", "Kudus", "budi"),
                        ("Anjing kampung 3 bulan, sehat", "Pati", "citra"),
                        ("Kelinci sepasang", "Demak", "dodo"),
                        ("Bobo", "Tegal", "edo"),
                    ]
                )
            )
            + "</div>"
        ),
        [
            (t, None, f"/pet.php?id={i}")
            for i, t in enumerate(
                ["Si Belang, kucing jantan", "Molly", "Anjing kampung 3 bulan, sehat", "Kelinci sepasang", "Bobo"]
            )
        ],
    )


def flatforum() -> None:
    page(
        "punbb",
        '<html><body><div id="brdmenu"><ul><li><a href="index.php">Index</a></li><li><a href="userlist.php">User list</a></li><li><a href="search.php">Search</a></li></ul></div><div id="vf" class="blocktable"><table><thead><tr><th class="tcl">Topic</th><th>Replies</th><th>Views</th><th>Last post</th></tr></thead><tbody>'
        + "".join(
            f'<tr class="row{i % 2}"><td class="tcl"><div class="icon"></div><div class="tclcon"><div><a href="viewtopic.php?id={i + 5}">{t}</a> <span class="byuser">by {u}</span> {"<span class=newtext>[ <a href=viewtopic.php?id=" + str(i + 5) + "&amp;action=new>New posts</a> ]</span>" if i % 2 else ""}</div></div></td><td class="tc2">{r}</td><td class="tc3">{v}</td><td class="tcr"><a href="viewtopic.php?pid=9{i}#p9{i}">{d}</a> <span class="byuser">by {l}</span></td></tr>'
            for i, (t, u, r, v, d, l) in enumerate(TOPICS)
        )
        + '</tbody></table></div><p class="pagelink">Pages: <strong>1</strong> <a href="viewforum.php?id=2&amp;p=2">2</a></p></body></html>',
        [(t, None, f"/viewtopic.php?id={i + 5}") for i, (t, *_) in enumerate(TOPICS)],
        next="/viewforum.php?id=2&p=2",
        url="http://t.example/viewforum.php?id=2",
    )


def chat() -> None:
    page(
        "chat export html",
        '<html><body><div class="page_body chat_page"><div class="history">'
        + "".join(
            f'<div class="message default clearfix" id="message{i + 7}"><div class="pull_left userpic_wrap"><div class="userpic"><div class="initials">A</div></div></div><div class="body"><div class="pull_right date details" title="2{i}.11.2026 10:00:00 UTC+07:00">10:0{i}</div><div class="from_name">{u}</div><div class="text">{x}</div></div></div>'
            for i, (u, x) in enumerate(POSTS)
        )
        + "</div></div></body></html>",
        [(None, None, None) for _ in POSTS],
        kind="thread",
        url="http://t.example/messages.html",
    )


def wpads() -> None:
    page(
        "wpadverts",
        site(
            '<div class="wpadverts adverts-list">'
            + "".join(
                f'<div class="advert-item advert-item-col-2"><div class="advert-img"><img src=x></div><div class="advert-post-title"><span class="advert-link-text"><a href="http://t.example/advert/a-{i}/" title="{t}" class="advert-link">{t}<span class="advert-link-wrap-all"></span></a></span></div><div class="advert-published"><span class="advert-date">{d}</span><span class="advert-location">{c}</span><div class="advert-price">{p if v else ""}</div></div></div>'
                for i, (t, p, v, c, d, s) in enumerate(ADS)
            )
            + '</div><div class="adverts-pagination"><a class="next page-numbers" href="http://t.example/adverts/page/2/">Next</a></div>'
        ),
        [(t, float(v) if v else None, f"/advert/a-{i}/") for i, (t, p, v, *_) in enumerate(ADS)],
        next="/adverts/page/2/",
    )


for f in (cars, auction, zillow, etsy, directory, flatforum, chat, wpads):
    f()
