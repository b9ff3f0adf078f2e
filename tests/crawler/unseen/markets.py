"""Pages in the builds of big markets, classifieds and job boards. Names of pages say what they are like; all content is invented."""

# ruff: noqa: B007

from tests.crawler.unseen.made import ADS, CRUMBS, FACETS, JOBS, page, site


def olx() -> None:
    cards = ""
    for i, (t, p, v, c, d, s) in enumerate(ADS):
        if i in (4, 10):
            cards += '<li class="_3_p _2k9"><div id="div-gpt-ad-1"><iframe src="x"></iframe></div></li>'
        feat = '<div class="_2HEHz"><label class="_3a1q"><span>Disorot</span></label></div>' if i < 2 else ""
        price = f'<span class="_2Vp0i _1nHuL" data-aut-id="itemPrice">{p}</span>' if v else ""
        cards += f'<li data-aut-id="itemBox3" class="_3V_Ww" data-aut-category-id="{i}"><a class="_2cbZ2" href="/item/iklan-iid-9{i:05}" rel=""><div class="_2v8Tq">{feat}</div><figure class="_3UrC5" data-aut-id="itemImage"><img alt="{t[:30]}" src="https://img.t.example/{i}.webp" srcset="a 1x"></figure><div class="_2Gr10">{price}<div class="_2mcEl"></div><div class="_2R-HI" data-aut-id="itemTitle">{t}</div><div class="_3VRSm" data-aut-id="itemDetails" ><span class="_3VRSm">{c}</span><span class="_2jcGx">{d}</span></div></div></a><span class="_1lO9_"><button type="button" class="rui-3 rui-fav"><svg></svg></button></span></li>'
    rows = [(t, v, f"/item/iklan-iid-9{i:05}") for i, (t, p, v, *_) in enumerate(ADS)]
    page(
        "olx react",
        site(
            f'{CRUMBS}<div class="_1Kw">{FACETS}<div class="_3cR"><div class="_23">14 iklan di Jawa Tengah</div><ul class="_266Ly _10aCo">{cards}</ul><div class="_38"><button data-aut-id="btnLoadMore">muat lainnya</button></div></div></div>'
        ),
        rows,
    )


olx()


def cl() -> None:
    def row(i, t, p, v, c):
        return f'<li class="result-row" data-pid="7{i}"><a href="http://t.example/zip/d/x/7{i}.html" class="result-image gallery" data-ids="1:x">{f"<span class=result-price>${v}</span>" if v else ""}</a><div class="result-info"><span class="icon icon-star" role="button"></span><time class="result-date" datetime="2026-11-2{i % 4} 10:0{i % 10}" title="Mon 23 Nov">Nov 2{i % 4}</time><h3 class="result-heading"><a href="http://t.example/zip/d/x/7{i}.html" data-id="7{i}" class="result-title hdrlnk">{t}</a></h3><span class="result-meta">{f"<span class=result-price>${v}</span>" if v else ""}<span class="result-hood"> ({c})</span><span class="result-tags"><span class="pictag">pic</span></span><span class="banish icon icon-trash"></span></span></div></li>'

    data = [
        ("Free couch", "", None, "downtown"),
        ("Room for rent utilities incl", "", 550, "east side"),
        ("Old piano", "", None, "north"),
        ("Dining set 6 chairs", "", 120, "west"),
        ('iMac 2015 27"', "", 300, "airport"),
        ("Help needed moving", "", None, "downtown"),
        ("Bunk bed", "", 80, "hills"),
    ]
    near = [("Canoe 14ft", "", 400, "other city"), ("Kitchen table", "", 60, "other city")]
    html = (
        '<ul class="rows">'
        + "".join(row(i, *d) for i, d in enumerate(data))
        + '<h4 class="ban nearby"><span class="bantext">Few local results found. Here are some from nearby areas.</span></h4>'
        + "".join(row(i + 50, *d) for i, d in enumerate(near))
        + "</ul>"
    )
    rows = [(t, float(v) if v else None, f"/zip/d/x/7{i}.html") for i, (t, _, v, c) in enumerate(data)] + [
        (t, float(v) if v else None, f"/zip/d/x/7{i + 50}.html") for i, (t, _, v, c) in enumerate(near)
    ]
    page(
        "craigslist rows",
        f'<html><head><title>t free stuff</title></head><body class="search"><header class="global-header"><a href="/">CL</a> <a href="/post">post</a> <a href="/login">account</a></header><form id="searchform"><div class="search-options"><ul><li><label><input type=checkbox>search titles only</label></li><li><a href="?bundle=1">bundle duplicates</a></li></ul></div><div class="content" id="sortable-results"><div class="paginator"><span class="range">1 - 9</span><a href="/search?s=120" class="button next" title="next page">next &gt; </a></div>{html}</div></form><footer><ul><li><a href="/help">help</a></li><li><a href="/safety">safety</a></li><li><a href="/privacy">privacy</a></li></ul></footer></body></html>',
        rows,
        next="/search?s=120",
    )


