"""Pages as portals and newer frameworks make them, of the goods and vacancies of `builders`. All content is invented."""

from tests.crawler.unseen.builders import GOODS, WORK, jobs, rows, rp
from tests.crawler.unseen.made import page, site


def onrequest() -> None:
    told = ["Harga: call", "Harga: Rp 4,25jt", "Harga: TANYA", "Harga: 725 rb", "Harga: PM/inbox", "Harga: 640.000,-"]
    amounts = [0, 4250000, 0, 725000, 0, 640000]
    shown = "".join(
        f'<div class="ad-row"><b><a href="detail-iklan/{i}">{GOODS[i][0].upper()}</a></b><br><font color="red">{p}</font> | Lokasi: {GOODS[i][2]} | HP: 0812-0000-11{i}1<br>Dipasang: {20 - i}-11-2026<hr></div>'
        for i, p in enumerate(told)
    )
    page(
        "call for price",
        f'<html><body><center><h1>IKLAN GRATIS</h1></center><table><tr><td width=150><a href="k1">Mobil</a><br><a href="k2">Motor</a><br><a href="k3">Lowongan</a><br><a href="k4">Rumah</a></td><td>{shown}</td></tr></table></body></html>',
        [(GOODS[i][0].upper(), float(v) if v else None, f"/detail-iklan/{i}") for i, v in enumerate(amounts)],
    )


def after() -> None:
    told = [
        "950.000 IDR",
        "4.250.000 IDR",
        "385 ribu",
        "725.000 rupiah",
        "2,1 juta",
        "640rb",
        "65.000 IDR",
        "1.875.000 rupiah",
    ]
    shown = "".join(
        f'<div class="v-col-sm-6 v-col-md-4"><a class="v-card v-theme--light v-card--link" href="/barang/{i}"><div class="v-responsive v-img"><img class="v-img__img" src="x" alt=""></div><div class="v-card-title">{t}</div><div class="v-card-subtitle">{told[i]}</div><div class="v-card-text">{c}</div></a></div>'
        for i, (t, _, c, _) in enumerate(GOODS)
    )
    page(
        "vuetify, currency after",
        site(f'<div class="v-container"><div class="v-row">{shown}</div></div>'),
        rows("/barang/{}"),
    )


def ranges() -> None:
    pay = [
        "1,9 - 2,3 juta",
        "Negotiable",
        "Rp6.500.000–Rp8.000.000",
        "7,2jt s/d 9jt",
        "",
        "Rp 8 juta - 10 juta per bulan",
    ]
    shown = "".join(
        f'<li class="ant-list-item"><div class="ant-list-item-meta"><div class="ant-list-item-meta-avatar"><span class="ant-avatar"><img src="l"></span></div><div class="ant-list-item-meta-content"><h4 class="ant-list-item-meta-title"><a href="/karir/{i}">{t}</a></h4><div class="ant-list-item-meta-description">{co} · {c}</div></div></div><ul class="ant-list-item-action"><li><span>{pay[i]}</span></li><li><a href="/karir/{i}/lamar">Lamar</a></li></ul></li>'
        for i, (t, co, c, _) in enumerate(WORK)
    )
    page(
        "ant design, ranges",
        site(
            f'<div class="ant-list ant-list-split"><ul class="ant-list-items">{shown}</ul></div><ul class="ant-pagination"><li title="1" class="ant-pagination-item ant-pagination-item-1 ant-pagination-item-active"><a rel="nofollow">1</a></li><li title="2" class="ant-pagination-item"><a rel="nofollow" href="/karir?hal=2">2</a></li><li title="Next Page" class="ant-pagination-next"><a href="/karir?hal=2"><span role="img"></span></a></li></ul>'
        ),
        jobs("/karir/{}"),
        next="/karir?hal=2",
    )


def instalments() -> None:
    shown = "".join(
        f'<div class="kartu"><a href="/kredit/{i}"><img src="m.jpg"></a><div class="kartu-isi"><span class="cicil">{rp(v // 12 // 1000 * 1000)} x 12 bln</span><h5><a href="/kredit/{i}">{t}</a></h5><span class="tunai">Tunai: {rp(v)}</span><span class="dp">DP {rp(v // 10)}</span></div></div>'
        for i, (t, v, *_) in enumerate(GOODS)
    )
    page("instalments first", site(f'<div class="katalog">{shown}</div>'), rows("/kredit/{}"))


