"""Pages about one listing, without structured data, in many builds, and what a person reads on each. All content is
invented. Similar adverts, menus and the site's own contacts stand around them, as they do on real sites.
"""

from __future__ import annotations

from dataclasses import dataclass

from tests.crawler.unseen.made import ADS, CRUMBS, JOBS, site


@dataclass(frozen=True)
class Advert:
    """A page, and what a person sees. `contact` is what only links tell; `says` must stand in the text, `silent` not."""

    html: str
    title: str
    price: float | None = None
    posted: str | None = None
    place: str = ""
    seller: str = ""
    contact: str = ""
    says: str = ""
    silent: str = ""


ADVERTS: dict[str, Advert] = {}

SIMILAR = "".join(
    f'<div class="card-s"><a href="/i/{i}"><img src="x" alt=""><p>{t}</p></a><b>{p}</b><a href="https://wa.me/628570000990{i}">WA</a></div>'
    for i, (t, p, *_) in enumerate(ADS[:6])
)
SUPPORT = '<a class="float-wa" href="https://wa.me/6285700009999">CS kami</a>'

ADVERTS["tailwind product"] = Advert(
    f'<html lang="id"><head><title>Kulkas dua pintu - Pasarku</title></head><body><div id="__next"><header class="sticky"><a href="/">Pasarku</a></header><main class="mx-auto grid max-w-6xl grid-cols-12 gap-6"><div class="col-span-7"><div class="aspect-square"><img src="1"></div><section class="mt-6"><h2 class="font-bold">Deskripsi</h2><div class="whitespace-pre-line text-sm">Kulkas dua pintu merek lama, freon baru diisi bulan lalu, karet pintu rapat. Alasan dijual karena pindah rumah. Bisa tes di tempat.</div></section></div><div class="col-span-5"><h1 class="text-2xl font-semibold">Kulkas dua pintu</h1><div class="mt-2 flex items-baseline"><span class="text-sm">Rp</span><span class="text-3xl font-bold">1.450.000</span></div><ul class="mt-4 text-sm text-slate-500"><li><span>Lokasi</span><span>Ungaran, Kab. Semarang</span></li><li><span>Diiklankan</span><span>21 November 2026</span></li><li><span>Penjual</span><a href="/u/9">Pak Karso</a></li></ul><a class="btn" href="https://wa.me/6281200005501?text=halo">Hubungi penjual</a></div></main><section><h2>Produk serupa</h2>{SIMILAR}</section>{SUPPORT}</div></body></html>',
    "Kulkas dua pintu", 1450000, "2026-11-21", "Ungaran, Kab. Semarang", "Pak Karso", "https://wa.me/6281200005501",
    "freon baru diisi", "Lemari jati",
)  # fmt: skip
ADVERTS["table of facts"] = Advert(
    site(
        f'{CRUMBS}<div class="detail"><h1>Honda bebek 2012 tangan pertama</h1><table class="spec"><tr><th>Harga</th><td>Rp 7.200.000</td></tr><tr><th>Lokasi</th><td>Kudus</td></tr><tr><th>Tanggal</th><td>19/11/2026</td></tr><tr><th>Penjual</th><td>Mas Tono</td></tr><tr><th>Telepon</th><td><a href="tel:+6281200005502">Tampilkan</a></td></tr></table><div class="desc">Surat lengkap, pajak hidup sampai April tahun depan. Mesin halus, ban baru depan belakang. Nego di tempat, tidak melayani tukar.</div></div><div class="rel"><h3>Iklan serupa</h3>{SIMILAR}</div>',
        title="Honda bebek 2012 tangan pertama | Kudus",
    ),
    "Honda bebek 2012 tangan pertama", 7200000, "2026-11-19", "Kudus", "Mas Tono", "+6281200005502", "pajak hidup sampai April", "Kost putri",
)  # fmt: skip
ADVERTS["job with definition list"] = Advert(
    site(
        '<article class="job"><h1>Pengasuh bayi (tinggal dalam)</h1><dl class="meta"><dt>Perusahaan</dt><dd>Yayasan Bunda Contoh</dd><dt>Lokasi kerja</dt><dd>Jakarta Barat</dd><dt>Gaji</dt><dd>Rp 3,5 - 4 juta / bulan</dd><dt>Diposting</dt><dd>2 hari lalu</dd></dl><div class="body"><p>Dicari pengasuh bayi usia 25-40 tahun, berpengalaman minimal satu tahun, sehat dan sabar.</p><p>Libur dua hari setiap bulan, makan dan kamar disediakan.</p></div><p><a class="apply" href="mailto:lamaran@bunda.example?subject=Lamar">Kirim lamaran</a></p></article><aside><h4>Lowongan lain</h4><ul>'
        + "".join(f'<li><a href="/j/{i}">{t}</a> <small>{c}</small></li>' for i, (t, _, c, *_) in enumerate(JOBS[:6]))
        + "</ul></aside>",
        title="Lowongan Pengasuh bayi",
    ),
    "Pengasuh bayi (tinggal dalam)", 3500000, "2026-11-18", "Jakarta Barat", "Yayasan Bunda Contoh", "lamaran@bunda.example",
    "makan dan kamar disediakan", "Barista part time",
)  # fmt: skip
ADVERTS["old center tag"] = Advert(
    '<html><head><title>Iklan No. 8812</title></head><body><center><font size=5><b>PASAR IKLAN CONTOH</b></font></center><hr><table width=90% align=center><tr><td width=140 valign=top><a href=index.php>Depan</a><br><a href=cari.php>Cari</a><br><a href=pasang.php>Pasang iklan</a></td><td><h3>Dicari: kontrakan rumah petak</h3>Dari: Bu Warsini<br>Kota: Tegal<br>Tgl: 17-11-2026<br>Harga: 600.000,-<p>Saya mencari kontrakan rumah petak di sekitar Tegal kota, paling mahal enam ratus ribu sebulan, untuk keluarga kecil dengan satu anak. Air sumur tidak apa-apa.<p>Hub: 0857-0000-5503</td></tr></table></body></html>',
    "Dicari: kontrakan rumah petak", 600000, "2026-11-17", "Tegal", "Bu Warsini", "", "Air sumur tidak apa-apa", "Pasang iklan",
)  # fmt: skip
ADVERTS["web components ad"] = Advert(
    '<html lang="id"><body><app-shell><app-bar><a href="/">Jualo</a></app-bar><ad-view><ad-head><h1 slot="title">Sofa bed biru</h1><money-tag>Rp1.150.000</money-tag><geo-tag class="ad-location">Banyumanik</geo-tag><time datetime="2026-11-16T09:30:00+07:00">4 hari lalu</time></ad-head><ad-text>Sofa bed warna biru tua, busa masih tebal, bisa untuk tamu menginap. Dijual karena ruang sempit, ambil sendiri pakai mobil bak.</ad-text><seller-box><a class="seller-name" href="/p/lusi">Lusi</a><a href="https://t.me/lusi_contoh">Telegram</a></seller-box></ad-view></app-shell></body></html>',
    "Sofa bed biru", 1150000, "2026-11-16", "Banyumanik", "Lusi", "https://t.me/lusi_contoh", "busa masih tebal", "",
)  # fmt: skip
ADVERTS["service without price"] = Advert(
    f'<html><head><title>Jasa cuci sofa panggilan - IklanKita</title></head><body><div class="top"><a href="/">IklanKita</a> <a href="/login">Masuk</a></div><div class="wrap"><div class="ad-title-row"><h1>Jasa cuci sofa panggilan</h1><span class="ad-date">Kemarin, 14.20</span></div><p class="ad-meta">oleh <a href="/member/88" class="username">CuciBersih</a> di <span class="ad-city">Surakarta</span></p><div class="ad-body">Melayani cuci sofa, kasur dan karpet di rumah anda, alat lengkap, petugas dua orang. Harga tergantung ukuran, tanya dulu boleh.</div><div class="ad-contact"><a href="tel:085700005505">0857-0000-xxxx</a></div></div><h4>Iklan lainnya</h4>{SIMILAR}<div class="footer">Kontak kami: <a href="mailto:halo@iklankita.example">halo@iklankita.example</a></div></body></html>',
    "Jasa cuci sofa panggilan", None, "2026-11-19", "Surakarta", "CuciBersih", "085700005505", "petugas dua orang", "halo@iklankita",
)  # fmt: skip
ADVERTS["english rental"] = Advert(
    '<html lang="en"><head><title>Room for rent near MRT | Flatshare</title></head><body><nav><a href="/">Flatshare</a><a href="/post">Post</a></nav><div class="listing-detail"><div class="listing-detail__head"><h2 class="listing-detail__name">Room for rent near MRT</h2><p class="listing-detail__addr">Blk 12 Contoh Road, Singapore</p><p><strong>S$ 950</strong> <span>/ month</span> <span class="deposit">Deposit S$ 950</span></p></div><div class="listing-detail__copy"><p>Common room for one lady, cooking allowed, no owner staying. Utilities are included and the nearest station is five minutes on foot.</p><p>Available from 1 December.</p></div><div class="agent"><img src="a"><span class="agent__name">Mei Lan</span><a href="https://api.whatsapp.com/send?phone=6590000001">WhatsApp agent</a></div><p class="stamp">Posted 3 days ago</p></div></body></html>',
    "Room for rent near MRT", 950, "2026-11-17", "Blk 12 Contoh Road, Singapore", "Mei Lan", "https://wa.me/6590000001", "cooking allowed", "",
)  # fmt: skip
ADVERTS["forum sale post"] = Advert(
    '<html><head><title>[WTS] Kamera saku - Forum Contoh</title></head><body><div class="line1">CS: <a href="tel:0210000000">021-0000000</a></div><div id="nav"><a href="/f">Forum</a> » <a href="/f/7">Jual beli</a></div><h1 class="thread-title">[WTS] Kamera saku</h1><div class="post" id="p501"><div class="author"><a href="/u/lensatua">lensatua</a></div><div class="date">20-11-2026, 08:15</div><div class="content">Dijual kamera saku jarang pakai, fullset dengan tas dan baterai cadangan.<br>Harga : Rp 1.300.000 nett<br>Lokasi : Magelang<br>WA : 0812-0000-5507<br>Barang bisa dicek dulu, COD di alun-alun lebih disukai.</div></div></body></html>',
    "[WTS] Kamera saku", 1300000, "2026-11-20", "Magelang", "lensatua", "", "COD di alun-alun", "",
)  # fmt: skip
ADVERTS["strong labels"] = Advert(
    site(
        '<section class="post-single"><h1 class="entry-title">Dibutuhkan ART pulang pergi</h1><div class="entry-meta">18 November 2026 by <span class="author">admin_loker</span></div><div class="entry-content"><p>Keluarga dengan dua anak membutuhkan asisten rumah tangga pulang pergi, Senin sampai Sabtu.</p><p><strong>Gaji:</strong> Rp 1.800.000<br><strong>Lokasi:</strong> Sleman, Yogyakarta<br><strong>Kontak:</strong> Ibu Ratri 0812 0000 5508</p></div><div class="sharedaddy"><a href="https://wa.me/?text=Dibutuhkan">WhatsApp</a><a href="https://t.me/share/url?url=x">Telegram</a></div></section>',
        title="Dibutuhkan ART pulang pergi – Info Loker Contoh",
    ),
    "Dibutuhkan ART pulang pergi", 1800000, "2026-11-18", "Sleman, Yogyakarta", "admin_loker", "", "Senin sampai Sabtu", "Populer",
)  # fmt: skip
ADVERTS["price before heading"] = Advert(
    f'<html><head><title>Kambing etawa jantan</title></head><body><div class="page"><div class="photos"><img src="a"></div><div class="pane"><div class="amount">Rp 3.750.000 <s>Rp 4.000.000</s></div><h1>Kambing etawa jantan</h1><div class="pin"><svg></svg><span>Kaligesing, Purworejo</span></div><div class="seen">Dilihat 312 kali · 15 Nov 2026</div><div class="longtext">Kambing etawa umur dua tahun, sehat, nafsu makan bagus, cocok untuk pejantan. Bisa antar area Purworejo dengan ongkos bensin saja.</div></div><div class="others"><h2>Mungkin anda suka</h2>{SIMILAR}</div></div></body></html>',
    "Kambing etawa jantan", 3750000, "2026-11-15", "Kaligesing, Purworejo", "", "", "cocok untuk pejantan", "Sofa L",
)  # fmt: skip