cl()


def toped() -> None:
    cards = ""
    for i, (t, p, v, c, d, s) in enumerate(ADS[:12]):
        v = v or 99000
        p = f"Rp{v:,}".replace(",", ".")
        old = (
            f'<span class="q6wH9+Ht7LxnxrEgD22BCQ==">Rp{v * 2:,}</span><span class="vRrrC5GSv6FRRkbCqM7QcQ==">50%</span>'.replace(
                ",", "."
            )
            if i % 3 == 0
            else ""
        )
        cards += f'<div class="css-5wh65g"><a class="Nq8NlC5Hk9KgVBJzMYBUsg==" href="https://t.example/toko{i}/produk-{i}?extParam=ivf%3Dfalse"><div class="_5f"><img alt="product-image" class="css-1c345mg" src="x.jpg"><div class="lbl"><span>Terlaris</span></div></div><div class="WABnq4pXOYQihv0hUfQwOg=="><div class="SzILjt4fxHUFNVT48ZPhHA=="><span class="_0T8-iGxMpV6NEsYEhwkqEg==">{t}</span></div><div class="XvaCkHiisn2EZFq0THwVug=="><div class="_67d6E1xDKIzw+i2D2L0tjw== ">{p}</div>{old}</div><div class="bxo"><div class="ypG"><span class="_9jW">4.{i % 10}</span><span class="se8">{i * 13 + 4} terjual</span></div><div class="Jjh"><span class="T0r">{s}</span><span class="pC8">{c}</span></div></div></div></a></div>'
    ads = (
        '<div class="css-1asz3by"><a href="https://ta.t.example/promo/v1/clicks/8a-x?src=search"><div><img alt="ad"></div><div><span>Sprei promo katun</span><div>Rp45.000</div><div>Ad</div></div></a></div>'
        * 3
    )
    rows = [
        (t, float(v or 99000), f"https://t.example/toko{i}/produk-{i}?extParam=ivf%3Dfalse")
        for i, (t, p, v, *_) in enumerate(ADS[:12])
    ]
    page(
        "tokopedia hash",
        site(
            f'<div class="css-jau1bt"><div class="css-rjanld">{ads}{cards}</div><nav class="css-1ni9y5x" aria-label="Navigasi laman"><ul><li><button aria-label="Laman 1">1</button></li><li><button>2</button></li></ul></nav></div>'
        ),
        rows,
        optional=("https://ta.t.example/promo/v1/clicks/8a-x?src=search",),
    )


toped()


def carousell() -> None:
    cards = ""
    for i, (t, p, v, c, d, s) in enumerate(ADS[:12]):
        cards += f'<div data-testid="listing-card-{i}" class="D_mR D_rC"><div class="D_pW D_JQ"><a class="D_kX D_qV" href="/u/{s.lower().replace(" ", "")}/"><div class="D_wW"><img src="a.jpg" alt="{s}"></div><div class="D_nJ"><p class="D_lS D_ld" data-testid="listing-card-text-seller-name">{s}</p><div class="D_lk"><p class="D_lS">{i + 1} days ago</p></div></div></a><a class="D_kX" href="/p/item-12{i}/?t-id=abc&amp;t-source=browse"><div class="D_q"><div class="D_xH"><img alt="{t}" title="{t}" src="p.jpg"></div></div><p class="D_lS D_mf" style="-webkit-line-clamp: 2;">{t}</p><div class="D_jw D_le"><p title="{p}" class="D_lS D_md">{p if v else "FREE"}</p></div><p class="D_lS D_mn">{"Baru" if i % 2 else "Bekas"}</p></a></div><div class="D_qP"><button class="D_lH"><svg></svg><span>{i * 3}</span></button></div></div>'
    rows = [
        (t, float(v) if v else None, f"/p/item-12{i}/?t-id=abc&t-source=browse")
        for i, (t, p, v, *_) in enumerate(ADS[:12])
    ]
    page(
        "carousell",
        site(
            f'<main class="D_Bw"><h1>Hasil untuk "rumah tangga"</h1>{cards}<button class="D_more">Lihat lebih banyak</button></main>'
        ),
        rows,
    )


