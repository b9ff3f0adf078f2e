"""Pages from the corners: plain-text notices, numbered lists, prices before or among names, agencies' tables, kiosks of chats,
cards whose link is only a picture. All content is invented.
"""

from tests.crawler.unseen.made import Row, page, site

LOTS = [
    ("Aquarium 80 cm lengkap filter", 375000, "Tegal"),
    ("Gerobak bakso", 2400000, "Purwokerto"),
    ("Piano upright (butuh setem)", 9500000, "Bandung"),
    ("Ayam kampung 20 ekor", 1300000, "Kebumen"),
    ("Jendela jati bekas, 4 daun", 1750000, "Blora"),
    ("Tenda dome 4 orang", 290000, "Batu"),
]


def dots(value: int) -> str:
    return f"{value:,}".replace(",", ".")


def rows(path: str) -> list[Row]:
    return [(t, float(v), path.format(i)) for i, (t, v, _) in enumerate(LOTS)]


def numbered() -> None:
    body = "".join(
        f'<li>\n  <a href="detil/{i}">{t}</a> &mdash; <b>Rp {dots(v)}</b> <i>({c})</i> <small>{i + 1} hari lalu</small>\n</li>\n'
        for i, (t, v, c) in enumerate(LOTS)
    )
    page(
        "ordered list",
        f"<html><body><h1>Daftar jual</h1><ol>\n{body}</ol><p><a href='/tentang'>Tentang</a></p></body></html>",
        rows("/detil/{}"),
    )


def pictured() -> None:
    body = "".join(
        f'<figure class="barang"><a href="/b/{i}.html"><img src="{i}.jpg" alt="foto {i}"></a><figcaption><strong>{t}</strong><br>{c}<br><span class="hg">Rp{dots(v)}</span></figcaption></figure>'
        for i, (t, v, c) in enumerate(LOTS)
    )
    page("figures with captions", site(f'<div class="galeri">{body}</div>'), rows("/b/{}.html"))


def price_first() -> None:
    body = "".join(
        f'<tr><td class="p">{dots(v)}</td><td class="t"><a href="?lot={i}">{t}</a></td><td>{c}</td></tr>'
        for i, (t, v, c) in enumerate(LOTS)
    )
    page(
        "price column first",
        f'<html><body><table class="menu-atas"><tr><td><a href="/a">Depan</a></td><td><a href="/b">Cara lelang</a></td></tr></table><table border=1><tr><th>Limit (Rp)</th><th>Objek</th><th>Kota</th></tr>{body}</table></body></html>',
        [(t, float(v), f"/list?lot={i}") for i, (t, v, _) in enumerate(LOTS)],
    )


def placement() -> None:
    told = [
        ("家庭看護工", "Taichung", "NT$ 20.000", 20000), ("Perawat lansia panti", "Nagoya", "¥ 190.000", 190000),
        ("ART keluarga 4 orang", "Singapura", "SGD 620", 620), ("Operator pabrik elektronik", "Hsinchu", "NT$ 28.590", 28590),
        ("Pekerja ladang sawit", "Sabah", "RM 1.700", 1700),
    ]  # fmt: skip
    body = "".join(
        f"""
<div class="accordion-item"><h2 class="accordion-header"><button class="accordion-button collapsed" type="button" data-bs-target="#c{i}">{t} &ndash; {c}</button></h2>
<div id="c{i}" class="accordion-collapse collapse"><div class="accordion-body"><ul><li>Gaji: {p}</li><li>Kontrak 3 tahun</li><li>Potongan sesuai aturan</li></ul><a class="btn btn-success" href="/job-order/{i}">Lihat job order</a></div></div></div>"""
        for i, (t, c, p, _) in enumerate(told)
    )
    page(
        "accordion of job orders",
        site(f'<div class="accordion" id="acc">{body}</div>'),
        [(f"{t} – {c}", float(v), f"/job-order/{i}") for i, (t, c, _, v) in enumerate(told)],
    )


def biodata() -> None:
    told = [
        ("TW-2201", "Siti K.", 27),
        ("TW-2207", "Wahyuni", 35),
        ("TW-2213", "Tri Lestari", 31),
        ("TW-2220", "Dian P.", 24),
        ("TW-2231", "Rumiyati", 42),
    ]
    body = "".join(
        f'<td width="25%" align="center"><table class="bio"><tr><td><a href="bio.asp?no={ref}"><img src="{ref}.jpg" width=120></a></td></tr><tr><td><b>{n}</b></td></tr><tr><td>No: {ref}</td></tr><tr><td>Umur: {a} th</td></tr><tr><td>Pengalaman: Taiwan {i} th</td></tr></table></td>'
        + ("</tr><tr>" if i % 4 == 3 else "")
        for i, (ref, n, a) in enumerate(told)
    )
    page(
        "grid of biodata tables",
        f'<html><body><center><table width=800><tr><td><a href="default.asp">Home</a> | <a href="biodata.asp">Biodata</a> | <a href="syarat.asp">Syarat</a></td></tr></table><table width=800><tr>{body}</tr></table></center></body></html>',
        [(n, None, f"/bio.asp?no={ref}") for ref, n, _ in told],
        url="http://t.example/biodata.asp",
    )