def strikes() -> None:
    shown = "".join(
        f'<li><div class="wixui-product" data-hook="product-item-root"><a data-hook="product-item-container" href="https://t.example/product-page/p-{i}"><div data-hook="product-item-images"></div></a><a data-hook="product-item-product-details-link" href="https://t.example/product-page/p-{i}"><h3 data-hook="product-item-name" class="s9z{i}">{t}</h3><div data-hook="prices-container"><span class="visually-hidden">Regular Price</span><span data-hook="product-item-price-before-discount">{rp(v * 2)}</span><span class="visually-hidden">Sale Price</span><span data-hook="product-item-price-to-pay" data-wix-price="{rp(v)}">{rp(v)}</span></div></a><button data-hook="product-item-add-to-cart-button">Add to Cart</button></div></li>'
        for i, (t, v, *_) in enumerate(GOODS)
    )
    page(
        "wix shop",
        f'<html><body><div id="SITE_CONTAINER"><header id="SITE_HEADER"><nav><ul><li><a href="https://t.example/">Home</a></li><li><a href="https://t.example/shop">Shop</a></li><li><a href="https://t.example/contact">Contact</a></li></ul></nav></header><main><section data-hook="product-list"><ul data-hook="product-list-wrapper">{shown}</ul></section></main></div></body></html>',
        [(t, float(v), f"https://t.example/product-page/p-{i}") for i, (t, v, *_) in enumerate(GOODS)],
    )


def javanese() -> None:
    when = [
        "mau esuk",
        "wingi",
        "rong dina kepungkur",
        "3 jam kepungkur",
        "just now",
        "5 mins ago",
        "minggu kepungkur",
        "yesterday",
    ]
    shown = "".join(
        f'<div class="status-card"><div class="status-head"><a class="who" href="/wong/{s.split()[-1].lower()}">{s}</a><a class="when" href="/kabar/{i + 300}">{when[i]}</a></div><div class="status-body">Dodolan {t.lower()}, isih apik tur murah. Regane {rp(v)}, oleh dinyang sithik. Sing minat mara wae menyang {c}, utawa takon ing ngisor iki.</div><div class="status-foot"><a href="/kabar/{i + 300}/balas">Bales</a> <a href="/kabar/{i + 300}/seneng">Seneng</a></div></div>'
        for i, (t, v, c, s) in enumerate(GOODS)
    )
    page(
        "javanese timeline",
        site(f'<div class="timeline">{shown}</div><a href="/list?p=2" class="older">Kabar luwih lawas »</a>'),
        [(None, float(v), f"/kabar/{i + 300}") for i, (_, v, *_) in enumerate(GOODS)],
        kind="thread",
        next="/list?p=2",
    )


def angular() -> None:
    shown = "".join(
        f'<div _ngcontent-ng-c31="" class="col"><mat-card _ngcontent-ng-c31="" class="mat-mdc-card mdc-card"><mat-card-header class="mat-mdc-card-header"><mat-card-title class="mat-mdc-card-title">{t}</mat-card-title><mat-card-subtitle class="mat-mdc-card-subtitle">{co}</mat-card-subtitle></mat-card-header><mat-card-content class="mat-mdc-card-content"><p><mat-icon class="mat-icon">place</mat-icon> {c}</p><p><mat-icon class="mat-icon">payments</mat-icon> {rp(v) if v else "Sesuai UMR"}</p></mat-card-content><mat-card-actions><a mat-button routerlink="/lowongan/{i}" href="/lowongan/{i}"><span class="mdc-button__label">DETAIL</span></a></mat-card-actions></mat-card></div>'
        for i, (t, co, c, v) in enumerate(WORK)
    )
    page(
        "angular material",
        site(
            f'<app-root ng-version="19.0.1"><app-jobs class="ng-star-inserted"><div class="grid">{shown}</div></app-jobs></app-root>'
        ),
        jobs("/lowongan/{}"),
    )