carousell()


def fbm() -> None:
    cards = "".join(
        f'<div class="x9f619 x78zum5" style="max-width:381px;min-width:242px"><div class="x3ct3a4"><div><div><span class="x4k7w5x"><div><a class="x1i10hfl" href="/marketplace/item/88{i}/?ref=search&amp;__tn__=!%3AD" role="link" tabindex="0"><div class="x9f619"><div class="x6ikm8r"><img alt="{t} in {c}" class="xt7dq6l" src="y.jpg"></div><div class="xyqdw3p"><div class="x1gslohp"><div><span class="x193iq5w" dir="auto">{p.replace("Rp ", "IDR") if v else "Gratis"}</span></div></div><div class="x1gslohp"><span class="x193iq5w"><div><span class="x1lliihq" style="-webkit-line-clamp:2">{t}</span></div></span></div><div class="x1gslohp"><span class="x193iq5w"><div><span>{c}, Jawa Tengah</span></div></span></div></div></div></a></div></span></div></div></div></div>'
        for i, (t, p, v, c, d, s) in enumerate(ADS)
    )
    side = "".join(
        f'<div><a href="/marketplace/{x}/"><span>{n}</span></a></div>'
        for x, n in [
            ("vehicles", "Kendaraan"),
            ("propertyrentals", "Sewa Properti"),
            ("apparel", "Pakaian"),
            ("electronics", "Elektronik"),
            ("free", "Barang Gratis"),
            ("garden", "Kebun"),
        ]
    )
    page(
        "fb marketplace",
        f'<html><head><title>Marketplace</title></head><body><div role="banner"><a href="/"></a></div><div role="navigation">{side}</div><div role="main"><span>Pilihan hari ini</span><div>{cards}</div></div></body></html>',
        [
            (t, float(v) if v else None, f"/marketplace/item/88{i}/?ref=search&__tn__=!%3AD")
            for i, (t, p, v, *_) in enumerate(ADS)
        ],
    )


fbm()


def gumtree() -> None:
    def art(i, t, p, c, d):
        return f'<li class="natural"><article class="listing-maxi" data-q="ad-13{i}"><a class="listing-link" href="/p/for-sale/x/13{i}"><div class="listing-side"><div class="listing-thumbnail"><img data-lazy="i.jpg" src="data:image/gif;base64,R" alt=""></div></div><div class="listing-content"><h2 class="listing-title">{t}</h2><p class="listing-description truncate-paragraph">Selling this as we are moving soon, pick up only please, cash on collection. Message for details.</p><div class="listing-location"><span class="truncate-line">{c}</span></div><strong class="h3-responsive">{p}</strong><span class="listing-posted-date" data-q="listing-adAge">{d}</span></div></a><span class="save-ad" data-savead="{i}"></span></article></li>'

    d = [
        ("Oak wardrobe", "£85.00", 85, "Leeds", "3 mins ago"),
        ("Double room to let", "£480pm", 480, "Leeds", "1 hour ago"),
        ("Kids bike 16in", "£25.00", 25, "Bradford", "2 hours ago"),
        ("Garden table", "£40.00", 40, "York", "5 hours ago"),
        ("Office chair", "£15.00", 15, "Leeds", "1 day ago"),
        ("Van hire man and van", "", None, "Leeds", "1 day ago"),
    ]
    f = [
        ("FEATURED sofa bed grey", "£199.99", 199.99, "Leeds", "today"),
        ("Piano tuning", "£60.00", 60, "Hull", "today"),
    ]
    html = (
        '<ul class="clearfix list-listing-maxi" data-q="featuredresults">'
        + "".join(art(90 + i, t, p, c, x) for i, (t, p, v, c, x) in enumerate(f))
        + '</ul><ul class="clearfix list-listing-maxi" data-q="naturalresults">'
        + "".join(art(i, t, p, c, x) for i, (t, p, v, c, x) in enumerate(d))
        + "</ul>"
    )
    rows = [(t, v, f"/p/for-sale/x/13{90 + i}") for i, (t, p, v, *_) in enumerate(f)] + [
        (t, v, f"/p/for-sale/x/13{i}") for i, (t, p, v, *_) in enumerate(d)
    ]
    page(
        "gumtree",
        site(
            html
            + '<ul class="pagination"><li class="pagination-page is-active"><span>1</span></li><li class="pagination-page"><a href="/list/page2">2</a></li><li class="pagination-next"><a href="/list/page2" rel="nofollow" title="next page"><span>Next</span></a></li></ul>'
        ),
        rows,
        next="/list/page2",
    )


