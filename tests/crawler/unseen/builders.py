"""Pages as frameworks, shop builders and portals of today make them. Names say what they are like; all content is
invented.
"""

from tests.crawler.unseen.made import CRUMBS, FACETS, FOOTER, POSTS, Row, page, site

GOODS = [
    ("Kulkas satu pintu masih dingin", 950000, "Boyolali", "Toko Hendra"),
    ("Meja makan trembesi, 6 kursi", 4250000, "Klaten", "Mebel Sumber Rejeki"),
    ("Gitar akustik pemula", 385000, "Sragen", "Nada Musik"),
    ("Mesin cuci 7 kg (servis sendiri)", 725000, "Wonogiri", "Pak Slamet"),
    ("Burung murai medan ring 2025", 2100000, "Purwodadi", "Kicau Mania"),
    ("Ban truk 750-16 sisa 70%", 640000, "Cepu", "Ban Jaya"),
    ("Seragam pramuka ukuran L", 65000, "Ambarawa", "Bu Endang"),
    ("Pompa air sumur dalam, garansi toko", 1875000, "Temanggung", "Sinar Teknik"),
]
WORK = [
    ("Penjaga warnet malam", "Warnet Kilat", "Jombang", 1900000),
    ("Perawat lansia tinggal dalam", "Yayasan Kasih Contoh", "Taipei", 0),
    ("Koki masakan Padang", "RM Contoh Raya", "Johor Bahru", 6500000),
    ("ABK kapal longline, kontrak 2 tahun", "PT Samudra Contoh", "Kaohsiung", 7200000),
    ("Admin gudang shift malam", "CV Niaga Contoh", "Cirebon", 0),
    ("Pelayan restoran, bisa bahasa Inggris", "Resto Contoh", "Doha", 8000000),
]


def rp(value: int, before: str = "Rp ") -> str:
    return f"{before}{value:,}".replace(",", ".")


def rows(path: str, goods: list[tuple[str, int, str, str]] | None = None) -> list[Row]:
    told = GOODS if goods is None else goods
    return [(t, float(v) if v else None, path.format(i)) for i, (t, v, *_) in enumerate(told)]


def jobs(path: str) -> list[Row]:
    return [(t, float(v) if v else None, path.format(i)) for i, (t, _, _, v) in enumerate(WORK)]


def tailwind() -> None:
    cards = "".join(
        f'<a href="/i/{i}-x9" class="group relative flex flex-col overflow-hidden rounded-xl border border-slate-200 bg-white hover:shadow-lg"><div class="relative aspect-[4/3] w-full bg-slate-100"><img alt="" loading="lazy" class="h-full w-full object-cover" src="/_next/image?u={i}">{"<span class=&quot;absolute left-2 top-2 rounded bg-amber-500 px-1.5 text-xs&quot;>Sorotan</span>".replace("&quot;", chr(34)) if i % 3 == 0 else ""}</div><div class="flex flex-1 flex-col gap-1 p-3"><div class="flex items-baseline gap-0.5"><span class="text-xs">Rp</span><span class="text-lg font-bold">{rp(v, "")}</span></div><div class="line-clamp-2 text-sm text-slate-700">{t}</div><div class="mt-auto flex justify-between text-xs text-slate-400"><span>{c}</span><span>{i + 2} jam</span></div></div></a>'
        for i, (t, v, c, _) in enumerate(GOODS)
    )
    page(
        "tailwind next",
        f'<html><body><div id="__next"><header class="sticky top-0 z-50 flex h-14 items-center gap-4 px-4"><a href="/" class="font-black">pasarku</a><nav class="flex gap-4 text-sm"><a href="/k/motor">Motor</a><a href="/k/rumah">Rumah</a><a href="/k/jasa">Jasa</a><a href="/k/hobi">Hobi &amp; Koleksi</a></nav></header><main class="mx-auto max-w-7xl px-4"><h1 class="my-4 text-xl font-semibold">1.204 hasil</h1><div class="grid grid-cols-2 gap-3 md:grid-cols-4">{cards}</div><div class="my-8 flex justify-center"><a href="/list?p=2" class="rounded-full border px-6 py-2">Muat lebih banyak</a></div></main><footer class="grid grid-cols-3 bg-slate-50 p-8 text-sm"><div><p class="font-bold">Bantuan</p><a href="/a">Cara Beli</a><a href="/b">Cara Jual</a></div><div><p class="font-bold">Legal</p><a href="/c">Syarat</a><a href="/d">Privasi</a></div></footer></div></body></html>',
        rows("/i/{}-x9"),
        next="/list?p=2",
    )


