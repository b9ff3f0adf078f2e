"""Further pages about one listing, in other builds than those of `adverts`. All content is invented."""

from tests.crawler.unseen.adverts import SIMILAR, Advert
from tests.crawler.unseen.made import site

FURTHER: dict[str, Advert] = {}

FURTHER["shop product with tabs"] = Advert(
    site(
        f'<div class="product-single"><div class="summary"><h1 class="product_title entry-title">Mixer kue 5 liter</h1><p class="price"><del>Rp 1.900.000</del> <ins>Rp 1.540.000</ins></p><form class="cart"><button type="submit">Tambah ke keranjang</button></form><div class="product_meta"><span class="sku_wrapper">SKU: MX-05</span> <span class="posted_in">Kategori: <a href="/k/dapur">Dapur</a></span></div></div><div class="woocommerce-tabs"><ul><li><a href="#d">Deskripsi</a></li><li><a href="#u">Ulasan (2)</a></li></ul><div id="d"><p>Mixer berdiri lima liter untuk usaha rumahan, tiga pengaduk, mangkuk baja. Listrik 500 watt, tidak cocok untuk roti setiap hari.</p></div></div></div><section class="related products"><h2>Produk terkait</h2>{SIMILAR}</section>'
    ),
    "Mixer kue 5 liter", 1540000, None, "", "", "", "tiga pengaduk", "Kost putri",
)  # fmt: skip
FURTHER["vacancy abroad, listed"] = Advert(
    site(
        '<div class="job-header"><p class="breadcrumb"><a href="/">Beranda</a> / <a href="/lowongan">Lowongan</a></p><h1>Perawat lansia - Taichung</h1><ul class="job-facts"><li><strong>Perusahaan</strong>: PT Bina Contoh Mandiri</li><li><strong>Negara tujuan</strong>: Taiwan</li><li><strong>Gaji</strong>: NT$ 20.000 / bulan</li><li><strong>Tanggal posting</strong>: 18 Nov 2026</li></ul></div><div class="job-body"><h3>Syarat</h3><ul><li>Wanita 22 sampai 45 tahun</li><li>Tinggi badan minimal 150 cm</li><li>Sehat jasmani, bersedia tinggal di rumah majikan</li></ul><p>Proses empat bulan, biaya sesuai ketentuan resmi dan dijelaskan di kantor.</p></div><a class="btn-wa" href="https://wa.me/6281200006602">Daftar via WA</a>',
        title="Perawat lansia - Taichung | Bina Contoh",
    ),
    "Perawat lansia - Taichung", 20000, "2026-11-18", "Taiwan", "PT Bina Contoh Mandiri", "https://wa.me/6281200006602", "Proses empat bulan", "Populer",
)  # fmt: skip
FURTHER["nested soup"] = Advert(
    f'<html><body><div class="x1"><div class="x2"><a href="/"><i></i></a></div></div><div class="x3"><div class="x4"><img src="1"></div><div class="x5"><div class="x6"><h1 dir="auto"><span>Sepeda anak roda empat</span></h1><div class="x7"><div><span>Rp425.000</span></div></div><div class="x8"><span>Ditawarkan <abbr aria-label="2 hari yang lalu">2 hari yang lalu</abbr> di <a href="/marketplace/110/">Sleman, Yogyakarta</a></span></div></div><div class="x9"><h2>Detail</h2><ul><li><span>Kondisi</span><span>Bekas - Baik</span></li></ul><div><span>Sepeda anak ukuran 16 inci, roda bantu masih ada, rem depan perlu disetel. Warna merah putih, pernah dicat ulang.</span></div></div><div class="y1"><span>Informasi Penjual</span><a href="/marketplace/profile/44/"><span>Wulan Contoh</span></a></div></div></div><div class="z"><h2>Pilihan hari ini</h2>{SIMILAR}</div></body></html>',
    "Sepeda anak roda empat", 425000, "2026-11-18", "Sleman, Yogyakarta", "Wulan Contoh", "", "rem depan perlu disetel", "Sofa L",
)  # fmt: skip
FURTHER["helper in english"] = Advert(
    '<html lang="en"><head><title>Indonesian helper, transfer, 34 - Ref 2041</title></head><body><div class="hd"><a href="/">HelperPlace Example</a><a href="/login">Log in</a></div><div class="profile"><div class="pic"><img src="p"></div><div class="head"><h1>Indonesian helper, transfer, 34</h1><div class="sub">Ref 2041 &bull; Updated 16 Nov 2026</div></div><dl><dt>Location</dt><dd>Kowloon, Hong Kong</dd><dt>Expected salary</dt><dd>HK$5,300</dd><dt>Agency</dt><dd>Example Employment Centre</dd><dt>Available from</dt><dd>1 Jan 2027</dd></dl><h3>About me</h3><p>I have worked six years for two families and can cook Chinese and Western dishes. My contract ends because the family moves abroad.</p><a href="mailto:ref2041@agency.example">Ask about this helper</a></div><div class="foot">© Example</div></body></html>',
    "Indonesian helper, transfer, 34", 5300, "2026-11-16", "Kowloon, Hong Kong", "Example Employment Centre", "ref2041@agency.example", "six years for two families", "",
)  # fmt: skip
FURTHER["colon lines in a blog"] = Advert(
    '<html><body><div id="header"><h1><a href="/">Info Loker Pantura</a></h1></div><div class="post"><h3 class="post-title"><a href="/2026/11/penjaga-toko.html">Penjaga toko bangunan</a></h3><div class="post-body">Toko bangunan ramai di pinggir jalan raya membutuhkan penjaga, boleh lulusan SMP asal jujur dan kuat angkat semen.<br><br>Penempatan : Brebes<br>Gaji : 1.900.000 / bulan<br>Kontak : Pak Mul 0857-0000-6605<br></div><div class="post-footer">Diposting oleh <span class="fn">admin pantura</span> pada <abbr title="2026-11-14T08:00:00+07:00">14.11.26</abbr></div></div><div id="sidebar"><h2>Arsip</h2><ul><li><a href="/2026/10/">Oktober</a></li><li><a href="/2026/09/">September</a></li></ul></div></body></html>',
    "Penjaga toko bangunan", 1900000, "2026-11-14", "Brebes", "admin pantura", "", "kuat angkat semen", "Oktober",
)  # fmt: skip
FURTHER["property with many numbers"] = Advert(
    site(
        f'<div class="prop"><div class="prop-price"><span>Rp 385 Juta</span><small>Cicilan mulai Rp 2,9 juta/bln</small></div><h1>Rumah subsidi hook Mijen</h1><p class="prop-address"><i class="icon-pin"></i> Mijen, Semarang</p><ul class="spec"><li>2 KT</li><li>1 KM</li><li>LT 84 m²</li><li>LB 36 m²</li></ul><div class="prop-desc">Rumah sudut di blok paling depan, taman samping, jalan sudah dicor. Sertifikat sudah pecah, proses kredit dibantu sampai selesai.</div><div class="agent-card"><div class="agent-name">Ibu Retno Contoh</div><div class="agent-since">Bergabung sejak 2019</div><a href="tel:081200006606">Telepon</a></div><p class="listed">Tayang sejak 12 Nov 2026</p></div><div class="similar-listings"><h3>Properti serupa</h3>{SIMILAR}</div>',
        title="Rumah subsidi hook Mijen",
    ),
    "Rumah subsidi hook Mijen", 385000000, "2026-11-12", "Mijen, Semarang", "Ibu Retno Contoh", "081200006606", "jalan sudah dicor", "Lemari jati",
)  # fmt: skip
FURTHER["chinese rental"] = Advert(
    '<html lang="zh-Hant"><body><div class="nav"><a href="/">例子租屋</a></div><section class="house"><h1>中壢火車站旁雅房 限女</h1><div class="price"><b>4,500</b> 元/月</div><ul><li>地址：桃園市中壢區</li><li>屋主：林小姐</li><li>更新：2026-11-13</li></ul><div class="desc">房間四坪，含床與衣櫃，水費內含，電費依台電。近市場與印尼商店，適合外籍朋友，請先來電約時間看房。</div></section></body></html>',
    "中壢火車站旁雅房 限女", 4500, "2026-11-13", "桃園市中壢區", "林小姐", "", "近市場與印尼商店", "",
)  # fmt: skip
FURTHER["classified in a table, no heading"] = Advert(
    '<html><head><title>Jual pompa air jet - Iklan Baris Contoh</title></head><body><table width=100%><tr><td><a href="/"><b>IKLAN BARIS</b></a></td><td><a href="/pasang">Pasang</a></td></tr></table><table width=600 class="isi"><tr><td colspan=2><font size=4><b>Jual pompa air jet</b></font></td></tr><tr><td width=120>Harga</td><td>Rp 650.000</td></tr><tr><td>Kota</td><td>Pemalang</td></tr><tr><td>Pengiklan</td><td>Pak Rasmin</td></tr><tr><td>Tgl. pasang</td><td>10-11-2026</td></tr><tr><td colspan=2>Pompa air jet bekas sumur dalam, baru ganti kapasitor, daya isap kuat, dijual karena sudah pakai sumur bor baru.</td></tr></table></body></html>',
    "Jual pompa air jet", 650000, "2026-11-10", "Pemalang", "Pak Rasmin", "", "baru ganti kapasitor", "",
)  # fmt: skip