gumtree()


def ebay() -> None:
    cards = '<li class="s-item s-item__pl-on-bottom"><div class="s-item__wrapper"><a class="s-item__link" href="https://t.example/itm/123456?hash=item"><div class="s-item__title"><span role="heading">Shop on Contoh</span></div></a><span class="s-item__price">$20.00</span></div></li>'
    data = [
        ("Vintage film camera w/ case", "$45.50", 45.5),
        ("Wooden chess set hand carved", "$18.00 to $30.00", 18),
        ("Batik cloth 2m NEW", "$12.99", 12.99),
        ("Keris replica wall decor", "$75.00", 75),
        ("Old coins lot of 30", "$9.95", 9.95),
        ('Mountain bike fork 26"', "$60.00", 60),
        ("Toy cars x12", "$22.00", 22),
    ]
    for i, (t, p, v) in enumerate(data):
        cards += f'<li class="s-item s-item__pl-on-bottom" data-view="mi"><div class="s-item__wrapper clearfix"><div class="s-item__image-section"><a tabindex="-1" href="https://t.example/itm/40{i}?epid=1&amp;hash=item5"><img alt="{t}" src="x.jpg"></a></div><div class="s-item__info clearfix"><a class="s-item__link" href="https://t.example/itm/40{i}?epid=1&amp;hash=item5"><div class="s-item__title"><span role="heading" aria-level="3"><span class="LIGHT_HIGHLIGHT">New Listing</span>{t}</span></div></a><div class="s-item__subtitle"><span class="SECONDARY_INFO">Pre-Owned</span></div><div class="s-item__details"><span class="s-item__price">{p}</span><span class="s-item__purchase-options">or Best Offer</span><span class="s-item__shipping s-item__logisticsCost">+$14.20 shipping estimate</span><span class="s-item__location">from Indonesia</span><span class="s-item__watchCountTotal"><span>{i + 3} watchers</span></span></div></div></div></li>'.replace(
            '<span class="LIGHT_HIGHLIGHT">New Listing</span>', ""
        )
    page(
        "ebay list",
        site(
            f'<div id="srp-river-results"><ul class="srp-results srp-list">{cards}</ul><nav class="pagination"><a class="pagination__previous" href="#">Prev</a><ol class="pagination__items"><li><a class="pagination__item" aria-current="page" href="/list?p=1">1</a></li><li><a class="pagination__item" href="/list?p=2">2</a></li></ol><a type="next" aria-label="Go to next search page" class="pagination__next" href="/list?p=2">Next</a></nav></div>'
        ),
        [(t, v, f"https://t.example/itm/40{i}?epid=1&hash=item5") for i, (t, p, v) in enumerate(data)],
        next="/list?p=2",
        optional=("https://t.example/itm/123456?hash=item",),
    )


ebay()