def chips() -> None:
    body = "".join(
        f'<v-list-item><router-link to="/x/{i}"></router-link><a href="/x/{i}"><div class="chip-row"><span class="chip">COD</span><span class="chip">Bisa nego</span></div><div class="row-main"><span>{t}</span></div><div class="row-sub">{c} &middot; {i + 1} mnt</div><div class="row-end">Rp&nbsp;{dots(v)}</div></a></v-list-item>'
        for i, (t, v, c) in enumerate(LOTS)
    )
    page("chips before the name", site(f"<v-list>{body}</v-list>"), rows("/x/{}"))


def dated_groups() -> None:
    body = ""
    for i, (t, v, c) in enumerate(LOTS):
        if i % 2 == 0:
            body += f'<tr class="day"><td colspan="3">{20 - i} November 2026</td></tr>'
        body += f'<tr><td><img src="i.gif"></td><td><a class="lnk" href="ad{i}.php">{t}</a> <small>{c}</small></td><td nowrap>Rp {dots(v)}</td></tr>'
    page(
        "rows under days",
        f"<html><body><table id=ads>{body}</table><a href='list?p=2'>Iklan lebih lama &raquo;</a></body></html>",
        rows("/ad{}.php"),
        next="/list?p=2",
    )


def channel() -> None:
    told = [
        "LOKER MALAM INI 🔥\nWaiters 5 org, gaji 3,2 jt + makan\nSolo, chat 0857-0000-3301", "Info: grup pindah ke channel baru ya gaes",
        "Butuh cepat 2 tukang cat, borongan 4 juta, Klaten. 0812-0000-3302", "Jual kambing 2 ekor 3,5 jt nego, Boyolali, 0812-0000-3303", "Alhamdulillah terjual semua 🙏",
    ]  # fmt: skip
    amounts = [3200000.0, None, 4000000.0, 3500000.0, None]
    body = "".join(
        f'<div class="bubble is-in" data-mid="{i + 900}"><div class="bubble-content"><div class="name"><span class="peer-title">Loker Solo Raya</span></div><div class="message">{x.replace(chr(10), "<br>")}<span class="time"><i class="views">{i + 1}.2K</i><span class="i18n">1{i}:3{i}</span></span></div></div></div>'
        for i, x in enumerate(told)
    )
    page(
        "saved chat bubbles",
        f'<html><body><div class="chat"><div class="bubbles"><section class="bubbles-date-group"><div class="bubble service is-date"><div class="service-msg">18 November</div></div>{body}</section></div></div></body></html>',
        [(None, v, None) for v in amounts],
        kind="thread",
    )


def tabs() -> None:
    body = "".join(
        f'<article><header><h3>{t}</h3><p>{c}</p></header><p>Dilepas {dots(v)} saja, alasan pindah kota. Kondisi terawat, boleh cek langsung ke rumah di {c} setiap sore.</p><footer><a href="/iklan-{i}/">Hubungi &amp; detail</a> <a href="/lapor/{i}">Laporkan</a></footer></article>'
        for i, (t, v, c) in enumerate(LOTS)
    )
    page(
        "amount in a sentence",
        site(f"<main>{body}</main>"),
        [(t, None, f"/iklan-{i}/") for i, (t, *_) in enumerate(LOTS)],
    )


def pagers() -> None:
    body = "".join(
        f'<li class="ipc-item"><a class="ipc-link" href="/ad/{i}"><h2>{i + 1}. {t}</h2></a><span>{c}</span><span>IDR {v / 1000000:g} mio</span></li>'
        for i, (t, v, c) in enumerate(LOTS)
    )
    page(
        "letters and numbers above",
        f'<html><body><div class="az">{"".join(f"<a href=/huruf/{x}>{x}</a>" for x in "ABCDEFGHIJKL")}</div><div class="pages">{"".join(f"<a href=/list?p={k}>{k}</a> " if k != 1 else "<b>1</b> " for k in range(1, 8))}</div><ul class="ipc">{body}</ul></body></html>',
        [(f"{i + 1}. {t}", float(v), f"/ad/{i}") for i, (t, v, _) in enumerate(LOTS)],
        next="/list?p=2",
    )


for f in (numbered, pictured, price_first, placement, biodata, chips, dated_groups, channel, tabs, pagers):
    f()
