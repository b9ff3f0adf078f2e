"""Single adverts, blogs, link lists and data for scripts. Names say what they are like. All content is invented."""

# ruff: noqa: E741

import json

from tests.crawler.unseen.made import ADS, CRUMBS, JOBS, TOPICS, page, site


def details() -> None:
    rel = "".join(
        f'<div class="rel-card"><a href="/item/{i}"><img src=x alt=""></a><a href="/item/{i}" class="nm">{t}</a><span>{p}</span></div>'
        for i, (t, p, v, *_) in enumerate(ADS[:8])
    )
    page(
        "ad detail",
        site(
            f'{CRUMBS}<div class="row"><div class="col-8"><div class="gallery"><img src=1><img src=2></div><div class="desc"><h3>Deskripsi</h3><p>Dijual lemari jati tua milik orang tua, kondisi 90%, kunci lengkap, tidak ada rayap. Ambil sendiri di Kudus atau pakai jasa angkut.</p></div></div><div class="col-4"><div class="price-box"><div class="price">Rp 3.250.000</div><h1>Lemari jati tua tiga pintu</h1><p>Kudus Kota, Jawa Tengah · 21 Nov</p></div><div class="seller"><a href="/u/55">Pak Wiryo</a><button>Chat</button></div></div></div><h2>Iklan serupa</h2><div class="rel">{rel}</div>',
            title="Lemari jati tua tiga pintu - Pasar Contoh",
        ),
        [("Lemari jati tua tiga pintu", 3250000.0, None)],
        kind="detail",
        url="http://t.example/item/991",
    )
    page(
        "job detail",
        site(
            '<article><header><h1>Staf Gudang</h1><p><a href="/perusahaan/9">PT Contoh Logistik</a> — Bekasi</p><p>Rp 4.800.000 - Rp 5.500.000 / bulan</p><a class="apply" href="/lamar/77">Lamar Sekarang</a></header><section><h2>Deskripsi Pekerjaan</h2><ul><li>Menerima dan mencatat barang masuk dan keluar gudang setiap hari.</li><li>Menyusun laporan stok mingguan untuk kepala gudang.</li><li>Menjaga kebersihan dan kerapian area penyimpanan.</li></ul><h2>Kualifikasi</h2><ul><li>Pendidikan minimal SMA atau sederajat.</li><li>Mampu mengoperasikan komputer.</li></ul></section></article><aside><h3>Lowongan lain</h3><ul>'
            + "".join(f'<li><a href="/job/{i}">{t}</a><span>{co}</span></li>' for i, (t, co, *_) in enumerate(JOBS[:5]))
            + "</ul></aside>",
            title="Lowongan Staf Gudang di Bekasi",
        ),
        [("Staf Gudang", 4800000.0, None)],
        kind="detail",
        url="http://t.example/job/77",
    )


details()


def mui() -> None:
    cards = "".join(
        f'<div class="MuiGrid-root MuiGrid-item MuiGrid-grid-xs-12 css-{i % 4}x1"><div class="MuiPaper-root MuiPaper-elevation1 MuiCard-root css-1l"><a class="MuiTypography-root MuiLink-root css-over" href="/loker/{i + 60}" aria-label="{t}"></a><div class="MuiCardHeader-root"><div class="MuiAvatar-root"><img src="l.png" class="MuiAvatar-img"></div><div class="MuiCardHeader-content"><span class="MuiTypography-root MuiTypography-h5 MuiCardHeader-title">{t}</span><span class="MuiTypography-root MuiTypography-body1 MuiCardHeader-subheader">{co}</span></div></div><div class="MuiCardContent-root"><div class="MuiChip-root"><span class="MuiChip-label">{c}</span></div><div class="MuiChip-root"><span class="MuiChip-label">{p or "Gaji dirahasiakan"}</span></div></div><div class="MuiCardActions-root"><span class="MuiTypography-caption">{d}</span><button class="MuiButtonBase-root">Simpan</button></div></div></div>'
        for i, (t, co, c, p, v, d) in enumerate(JOBS)
    )
    page(
        "mui jobs",
        site(f'<div class="MuiContainer-root"><div class="MuiGrid-root MuiGrid-container">{cards}</div></div>'),
        [(t, float(v) if v else None, f"/loker/{i + 60}") for i, (t, co, c, p, v, d) in enumerate(JOBS)],
    )


mui()


def hn() -> None:
    rows = "".join(
        f'<tr class="athing" id="41{i}"><td align="right" valign="top" class="title"><span class="rank">{i + 1}.</span></td><td valign="top" class="votelinks"><center><a id="up_41{i}" href="vote?id=41{i}&amp;how=up"><div class="votearrow" title="upvote"></div></a></center></td><td class="title"><span class="titleline"><a href="https://berita{i}.example/artikel">{t}</a><span class="sitebit comhead"> (<a href="from?site=berita{i}.example"><span class="sitestr">berita{i}.example</span></a>)</span></span></td></tr><tr><td colspan="2"></td><td class="subtext"><span class="subline"><span class="score">{r} points</span> by <a href="user?id={u}" class="hnuser">{u}</a> <span class="age"><a href="item?id=41{i}">{i + 1} hours ago</a></span> | <a href="hide?id=41{i}">hide</a> | <a href="item?id=41{i}">{v}&nbsp;comments</a></span></td></tr><tr class="spacer" style="height:5px"></tr>'
        for i, (t, u, r, v, d, l) in enumerate(TOPICS)
    )
    page(
        "hacker news",
        f'<html><body><center><table id="hnmain"><tr><td bgcolor="#ff6600"><table><tr><td><span class="pagetop"><b class="hnname"><a href="news">Contoh News</a></b><a href="newest">new</a> | <a href="front">past</a> | <a href="newcomments">comments</a> | <a href="ask">ask</a> | <a href="jobs">jobs</a></span></td></tr></table></td></tr><tr><td><table>{rows}<tr class="morespace"></tr><tr><td colspan="2"></td><td class="title"><a href="?p=2" class="morelink" rel="next">More</a></td></tr></table></td></tr><tr><td><span class="yclinks"><a href="guidelines.html">Guidelines</a> | <a href="faq.html">FAQ</a> | <a href="lists">Lists</a></span></td></tr></table></center></body></html>',
        [(t, None, f"https://berita{i}.example/artikel") for i, (t, *_) in enumerate(TOPICS)],
        next="/news?p=2",
        url="http://t.example/news",
    )