def dawn() -> None:
    cards = ""
    for i, (t, p, v, c, d, s) in enumerate(ADS[:8]):
        v = v or 120000
        ps = f"Rp {v:,}.00 IDR"
        sale = i in (1, 4)
        cards += (
            f'<li class="grid__item scroll-trigger animate--slide-in"><div class="card-wrapper product-card-wrapper underline-links-hover"><div class="card card--standard card--media"><div class="card__inner"><div class="card__media"><div class="media"><img srcset="//cdn" src="x" alt="{t}" loading="lazy"></div></div><div class="card__content"><div class="card__information"><h3 class="card__heading"><a href="/products/produk-{i}" class="full-unstyled-link">{t}</a></h3></div><div class="card__badge bottom left">{"<span class=badge>Sale</span>" if sale else ""}</div></div></div><div class="card__content"><div class="card__information"><h3 class="card__heading h5"><a href="/products/produk-{i}" class="full-unstyled-link">{t}</a></h3><div class="card-information"><span class="caption-large light"></span><div class="price {"price--on-sale" if sale else ""}"><div class="price__container">'
            + (
                f'<div class="price__sale"><span class="visually-hidden visually-hidden--inline">Regular price</span><span><s class="price-item price-item--regular">Rp {v * 2:,}.00 IDR</s></span><span class="visually-hidden">Sale price</span><span class="price-item price-item--sale price-item--last">{ps}</span></div>'
                if sale
                else f'<div class="price__regular"><span class="visually-hidden visually-hidden--inline">Regular price</span><span class="price-item price-item--regular">{ps}</span></div>'
            )
            + '<small class="unit-price caption hidden"><span class="visually-hidden">Unit price</span><span class="price-item price-item--last"><span></span><span aria-hidden="true">/</span></span></small></div></div></div></div></div></div></div></li>'
        )
    page(
        "shopify dawn",
        site(
            f'<main id="MainContent"><div class="collection-hero"><h1>Koleksi: Semua</h1></div><facet-filters-form><details><summary>Availability</summary><ul><li><a href="?filter.v.availability=1">In stock (8)</a></li><li><a href="?filter.v.availability=0">Out of stock (0)</a></li></ul></details></facet-filters-form><div id="ProductGridContainer"><ul id="product-grid" class="grid product-grid">{cards}</ul></div></main>'
        ),
        [(t, float(v or 120000), f"/products/produk-{i}") for i, (t, p, v, *_) in enumerate(ADS[:8])],
    )


dawn()


def blogspot() -> None:
    posts = "".join(
        f'<div class="date-outer"><h2 class="date-header"><span>Senin, {23 - i} November 2026</span></h2><div class="date-posts"><div class="post-outer"><div class="post hentry uncustomized-post-template" itemprop="blogPost" itemscope itemtype="http://schema.org/BlogPosting"><a name="88{i}"></a><h3 class="post-title entry-title" itemprop="name"><a href="http://t.example/2026/11/loker-{i}.html">Lowongan {t} {c}</a></h3><div class="post-header"></div><div class="post-body entry-content"><div style="text-align:justify">{s} membuka lowongan untuk posisi {t.lower()}. Syarat: jujur, rajin, bersedia kerja tim. Kirim lamaran ke alamat kantor kami sebelum akhir bulan.</div><div class="jump-link"><a href="http://t.example/2026/11/loker-{i}.html#more" title="x">Baca selengkapnya »</a></div></div><div class="post-footer"><span class="post-author vcard">Diposting oleh <a class="g-profile" href="https://www.blogger.example/profile/1" rel="author">Admin Loker</a></span> <span class="post-timestamp">di <a class="timestamp-link" href="http://t.example/2026/11/loker-{i}.html" rel="bookmark"><abbr class="published" title="2026-11-{23 - i}T08:00:00+07:00">08.0{i}</abbr></a></span> <span class="post-comment-link"><a class="comment-link" href="http://t.example/2026/11/loker-{i}.html#comment-form">Tidak ada komentar:</a></span><div class="post-share-buttons"><a class="goog-inline-block share-button sb-email" href="https://www.blogger.example/share?x={i}" target="_blank"><span>Kirimkan Ini lewat Email</span></a></div><div class="post-labels">Label: <a href="http://t.example/search/label/loker" rel="tag">loker</a>, <a href="http://t.example/search/label/{c[:4]}" rel="tag">{c[:4]}</a></div></div></div></div></div></div>'
        for i, (t, s, c, *_) in enumerate(JOBS[:7])
    )
    side = (
        '<div class="sidebar section"><div class="widget PopularPosts"><h2>Entri Populer</h2><ul>'
        + "".join(
            f'<li><div class="item-thumbnail"><a href="http://t.example/2025/pop-{i}.html"><img src=x></a></div><div class="item-title"><a href="http://t.example/2025/pop-{i}.html">Lowongan populer {i} tahun lalu</a></div><div class="item-snippet">Dibutuhkan segera untuk penempatan di seluruh wilayah, kirim lamaran lengkap sekarang juga</div></li>'
            for i in range(9)
        )
        + '</ul></div><div class="widget BlogArchive"><h2>Arsip</h2><ul>'
        + "".join(
            f'<li class="archivedate"><a href="http://t.example/2026/{m:02}/">2026/{m:02}</a> <span class="post-count">({m * 3})</span><ul>'
            + "".join(
                f'<li><a href="http://t.example/2026/{m:02}/arsip-{k}.html">Lowongan arsip bulan {m} nomor {k}</a></li>'
                for k in range(4)
            )
            + "</ul></li>"
            for m in range(1, 12)
        )
        + "</ul></div></div>"
    )
    page(
        "blogspot jobs",
        f'<html><head><title>Info Loker Contoh</title></head><body class="loading"><div id="outer-wrapper"><div id="header"><h1 class="title">Info Loker Contoh</h1></div><div class="main section" id="main"><div class="widget Blog"><div class="blog-posts hfeed">{posts}</div><div class="blog-pager" id="blog-pager"><span id="blog-pager-older-link"><a class="blog-pager-older-link" href="http://t.example/search?updated-max=2026-11-16&amp;max-results=7" id="Blog1_blog-pager-older-link" title="Posting Lama">Posting Lama</a></span><a class="home-link" href="http://t.example/">Beranda</a></div></div></div>{side}</div></body></html>',
        [(f"Lowongan {t} {c}", None, f"/2026/11/loker-{i}.html") for i, (t, s, c, *_) in enumerate(JOBS[:7])],
        next="/search?updated-max=2026-11-16&max-results=7",
    )