def components() -> None:
    cards = "".join(
        f'<ad-card ad-id="8{i}" tier="{"gold" if i == 1 else "free"}"><ad-photo src="x.webp"></ad-photo><ad-body><a slot="title" href="/a/8{i}">{t}</a><money-tag slot="price" currency="IDR" amount="{v}">{rp(v, "Rp")}</money-tag><geo-tag slot="place">{c}</geo-tag><ago-time slot="when">{i + 1} hari lalu</ago-time></ad-body></ad-card>'
        for i, (t, v, c, _) in enumerate(GOODS)
    )
    page(
        "web components",
        f'<html lang="id"><body><app-shell><app-bar><a href="/" slot="logo">Jualo</a><a href="/pasang">Pasang</a><a href="/chat">Pesan</a></app-bar><ad-list>{cards}</ad-list><app-foot><a href="/tentang">Tentang</a><a href="/aturan">Aturan</a></app-foot></app-shell></body></html>',
        rows("/a/8{}"),
    )


def definitions() -> None:
    body = "".join(
        f'<dt><span class="d">{24 - i}/11</span> <a href="baca.php?n={i + 40}">{t}</a></dt><dd>{c}. Hubungi {s}, harga pas {rp(v)}. Tidak melayani tukar tambah.</dd>'
        for i, (t, v, c, s) in enumerate(GOODS)
    )
    page(
        "dl adverts",
        f'<html><body bgcolor="#ffffff"><h2>IKLAN BARIS MINGGU INI</h2><p><a href="index.php">Depan</a> | <a href="pasang.php">Pasang</a> | <a href="aturan.php">Aturan</a></p><dl>{body}</dl><p>Hal: <b>1</b> <a href="list?p=2">2</a> <a href="list?p=3">3</a></p></body></html>',
        rows("/baca.php?n=4{}"),
        next="/list?p=2",
    )


def rowspan() -> None:
    body = ""
    for i, (t, v, c, _) in enumerate(GOODS):
        head = (
            f'<td rowspan="4" class="kat"><a href="/kat/{i}">{"Rumah Tangga" if i == 0 else "Lain-lain"}</a></td>'
            if i in (0, 4)
            else ""
        )
        body += f'<tr>{head}<td>{i + 1}</td><td><a href="/lot/{i}/lihat">{t}</a></td><td align=right>{rp(v, "")}</td><td>{c}</td></tr>'
    page(
        "rowspan table",
        site(
            f'<div class="table-responsive"><table class="table table-striped"><thead><tr><th>Kategori</th><th>No</th><th>Barang</th><th>Harga (Rp)</th><th>Kota</th></tr></thead><tbody>{body}</tbody></table></div>'
        ),
        rows("/lot/{}/lihat"),
    )


