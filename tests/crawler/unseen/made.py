"""What the invented pages are made of: adverts, jobs, topics and posts as uneven as real ones, and a site around them.

The truth of a page is what a person sees on it: (title, price, address) a listing, each None where none is shown.
"""

from __future__ import annotations

from dataclasses import dataclass

URL = "http://t.example/list?p=1"
Row = tuple[str | None, float | None, str | None]


@dataclass(frozen=True)
class Made:
    """A page, and what a person sees on it; `optional` are addresses that count neither way."""

    html: str
    rows: list[Row]
    kind: str
    following: str | None
    optional: tuple[str, ...]
    url: str


PAGES: dict[str, Made] = {}


def page(
    name: str,
    html: str,
    rows: list[Row],
    kind: str = "index",
    next: str | None = None,
    optional: tuple[str, ...] = (),
    url: str = URL,
) -> None:
    """Write a page down."""
    PAGES[name] = Made(html, rows, kind, next, optional, url)


ADS = [
    ("Lemari jati 2 pintu ukir Jepara, mulus", "Rp 2.750.000", 2750000, "Jepara", "23 Nov", "Toko Kayu Lestari"),
    ("DIJUAL CEPAT motor bebek 2014 pajak hidup", "Rp 8.900.000", 8900000, "Kudus", "22 Nov", "Pak Wiryo"),
    ("Kost putri dekat kampus", "Rp 650.000", 650000, "Semarang", "Kemarin", "Bu Lastri"),
    ("Sofa L minimalis (bekas 6 bln) + meja", "Rp 1.350.000", 1350000, "Demak", "21 Nov", "Rumah Sofa"),
    ("Kucing kampung cari rumah baru", "Gratis", None, "Pati", "21 Nov", "Nining"),
    ('HP layar 6.5" RAM 4/64 fullset garansi 3 bln', "Rp 1.150.000", 1150000, "Solo", "20 Nov", "Konter Maju"),
    ("Tanah kavling 120 m2 SHM pinggir jalan", "Rp 185.000.000", 185000000, "Ungaran", "20 Nov", "Properti Makmur"),
    ("Jasa angkut pindahan pick up", "Nego", None, "Salatiga", "19 Nov", "Angkut Cepat"),
    ("Mesin jahit portable", "Rp 475.000", 475000, "Kendal", "19 Nov", "Bu Yani"),
    (
        "Sepeda lipat 20 inch 7 speed warna merah hitam, jarang pakai, siap gowes",
        "Rp 1.800.000",
        1800000,
        "Magelang",
        "18 Nov",
        "Gowes Jaya",
    ),
    ("Kamera analog kolektor 🎞️", "Rp 900.000", 900000, "Yogyakarta", "17 Nov", "Lensa Tua"),
    ("Bibit mangga arumanis", "Rp 25.000", 25000, "Rembang", "17 Nov", "Kebun Subur"),
    ("Etalase kaca 1,5 m", "Rp 700.000", 700000, "Blora", "15 Nov", "Pak Darto"),
    ("Buku pelajaran SMA lengkap kelas 10-12", "Rp 220.000", 220000, "Tegal", "14 Nov", "Rina"),
]
JOBS = [
    (
        "Staf Administrasi Gudang",
        "PT Contoh Logistik",
        "Bekasi, Jawa Barat",
        "Rp 4.800.000 – Rp 5.500.000 per bulan",
        4800000,
        "2 hari yang lalu",
    ),
    ("Operator Produksi (shift)", "CV Maju Tekstil", "Karawang", "", None, "3 hari yang lalu"),
    ("Barista part time", "Kopi Contoh", "Bandung", "Rp 2,5 jt - 3 jt", 2500000, "Baru saja"),
    ("Sales Executive - Area Jawa Tengah", "PT Sinar Contoh Abadi", "Semarang", "", None, "5 jam yang lalu"),
    ("Guru Les Matematika SD", "Bimbel Pintar Contoh", "Depok", "Rp 50.000 per jam", 50000, "1 minggu yang lalu"),
    (
        "Terapis refleksi wanita",
        "Griya Sehat Contoh",
        "Surabaya",
        "Rp 3.000.000 – Rp 7.000.000 per bulan",
        3000000,
        "4 hari yang lalu",
    ),
    ("Driver perusahaan SIM B1", "PT Angkutan Contoh", "Cikarang", "", None, "6 hari yang lalu"),
    ("Kasir & Pramuniaga", "Toko Swalayan Contoh", "Malang", "Rp 2.400.000 per bulan", 2400000, "7 hari yang lalu"),
    ("Welder / Tukang Las", "Bengkel Contoh Teknik", "Gresik", "", None, "8 hari yang lalu"),
    (
        "Customer Service Online (WFH)",
        "Contoh Digital",
        "Jakarta Selatan",
        "Rp 4.000.000 per bulan",
        4000000,
        "10 hari yang lalu",
    ),
]
TOPICS = [
    ("Rekomendasi bengkel AC mobil di Semarang?", "budi77", 12, 431, "Yesterday, 09:12 PM", "siska_r"),
    ("[WTS] Velg ring 15 second", "jokoban", 3, 98, "Today, 10:01 AM", "jokoban"),
    ("Pengalaman kerja di kapal pesiar, tanya dong", "laut_biru", 48, 3902, "Nov 20, 2026", "mas_angin"),
    ("Kumpulan tips hemat listrik", "hemat", 7, 210, "Nov 19, 2026", "hemat"),
    ("WTB: kompor listrik", "dapurku", 0, 15, "Nov 18, 2026", "dapurku"),
    ("Cara mengurus paspor 2026", "petualang", 22, 1809, "Nov 17, 2026", "rini88"),
    ("Halo", "anakbaru", 2, 40, "Nov 15, 2026", "moderator1"),
    (
        "Tanya: harga pasaran jati kering per kubik sekarang berapa ya? mau bikin meja makan",
        "tukangkayu",
        5,
        320,
        "Nov 12, 2026",
        "pak_lurah",
    ),
    ("Lowongan admin toko online Solo", "hrd_toko", 1, 77, "Nov 11, 2026", "wati"),
    ("Foto-foto kopdar Magelang", "lensatua", 31, 1500, "Nov 10, 2026", "lensatua"),
]
POSTS = [
    (
        "ani_k",
        "Ada yang tahu info lowongan jaga toko di daerah Kudus? Saudara saya baru lulus SMK dan sedang cari kerja, bisa jujur dan rajin. Terima kasih sebelumnya.",
    ),
    ("mas_bro", "Coba tanya ke pasar kliwon, biasanya ada tempelan di depan toko-toko. Kemarin saya lihat dua."),
    (
        "bu_tutik",
        "Setuju dengan yang di atas. Hati-hati juga dengan lowongan yang minta uang di muka, sudah banyak yang kena tipu di daerah sini. Kalau diminta transfer untuk seragam atau pelatihan, tinggalkan saja.",
    ),
    ("ani_k", "Terima kasih sarannya, besok kami coba ke sana."),
    (
        "sugeng99",
        "Toko bangunan dekat alun-alun juga butuh orang, coba datang langsung bawa fotokopi KTP. Gajinya memang belum besar tapi orangnya baik.",
    ),
    ("mas_bro", "Semoga cepat dapat ya. Kabari lagi di sini kalau sudah."),
    (
        "dewi.l",
        "Numpang tanya juga, kalau untuk lulusan SMP kira-kira ada tidak ya? Adik saya mau ikut kerja bantu orang tua, rumah kami di Jati.",
    ),
]
MEGA = "".join(
    f'<li class="has-dropdown"><a href="/c/{a}">{b}</a><ul class="dropdown">'
    + "".join(f'<li><a href="/c/{a}/{c}">{d}</a></li>' for c, d in subs)
    + "</ul></li>"
    for a, b, subs in [
        ("kendaraan", "Kendaraan", [("mobil", "Mobil Bekas"), ("motor", "Motor Bekas"), ("sparepart", "Suku Cadang")]),
        ("properti", "Properti", [("rumah", "Rumah Dijual"), ("kost", "Kost & Kontrakan"), ("tanah", "Tanah")]),
        ("elektronik", "Elektronik", [("hp", "Handphone"), ("laptop", "Laptop & Komputer"), ("tv", "TV & Audio")]),
        ("jasa", "Jasa & Lowongan", [("loker", "Lowongan Kerja"), ("jasa", "Jasa Rumah Tangga")]),
    ]
)
FACETS = (
    '<aside class="col-md-3"><h4>Filter</h4><div class="facet"><h5>Harga</h5><ul>'
    + "".join(
        f'<li><a href="/list?max={m}">Di bawah Rp {m}.000 <span>({n})</span></a></li>'
        for m, n in [(100, 12), (500, 80), (1000, 133), (5000, 41)]
    )
    + '</ul></div><div class="facet"><h5>Lokasi</h5><ul>'
    + "".join(
        f'<li><a href="/list?kota={c.lower()}">{c} <span>({i * 7 + 3})</span></a></li>'
        for i, c in enumerate(["Semarang", "Solo", "Kudus", "Demak", "Pati", "Jepara", "Tegal", "Magelang"])
    )
    + "</ul></div></aside>"
)
FOOTER = (
    '<footer class="site-footer"><div class="row">'
    + "".join(
        f'<div class="col"><h5>{h}</h5><ul>'
        + "".join(f'<li><a href="/{p}">{t}</a></li>' for p, t in ls)
        + "</ul></div>"
        for h, ls in [
            ("Tentang", [("tentang", "Tentang Kami"), ("karier", "Karier"), ("blog", "Blog")]),
            ("Bantuan", [("faq", "Pusat Bantuan"), ("aman", "Tips Transaksi Aman"), ("hubungi", "Hubungi Kami")]),
            (
                "Populer",
                [
                    ("cari/motor", "Motor Bekas Semarang"),
                    ("cari/rumah", "Rumah Murah Solo"),
                    ("cari/hp", "HP Second Murah"),
                    ("cari/kost", "Kost Putri Jogja"),
                ],
            ),
        ]
    )
    + "</div><p>© 2026 Contoh</p></footer>"
)
CRUMBS = '<nav aria-label="breadcrumb"><ol class="breadcrumb"><li><a href="/">Beranda</a></li><li><a href="/jateng">Jawa Tengah</a></li><li class="active">Semua Iklan</li></ol></nav>'


def site(main: str, title: str = "Iklan Terbaru - Pasar Contoh") -> str:
    return f'<!DOCTYPE html><html lang="id"><head><meta charset="utf-8"><title>{title}</title></head><body><header id="hd"><div class="logo"><a href="/"><img src="/logo.svg" alt="Pasar Contoh"></a></div><form action="/cari"><input name="q" placeholder="Cari..."><button>Cari</button></form><ul class="mega">{MEGA}</ul><div class="acct"><a href="/login">Masuk</a> <a href="/daftar">Daftar</a> <a href="/pasang" class="btn">Pasang Iklan</a></div></header>{main}{FOOTER}</body></html>'