blogspot()


def jobstreet() -> None:
    cards = ""
    for i, (t, co, c, p, v, d) in enumerate(JOBS):
        sal = f'<span data-automation="jobSalary"><span>{p}</span></span>' if p else ""
        cards += f'<div class="_1u6x"><article data-automation="normalJob" data-job-id="90{i}" aria-label="{t}" class="_12h2x"><div><a href="/id/job/90{i}?type=standard&amp;ref=search#sol=1" data-automation="job-list-view-job-link" class="_jobcover" aria-hidden="true" tabindex="-1"></a></div><div class="_k1"><div class="_k2"><h3 class="_k3"><a href="/id/job/90{i}?type=standard&amp;ref=search#sol=1" data-automation="jobTitle">{t}</a></h3><span>di <a href="/id/{co.replace(" ", "-")}-jobs" data-automation="jobCompany">{co}</a></span></div><div><span data-automation="jobCardLocation"><a href="/id/jobs/in-{c.split(",")[0].replace(" ", "-")}" data-automation="jobLocation">{c}</a></span>{sal}</div><div><span>Subklasifikasi: <a href="/id/jobs-in-admin" data-automation="jobSubClassification">Administrasi</a></span></div><ul class="_ul"><li><span>Lingkungan kerja nyaman dan suportif</span></li><li><span>BPJS dan tunjangan makan</span></li></ul><span data-automation="jobShortDescription">Kami mencari kandidat {t.lower()} yang teliti dan mau belajar.</span><span data-automation="jobListingDate">{d}</span></div></article></div>'
    page(
        "jobstreet",
        site(
            f'<div data-automation="searchResults"><h1>1.204 lowongan</h1>{cards}<nav aria-label="pagination"><ul><li><a href="/list?p=1" aria-current="true">1</a></li><li><a href="/list?p=2">2</a></li><li><a href="/list?p=2" rel="nofollow next" aria-label="Selanjutnya"><span>Selanjutnya</span></a></li></ul></nav></div><div class="related"><h3>Pencarian terkait</h3><ul>'
            + "".join(
                f'<li><a href="/id/{x}-jobs">Lowongan {x}</a></li>'
                for x in ["admin", "gudang", "kasir", "sopir", "guru", "perawat", "barista", "koki"]
            )
            + "</ul></div>"
        ),
        [
            (t, float(v) if v else None, f"/id/job/90{i}?type=standard&ref=search#sol=1")
            for i, (t, co, c, p, v, d) in enumerate(JOBS)
        ],
        next="/list?p=2",
    )


jobstreet()