def styled() -> None:
    cards = "".join(
        f'<div class="sc-gsTCUz sc-dlfnbm kXwRtY"><a class="sc-hKgILt eTcVbn" href="https://t.example/toko-{i}/produk-{i}?extParam=src"><div class="sc-eCssSg"><img class="success fade" src="x" alt="product-image"></div><div class="sc-jSgupP"><div class="sc-eKYRIR">{rp(v, "Rp")}</div><div class="sc-bdnylx"><span class="sc-gtssRu">{30 + i}%</span><span class="sc-crzoAE" style="text-decoration:line-through">{rp(v + 150000, "Rp")}</span></div><span class="sc-jrAGrp">{t}</span><div class="sc-kEjbxe"><i></i><span class="sc-iqHYGH">{s}</span><span class="sc-iqHYGH">{c}</span></div><div class="sc-pFZIQ"><span>4.{i}</span><span>|</span><span>Terjual {i * 12 + 3}</span></div></div></a><button class="sc-fubCfw"></button></div>'
        for i, (t, v, c, s) in enumerate(GOODS)
    )
    page(
        "styled components",
        f'<html><body><div id="content"><div class="sc-aaa"><ul><li><a href="/p/rumah-tangga">Rumah Tangga</a></li><li><a href="/p/elektronik">Elektronik</a></li><li><a href="/p/hobi">Hobi</a></li></ul></div><div class="sc-bbb">{cards}</div></div>{FOOTER}</body></html>',
        [(t, float(v), f"https://t.example/toko-{i}/produk-{i}?extParam=src") for i, (t, v, _, _) in enumerate(GOODS)],
    )


def attributes() -> None:
    cards = "".join(
        f'<li class="tile" data-sku="S{i}"><a class="tile__hit" href="/shop/s{i}"><img src="x" alt="{t}"></a><p class="tile__caption">{t}</p><div class="tile__price js-price" data-price="{v}" data-currency="IDR"></div><button data-add="S{i}">+</button></li>'
        for i, (t, v, *_) in enumerate(GOODS)
    )
    page(
        "prices in attributes",
        site(f'<section class="tiles"><ul class="tile-grid">{cards}</ul></section>'),
        rows("/shop/s{}"),
    )


def featured() -> None:
    first = GOODS[0]
    hero = f'<div class="hero-lot"><a href="/lelang/0"><img src="big.jpg" alt=""></a><div class="hero-lot__txt"><em>Pilihan hari ini</em><h2><a href="/lelang/0">{first[0]}</a></h2><p>Barang milik pribadi, dirawat baik sejak baru dan siap diambil kapan saja di {first[2]}.</p><strong>{rp(first[1])}</strong></div></div>'
    rest = "".join(
        f'<div class="lot"><a href="/lelang/{i}"><img src="s.jpg" alt=""></a><h4><a href="/lelang/{i}">{t}</a></h4><strong>{rp(v)}</strong><small>{c}</small></div>'
        for i, (t, v, c, _) in enumerate(GOODS)
        if i
    )
    page("featured first", site(f'<div class="lots">{hero}{rest}</div>{FACETS}'), rows("/lelang/{}"))


def months() -> None:
    def group(name: str, start: int, stop: int) -> str:
        items = "".join(
            f'<li><span class="day">{28 - i}</span> <a href="/arsip/{i}.html">{GOODS[i][0]}</a> <span class="muted">— {GOODS[i][2]}, {rp(GOODS[i][1])}</span></li>'
            for i in range(start, stop)
        )
        return f'<h3 id="{name[:3].lower()}">{name}</h3><ul class="month">{items}</ul>'

    page(
        "months",
        site(
            f'<div id="isi"><h1>Arsip iklan</h1>{group("November 2026", 0, 3)}{group("Oktober 2026", 3, 7)}{group("September 2026", 7, 8)}</div>'
        ),
        rows("/arsip/{}.html"),
    )


def nested() -> None:
    def comment(i: int, inner: str) -> str:
        who, said = POSTS[i]
        return f'<li class="comment-node" id="c{i + 60}"><details open><summary><a href="/u/{who}">{who}</a> <a href="/post/9/comment/{i + 60}" title="Permalink"><time datetime="2026-11-2{i % 5}T02:00:00Z">{i + 1}h</time></a> <span>{7 - i} points</span></summary><div class="md"><p>{said}</p></div><ul class="actions"><li><button>Reply</button></li></ul><ol class="children">{inner}</ol></details></li>'

    tree = comment(0, comment(1, comment(2, "")) + comment(3, "")) + comment(4, comment(5, "")) + comment(6, "")
    page(
        "nested comments",
        f'<html><head><title>Tanya kerja - Lemmy Contoh</title></head><body><nav><a href="/">Home</a><a href="/communities">Communities</a><a href="/login">Login</a></nav><main><h1>Tanya kerja di Kudus</h1><p>by <a href="/u/ani_k">ani_k</a></p><ol class="comments">{tree}</ol></main></body></html>',
        [(None, None, f"/post/9/comment/{i + 60}") for i in range(7)],
        kind="thread",
        url="http://t.example/post/9",
    )