hn()


def wpgrid() -> None:
    cards = "".join(
        f'<article id="post-{i}" class="post-{i} post type-post status-publish format-standard has-post-thumbnail hentry category-loker"><div class="post-thumbnail"><a href="http://t.example/{s}/"><img width="300" class="wp-post-image" src="x"></a></div><div class="entry-wrap"><div class="cat-links"><a href="http://t.example/category/loker/" rel="category tag">Loker</a></div><header class="entry-header"><h2 class="entry-title"><a href="http://t.example/{s}/" rel="bookmark">{t} – {co}</a></h2></header><div class="entry-meta"><span class="posted-on">Posted on <a href="http://t.example/{s}/" rel="bookmark"><time class="entry-date published" datetime="2026-11-{20 - i:02}T08:00:00+07:00">{20 - i} November 2026</time></a></span><span class="byline"> by <span class="author vcard"><a class="url fn n" href="http://t.example/author/admin/">admin</a></span></span></div><div class="entry-content"><p>{co} sedang membutuhkan tenaga {t.lower()} untuk penempatan {c}. Pelamar diharap membawa berkas… <a class="more-link" href="http://t.example/{s}/">Baca Selengkapnya <span class="screen-reader-text">{t}</span></a></p></div></div></article>'
        for i, (t, co, c, p, v, d) in enumerate(JOBS)
        for s in [f"loker-nomor-{i}"]
    )
    side = (
        '<aside id="secondary" class="widget-area"><section class="widget widget_recent_entries"><h2>Pos-pos Terbaru</h2><ul>'
        + "".join(
            f'<li><a href="http://t.example/loker-nomor-{i}/">{t} – {co}</a> <span class="post-date">{20 - i} November 2026</span></li>'
            for i, (t, co, *_) in enumerate(JOBS[:5])
        )
        + '</ul></section><section class="widget widget_categories"><ul>'
        + "".join(
            f'<li class="cat-item"><a href="http://t.example/category/{x}/">{x.title()}</a> (2)</li>'
            for x in ["loker", "magang", "cpns", "tips"]
        )
        + "</ul></section></aside>"
    )
    page(
        "wp grid blog",
        site(
            f'<div id="primary"><main>{cards}<nav class="navigation pagination"><div class="nav-links"><span aria-current="page" class="page-numbers current">1</span><a class="page-numbers" href="http://t.example/page/2/">2</a><span class="page-numbers dots">…</span><a class="page-numbers" href="http://t.example/page/9/">9</a><a class="next page-numbers" href="http://t.example/page/2/">Berikutnya</a></div></nav></main></div>{side}'
        ),
        [(f"{t} – {co}", None, f"/loker-nomor-{i}/") for i, (t, co, *_) in enumerate(JOBS)],
        next="/page/2/",
    )


wpgrid()


def voucher() -> None:
    cards = "".join(
        f'<div class="c16H9d"><div class="cRjWHt"><a age="0" href="//t.example/products/x-i{i}.html?search=1"><img alt="{t}" src="d"></a></div><div class="buTCk"><div class="RfADt"><a age="0" title="{t}" href="//t.example/products/x-i{i}.html?search=1">{t}</a></div><div class="vch"><span>Cashback Rp10.000</span></div><div class="aBrP0"><span class="ooOxS">Rp{(v or 50000):,}</span></div><div class="WNoq3"><span class="IcOsH">-{10 + i}%</span> <del class="x">Rp{(v or 50000) * 3 // 2:,}</del></div><div class="_6uN7R"><span class="_1cEkb"><span>{i * 9} sold</span></span><span class="oa6ri" title="{c}">{c}</span></div></div></div>'.replace(
            ",", "."
        )
        for i, (t, p, v, c, d, s) in enumerate(ADS[:10])
    )
    page(
        "voucher cards",
        site(f'<div class="Bm3ON">{cards}</div>'),
        [
            (t.replace(",", "."), float(v or 50000), f"http://t.example/products/x-i{i}.html?search=1")
            for i, (t, p, v, *_) in enumerate(ADS[:10])
        ],
    )


voucher()


def nextjson() -> None:
    ads2 = [
        {"adId": i, "subject": t, "price": {"value": v}, "url": f"/ads/slug-{i}", "body": "Kondisi baik sekali."}
        for i, (t, p, v, *_) in enumerate(ADS[:8])
    ]
    page(
        "next data",
        f'<html><head><title>x</title></head><body><div id="__next"><div class="spinner">Memuat…</div></div><script id="__NEXT_DATA__" type="application/json">{json.dumps({"props": {"pageProps": {"menu": [{"title": "Home", "url": "/"}, {"title": "Bantuan", "url": "/b"}], "results": {"total": 8, "ads": ads2}}}})}</script></body></html>',
        [(t, float(v) if v else None, f"/ads/slug-{i}") for i, (t, p, v, *_) in enumerate(ADS[:8])],
    )


nextjson()