def indeed() -> None:
    cards = ""
    for i, (t, co, c, p, v, d) in enumerate(JOBS):
        if i == 5:
            cards += '<li class="css-1"><div class="mosaic-zone" id="mosaic-aboveXthJob"><div>Jadilah yang pertama melihat lowongan baru <a href="/promo/resume">Unggah CV Anda</a></div></div></li>'
        cards += f'<li class="css-5lfssm eu4oa1w0"><div class="cardOutline tapItem job_ab{i} resultWithShelf"><div class="slider_container"><div class="slider_item"><div class="job_seen_beacon"><table class="mainContentTable" role="presentation"><tbody><tr><td class="resultContent"><div class="css-1m"><h2 class="jobTitle css-14z7akl" tabindex="-1"><a id="job_ab{i}" data-jk="ab{i}" class="jcs-JobTitle" href="/rc/clk?jk=ab{i}&amp;bb=x&amp;fccid=1"><span title="{t}" id="jobTitle-ab{i}">{t}</span></a></h2></div><div class="company_location"><div><span data-testid="company-name">{co}</span><div data-testid="text-location">{c}</div></div></div><div class="jobMetaDataGroup">{f"<div class=salary-snippet-container><div data-testid=attribute_snippet>{p}</div></div>" if p else ""}<div class="metadata"><div>Penuh Waktu</div></div></div></td></tr></tbody></table><table class="jobCardShelfContainer"><tbody><tr class="underShelfFooter"><td><div class="heading6"><ul style="list-style-type:circle"><li>Pria/wanita usia maksimal 30 tahun, pendidikan minimal SMA.</li></ul></div><span class="date">{d}</span></td></tr></tbody></table></div></div></div></div></li>'
    page(
        "indeed",
        site(
            f'<div id="mosaic-provider-jobcards"><ul class="css-zu9cdh">{cards}</ul></div><nav role="navigation" aria-label="pagination"><ul><li><a data-testid="pagination-page-current" href="#">1</a></li><li><a href="/list?start=10">2</a></li><li><a data-testid="pagination-page-next" aria-label="Next Page" href="/list?start=10"><svg></svg></a></li></ul></nav>'
        ),
        [(t, float(v) if v else None, f"/rc/clk?jk=ab{i}&bb=x&fccid=1") for i, (t, co, c, p, v, d) in enumerate(JOBS)],
        next="/list?start=10",
    )


indeed()


def kaskus() -> None:
    cards = "".join(
        f'<div class="D(f) Jc(sb) Py(16px) Bdb(borderSolidLightGrey)"><div class="Fx(flexZero) W(60px)"><a href="/profile/{i}"><img alt="avatar" src="x"></a></div><div class="Fx(flexOne)"><div class="D(f) Ai(c)"><a href="/komunitas/fjb" class="C(c-primary)">FJB Home</a><span>·</span><a href="/@{s.replace(" ", "").lower()}" class="Fw(b)">{s}</a><span class="C(c-grey)">{d} pukul 10:2{i % 10}</span></div><a class="C(c-normal) Fz(16px) Fw(700)" href="/thread/62{i:04}/slug">{"[WTS] " if i % 2 else ""}{t}</a><div class="Fz(14px)">Kondisi baik, lokasi {c}, bisa COD atau kirim. Minat silakan PM ya gan.</div><div class="My(8px) Fw(b)">{p}</div><div class="D(f)"><span>👍 {i}</span><a href="/thread/62{i:04}/slug#comment">{i * 2} Balasan</a><a href="/share?u={i}">Bagikan</a></div></div></div>'
        for i, (t, p, v, c, d, s) in enumerate(ADS)
    )
    page(
        "kaskus feed",
        site(
            f'<div class="W(640px)">{cards}</div><div class="W(300px)"><h3>Hot Threads</h3>'
            + "".join(
                f'<div class="D(f)"><span>{i + 1}</span><a href="/thread/hot{i}/x">Topik panas nomor {i} yang ramai dibahas pekan ini</a></div>'
                for i in range(10)
            )
            + "</div>"
        ),
        [
            (("[WTS] " if i % 2 else "") + t, float(v) if v else None, f"/thread/62{i:04}/slug")
            for i, (t, p, v, c, d, s) in enumerate(ADS)
        ],
    )


kaskus()