def transcript() -> None:
    lines = "".join(
        f'<div class="chatlog__message-group"><div id="chatlog__message-container-77{i}" class="chatlog__message-container" data-message-id="77{i}"><div class="chatlog__message"><div class="chatlog__message-aside"><img class="chatlog__avatar" src="a.png" alt="Avatar"></div><div class="chatlog__message-primary"><div class="chatlog__header"><span class="chatlog__author" title="{u}#0">{u}</span> <span class="chatlog__timestamp" title="Jumat, 20 November 2026 10.0{i}"><a href="#chatlog__message-container-77{i}">20/11/2026 10:0{i}</a></span></div><div class="chatlog__content chatlog__markdown"><span class="chatlog__markdown-preserve">{x}</span></div></div></div></div></div>'
        for i, (u, x) in enumerate(POSTS)
    )
    page(
        "discord export",
        f'<html><body><div class="preamble"><div class="preamble__entry">Server Contoh</div><div class="preamble__entry">Text Channels / loker</div></div><div class="chatlog">{lines}</div><div class="postamble"><div class="postamble__entry">Exported 7 message(s)</div></div></body></html>',
        [(None, None, f"/log.html#chatlog__message-container-77{i}") for i in range(7)],
        kind="thread",
        url="http://t.example/log.html",
    )


def pins() -> None:
    homes = [
        ("Kontrakan 3 petak Cilodong", 850000, "Depok"),
        ("Kos eksklusif Tembalang AC", 1650000, "Semarang"),
        ("Rumah petak dekat pabrik", 700000, "Karawang"),
        ("Paviliun taman, lantai 2", 2300000, "Bogor"),
        ("Kamar kos khusus karyawati", 900000, "Bekasi"),
    ]
    shown = "".join(
        f'<li class="result" data-lat="-6.{i}" data-lng="106.{i}"><a class="result__cover" href="/sewa/{i}/"><img src="x"></a><div class="result__in"><h3>{t}</h3><p class="result__where">{c}</p><p class="result__rent">{rp(v)}<span>/bulan</span></p><a class="result__more" href="/sewa/{i}/">Lihat unit</a></div></li>'
        for i, (t, v, c) in enumerate(homes)
    )
    marks = "".join(
        f'<a class="pin" href="/sewa/{i}/?from=map" style="left:{i * 9}%"><span>{v // 1000} rb</span></a>'
        for i, (_, v, _) in enumerate(homes)
    )
    page(
        "map pins",
        site(
            f'<div class="split"><ol class="results">{shown}</ol><div class="map" role="application">{marks}</div></div>'
        ),
        [(t, float(v), f"/sewa/{i}/") for i, (t, v, _) in enumerate(homes)],
    )


def bigfoot() -> None:
    shown = "".join(
        f'<div class="row ad"><div class="col-2"><a href="/iklan/{i}"><img src="t.jpg"></a></div><div class="col-10"><a href="/iklan/{i}">{t}</a><br>{c} &middot; <b>{rp(v)}</b></div></div>'
        for i, (t, v, c, _) in enumerate(GOODS[:4])
    )
    cities = "".join(
        f'<div class="city"><a href="/kota/{c.lower()}"><img src="{c}.jpg" alt="{c}"></a><h5><a href="/kota/{c.lower()}">Iklan di {c}</a></h5><p>Ribuan barang bekas dan jasa di {c} dan sekitarnya, mulai Rp 10.000 saja.</p></div>'
        for c in ("Jakarta", "Bandung", "Surabaya", "Medan", "Makassar", "Palembang", "Denpasar", "Malang", "Padang")
    )
    page(
        "footer of cities",
        f'<html><body><div class="container">{CRUMBS}<h1>Hasil pencarian</h1>{shown}</div><div id="footer"><div class="cities">{cities}</div><div class="links"><a href="/tentang">Tentang</a> <a href="/bantuan">Bantuan</a></div></div></body></html>',
        rows("/iklan/{}", GOODS[:4]),
    )