def nodebb() -> None:
    told = [
        ("Jual sepeda lipat, Solo", "wong_solo", 4, 88),
        ("Info magang Jepang 2027 ada yang tahu?", "calon_tki", 31, 2201),
        ("Aturan forum, wajib dibaca", "admin", 0, 9120),
        ("Pengalaman naik kapal ikan Taiwan", "mas_kapal", 57, 4410),
        ("Tukar tambah HP", "konter22", 2, 19),
    ]
    shown = "".join(
        f'<li component="category/topic" class="category-item hover-parent py-2 mb-2 d-flex" data-tid="{i + 12}"><div class="d-flex p-0 col-12 col-lg-7 gap-2"><a class="d-inline-block" href="/user/{u}"><img component="user/picture" src="x" alt="{u}"></a><div class="flex-grow-1"><h3 component="topic/header" class="title text-break fs-5 fw-semibold m-0"><a class="text-reset" href="/topic/{i + 12}/slug-{i}">{t}</a></h3><span class="badge">Jual beli</span> <a href="/topic/{i + 12}/slug-{i}/1" class="timeago">{i + 1} days ago</a></div></div><div class="d-flex col-5"><div class="stats-votes">{i}<small>Votes</small></div><div class="stats-postcount">{r}<small>Posts</small></div><div class="stats-viewcount">{v}<small>Views</small></div></div><div component="topic/teaser"><div class="lastpost"><a href="/user/lain{i}"></a><a class="permalink timeago" href="/topic/{i + 12}/slug-{i}/{r}">3 hours ago</a><div class="post-content">Terima kasih infonya, sangat membantu.</div></div></div></li>'
        for i, (t, u, r, v) in enumerate(told)
    )
    page(
        "nodebb",
        site(
            f'<ul component="category" class="topics-list list-unstyled">{shown}</ul><div component="pagination" class="pagination-container"><ul class="pagination"><li class="page-item active"><a class="page-link" href="?p=1">1</a></li><li class="page-item"><a class="page-link" href="?p=2">2</a></li><li class="next page-item"><a class="page-link" href="?p=2"><i class="fa fa-chevron-right"></i></a></li></ul></div>'
        ),
        [(t, None, f"/topic/{i + 12}/slug-{i}") for i, (t, *_) in enumerate(told)],
        next="/list?p=2",
    )


def helpers() -> None:
    told = [
        ("Sulastri", 34, 5100, "HK 4 yrs"), ("Murniati", 41, 4990, "Taiwan 6 yrs"), ("Dwi Handayani", 29, 5300, "first timer"),
        ("Kartini", 38, 5100, "Singapore 2 yrs"), ("Ernawati", 45, 5500, "HK 9 yrs"), ("Siti Aisah", 31, 5100, "Malaysia 3 yrs"),
    ]  # fmt: skip
    shown = "".join(
        f'<div class="elementor-element e-loop-item e-loop-item-{i + 900}"><div class="elementor-widget-image"><a href="https://t.example/helper/h{i}/"><img src="h.jpg" alt=""></a></div><div class="elementor-widget-heading"><h2 class="elementor-heading-title elementor-size-default"><a href="https://t.example/helper/h{i}/">{n}</a></h2></div><div class="elementor-widget-text-editor">Age {a} · Married · {x}</div><div class="elementor-widget-text-editor">Expected salary HK${v:,}</div><div class="elementor-widget-button"><a class="elementor-button" href="https://t.example/helper/h{i}/"><span>View Biodata</span></a></div></div>'
        for i, (n, a, v, x) in enumerate(told)
    )
    page(
        "elementor biodata",
        site(
            f'<div class="elementor elementor-12"><div class="elementor-loop-container elementor-grid">{shown}</div><nav class="elementor-pagination"><span class="page-numbers current">1</span><a class="page-numbers" href="https://t.example/helpers/page/2/">2</a></nav></div>'
        ),
        [(n, float(v), f"https://t.example/helper/h{i}/") for i, (n, _, v, _) in enumerate(told)],
        next="https://t.example/helpers/page/2/",
    )