def wall() -> None:
    vendors = "".join(
        f'<li class="vendor"><label><input type="checkbox"> {n} Media Ltd</label><p>{n} Media Ltd stores and accesses information on your device for measurement, up to {i * 30 + 30} days.</p><a href="https://{n.lower()}.example/privacy">Privacy policy</a></li>'
        for i, n in enumerate(
            ["Adaro", "Bexon", "Cintar", "Dolmat", "Exora", "Fintal", "Gamuda", "Hextra", "Imtra", "Jelast", "Kontra"]
        )
    )
    shown = "".join(
        f'<div class="box"><h3><a href="/{i}-barang.html">{t}</a></h3><div>{rp(v)}</div><div>{c} - {s}</div></div>'
        for i, (t, v, c, s) in enumerate(GOODS[:6])
    )
    page(
        "consent wall",
        f'<html><body><div id="cmp" role="dialog" aria-modal="true"><h2>We value your privacy</h2><p>We and our 11 vendors process personal data.</p><ul>{vendors}</ul><button>Accept all</button></div><div id="page"><ul id="top"><li><a href="/masuk">Masuk</a></li><li><a href="/daftar">Daftar</a></li></ul>{shown}</div></body></html>',
        rows("/{}-barang.html", GOODS[:6]),
    )


def taiwan() -> None:
    told = [
        ("徵 看護工 Perawat lansia Taoyuan", "NT$ 28,000", 28000, "桃園"),
        ("印尼語 翻譯 Penerjemah pabrik", "NT$ 35,000~40,000", 35000, "台中"),
        ("Operator CNC 機台操作員", "月薪 NT$29,500", 29500, "新竹"),
        ("餐廳 外場 Waitress restoran halal", "面議", None, "台北"),
        ("Tukang las 電焊工 (kontrak 3 thn)", "NT$ 33,000", 33000, "高雄"),
    ]
    shown = "".join(
        f'<article class="job-list-item" data-jno="{i}a"><div class="info"><a class="info-job" href="//t.example/job/{i}a?ref=list" title="{t}">{t}</a><a class="info-company" href="//t.example/company/{i}">Contoh Agency {i}</a></div><div class="tags"><span>{c}</span><span>經歷不拘</span><span>{p}</span></div><p class="desc">Kontrak resmi, asrama disediakan, libur dua hari tiap minggu.</p><div class="date">11/{20 + i}</div></article>'
        for i, (t, p, _, c) in enumerate(told)
    )
    page(
        "taiwan jobs",
        site(f'<div class="job-list">{shown}</div>'),
        [(t, float(v) if v else None, f"/job/{i}a?ref=list") for i, (t, _, v, _) in enumerate(told)],
    )


def raised() -> None:
    shown = "".join(
        f'<div class="brick"><div class="brick-img"><a href="p{i}.htm"><img src="p{i}.jpg"></a></div><div class="brick-ttl"><a href="p{i}.htm">{t}</a></div><div class="brick-prc"><sup>Rp</sup><b>{v // 1000}</b><small>.000</small></div></div>'
        for i, (t, v, *_) in enumerate([g for g in GOODS if g[1] < 1000000])
    )
    page(
        "raised rupiah",
        site(f'<div class="bricks">{shown}</div>'),
        rows("/p{}.htm", [g for g in GOODS if g[1] < 1000000]),
    )


for f in (
    tailwind, components, definitions, rowspan, styled, attributes, featured, months, nested, transcript, pins, bigfoot, wall, taiwan, raised,
):  # fmt: skip
    f()