def callonly() -> None:
    told = [
        ("Pijat capek dan urut keseleo Bu Narti", 120000, "Sleman"),
        ("Sedot WC area Bantul 24 jam", 250000, "Bantul"),
        ("Les privat baca tulis panggilan", 60000, "Kulon Progo"),
        ("Servis AC bergaransi", 75000, "Godean"),
        ("Sewa tenda hajatan lengkap kursi", 900000, "Wates"),
        ("Rias pengantin ke rumah", 1500000, "Kalasan"),
    ]
    shown = "".join(
        f'<div class="w-dyn-item" role="listitem"><div class="service-card"><div class="service-pic" style="background-image:url(x)"></div><div class="service-h">{t}</div><div class="service-p">Mulai {rp(v)}</div><div class="service-c">{c}</div><a class="button w-button" target="_blank" href="https://wa.me/6281200003{i}00?text=Halo">Chat WhatsApp</a></div></div>'
        for i, (t, v, c) in enumerate(told)
    )
    page(
        "whatsapp buttons",
        f'<html><body><div class="navbar w-nav"><a href="/" class="brand w-nav-brand">JasaKu</a><nav class="w-nav-menu"><a class="w-nav-link" href="/">Home</a><a class="w-nav-link" href="/jasa">Jasa</a><a class="w-nav-link" href="/kontak">Kontak</a></nav></div><div class="w-dyn-list"><div role="list" class="w-dyn-items">{shown}</div></div></body></html>',
        [(t, float(v), None) for t, v, _ in told],
    )


def svelte() -> None:
    shown = "".join(
        f'<section class="svelte-1q8j2k"><header class="svelte-1q8j2k"><a class="svelte-1q8j2k" href="/l/{i}k">{t}</a></header><table class="svelte-1q8j2k"><tr><th>Perusahaan</th><td>{co}</td></tr><tr><th>Penempatan</th><td>{c}</td></tr><tr><th>Gaji</th><td>{rp(v) if v else "-"}</td></tr></table></section>'
        for i, (t, co, c, v) in enumerate(WORK)
    )
    page("tables in cards", site(f'<main class="svelte-1q8j2k">{shown}</main>'), jobs("/l/{}k"))


def notion() -> None:
    shown = "".join(
        f'<div class="notion-selectable notion-page-block notion-collection-item"><a href="/Barang-{i}a7f3" style="display:flex;color:inherit"><div style="padding:8px 10px 6px"><div contenteditable="false" placeholder="Untitled" style="font-weight:500">{t}</div></div><div style="padding:0 10px"><div style="font-size:12px">{s}</div><div style="font-size:12px">{rp(v, "Rp")}</div><div style="font-size:12px"><div style="border-radius:3px">Tersedia</div></div></div></a></div>'
        for i, (t, v, _, s) in enumerate(GOODS)
    )
    page(
        "notion gallery",
        f'<html><body><div class="notion-app-inner"><div class="notion-topbar"><a href="/">Lapak Contoh</a></div><div class="notion-scroller"><h1>Katalog</h1><div class="notion-gallery-view">{shown}</div></div></div></body></html>',
        rows("/Barang-{}a7f3"),
    )


def pasted() -> None:
    parts = [
        f"<p><b>*LOWONGAN* {t}</b><br>Lokasi {c}<br>Gaji {rp(v) if v else 'menyesuaikan'}<br>Minat WA 0857-0000-22{i}5 ({co})</p><p>=====</p>"
        for i, (t, co, c, v) in enumerate(WORK)
    ]
    page(
        "pasted vacancies",
        site(
            f'<article class="post"><h1>Kumpulan loker grup WA</h1><div class="entry">{"".join(parts)}</div></article>'
        ),
        [(f"*LOWONGAN* {t}", float(v) if v else None, None) for t, _, _, v in WORK],
    )


for f in (
    onrequest, after, ranges, instalments, strikes, javanese, angular, nodebb, helpers, callonly, svelte, notion, pasted,
):  # fmt: skip
    f()
