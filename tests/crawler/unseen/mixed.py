"""Pages of old tables, portals, other scripts and timelines. Names say what they are like. All content is invented."""

from tests.crawler.unseen.made import ADS, CRUMBS, FACETS, JOBS, POSTS, page, site


def gridview() -> None:
    rows = "".join(
        f'<tr style="background-color:{"#EFF3FB" if i % 2 else "White"};"><td align="center">{i + 1}</td><td><a id="ctl00_gv_ctl{i:02}_lnk" href="Detail.aspx?id=55{i}">{t}</a></td><td>{co}</td><td>{c}</td><td align="right">{p or "-"}</td><td>{23 - i}/11/2026</td></tr>'
        for i, (t, co, c, p, v, d) in enumerate(JOBS)
    )
    page(
        "gridview",
        f'<html><head><title>Bursa Kerja</title></head><body><form method="post" action="./List.aspx" id="aspnetForm"><input type="hidden" name="__VIEWSTATE" value="x"><table width="100%"><tr><td width="200" valign="top"><div id="ctl00_Menu1"><table><tr><td><a class="m" href="Default.aspx">Beranda</a></td></tr><tr><td><a class="m" href="List.aspx">Lowongan</a></td></tr><tr><td><a class="m" href="Daftar.aspx">Pendaftaran</a></td></tr><tr><td><a class="m" href="Pengumuman.aspx">Pengumuman</a></td></tr></table></div></td><td valign="top"><span id="lblJudul">Daftar Lowongan</span><div><table cellspacing="0" rules="all" border="1" id="ctl00_gv"><tr style="color:White"><th scope="col">No</th><th scope="col"><a href="javascript:__doPostBack(&#39;gv&#39;,&#39;Sort$a&#39;)">Jabatan</a></th><th>Perusahaan</th><th>Kota</th><th>Gaji</th><th>Tanggal</th></tr>{rows}<tr class="pager"><td colspan="6"><table><tr><td><span>1</span></td><td><a href="javascript:__doPostBack(&#39;gv&#39;,&#39;Page$2&#39;)">2</a></td></tr></table></td></tr></table></div></td></tr></table></form></body></html>',
        [(t, float(v) if v else None, f"/Detail.aspx?id=55{i}") for i, (t, co, c, p, v, d) in enumerate(JOBS)],
        url="http://t.example/List.aspx",
    )


gridview()


def osclass() -> None:
    rows = "".join(
        f'<tr class="{"odd" if i % 2 else "even"} {"premium" if i < 2 else ""}"><td class="photo"><a href="http://t.example/index.php?page=item&amp;id=2{i}"><img src="no_photo.gif" title="" alt=""></a></td><td class="text"><h3>{"<span class=premium-tag>Premium</span> " if False else ""}<a href="http://t.example/index.php?page=item&amp;id=2{i}">{t}</a></h3><p><strong>{p if v else "Check with seller"} - {c} (Jawa Tengah) - {d}</strong></p><p>Barang masih bagus, silakan lihat di tempat. Harga bisa dibicarakan baik-baik, hubungi penjual lewat tombol di halaman...</p></td></tr>'
        for i, (t, p, v, c, d, s) in enumerate(ADS)
    )
    page(
        "osclass table",
        site(
            f'{CRUMBS}<div id="main" class="list"><h1><strong>Jual beli</strong></h1><table border="0" cellspacing="0"><tbody>{rows}</tbody></table><div class="paginate"><ul><li><span class="searchPaginationSelected list-first">1</span></li><li><a class="searchPaginationNonSelected" href="http://t.example/index.php?page=search&amp;iPage=2">2</a></li><li><a class="searchPaginationNext list-last" href="http://t.example/index.php?page=search&amp;iPage=2">&gt;</a></li><li><a class="searchPaginationLast" href="http://t.example/index.php?page=search&amp;iPage=9">&raquo;</a></li></ul></div></div>{FACETS}'
        ),
        [(t, float(v) if v else None, f"/index.php?page=item&id=2{i}") for i, (t, p, v, *_) in enumerate(ADS)],
        next="/index.php?page=search&iPage=2",
    )


osclass()


def rumah() -> None:
    data = [
        ("Rumah 2 lantai Banyumanik siap huni", "Rp 850 Juta", 850e6, "Rp 4,2 Juta/bulan"),
        ("Dijual ruko strategis pinggir jalan raya", "Rp 1,2 Miliar", 1.2e9, "Rp 6 Juta/bulan"),
        ("Apartemen studio furnished dekat stasiun", "Rp 320 Juta", 320e6, "Rp 1,6 Juta/bulan"),
        ("Rumah subsidi tipe 36", "Rp 166 Juta", 166e6, "Rp 1 Juta/bulan"),
        ("Gudang 500 m2 kawasan industri", "Rp 2,75 Miliar", 2.75e9, "Rp 14 Juta/bulan"),
        ("Rumah hook taman luas di Ungaran", "Rp 975 Juta", 975e6, "Rp 5 Juta/bulan"),
        ("Villa view gunung, 4 KT", "Rp 1,9 Miliar", 1.9e9, "Rp 10 Juta/bulan"),
    ]
    cards = "".join(
        f'<div class="ui-organism-intersection__element intersection-card-container"><div class="card-featured {"card-featured--premier" if i < 2 else ""}"><div class="card-featured__media-container"><a href="/properti/semarang/hos99{i}/" title="{t}"><img alt="{t}" src="x"></a><span class="tag">Premier</span><span>1/{i + 8}</span></div><div class="card-featured__middle-section"><div class="card-featured__middle-section__price"><strong>{p}</strong><em><span>Cicilan: {ci}</span></em></div><a href="/properti/semarang/hos99{i}/" title="{t}"><h2>{t}</h2></a><span>Banyumanik, Semarang</span><div class="card-featured__middle-section__attribute"><div><div class="attribute-text"><span>3</span></div><div><span>2</span></div><div class="attribute-info">LT : <span>1{i}0 m²</span></div><div class="attribute-info">LB : <span>90 m²</span></div></div></div></div><div class="card-featured__bottom-section"><div class="ui-atomic-avatar"><a href="/agen/agen-{i}/"><img alt="agen" src="a"></a></div><a href="/agen/agen-{i}/"><p>Agen Contoh {i}</p></a><p>Diperbarui {i + 1} jam yang lalu oleh</p><a class="btn" href="https://wa.example/62?text=hi{i}">WhatsApp</a><button>+62812...</button></div></div></div>'
        for i, (t, p, v, ci) in enumerate(data)
    )
    page(
        "property portal",
        site(
            f'<div class="ui-container"><h1>Dijual Rumah di Semarang</h1><div class="ui-search-results">{cards}</div><ul class="ui-molecules-list"><li><a href="/jual/banyumanik/">Rumah di Banyumanik (210)</a></li><li><a href="/jual/tembalang/">Rumah di Tembalang (180)</a></li><li><a href="/jual/ngaliyan/">Rumah di Ngaliyan (99)</a></li></ul><ul class="ui-molecule-paginate"><li class="active"><a href="/list?p=1">1</a></li><li><a href="/list?p=2">2</a></li><li class="ui-molecule-paginate__next"><a href="/list?p=2"><span class="next"></span></a></li></ul></div>'
        ),
        [(t, v, f"/properti/semarang/hos99{i}/") for i, (t, p, v, ci) in enumerate(data)],
        next="/list?p=2",
    )


rumah()


def arab() -> None:
    data = [
        ("شقة للإيجار في المنامة", "250 د.ب", 250),
        ("سيارة تويوتا 2015", "3,200 د.ب", 3200),
        ("مطلوب عاملة منزلية", "120 د.ب", 120),
        ("أثاث مستعمل للبيع", "80 د.ب", 80),
        ("هاتف بحالة ممتازة", "95 د.ب", 95),
        ("وظيفة سائق خاص", "180 د.ب", 180),
    ]
    cards = "".join(
        f'<div class="adItem" dir="rtl"><a class="thumb" href="/ar/ad/{i + 11}"><img src="t.jpg" alt=""></a><div class="det"><h4><a href="/ar/ad/{i + 11}">{t}</a></h4><span class="prc">{p}</span><span class="loc">المنامة</span><span class="dt">قبل {i + 2} ساعات</span></div></div>'
        for i, (t, p, v) in enumerate(data)
    )
    page(
        "arabic rtl",
        f'<html dir="rtl" lang="ar"><head><title>إعلانات</title></head><body><div class="menu"><a href="/ar/cars">سيارات</a><a href="/ar/jobs">وظائف</a><a href="/ar/homes">عقارات</a><a href="/ar/mobile">هواتف</a></div><div class="list">{cards}</div><div class="paging"><a href="/ar?page=2">التالي</a></div></body></html>',
        [(t, float(v), f"/ar/ad/{i + 11}") for i, (t, p, v) in enumerate(data)],
        next="/ar?page=2",
    )


arab()


def viet() -> None:
    data = [
        ("Tủ quần áo gỗ cũ", "1.500.000 đ", 1500000),
        ("Cho thuê phòng trọ quận 7", "2,8 triệu/tháng", 2800000),
        ("Xe máy 2018 chính chủ", "15.900.000 đ", 15900000),
        ("Cần tuyển phụ bếp", "", None),
        ("Bàn ghế sofa phòng khách", "3.200.000 đ", 3200000),
        ("Điện thoại cũ 64GB", "2.450.000 đ", 2450000),
    ]
    cards = "".join(
        f'<li class="AdItem_wrapper__a{i}"><a rel="nofollow" class="AdItem_adItem__gDDQT" href="/mua-ban/{i + 70}.htm#px=SR"><div class="AdItem_thumb"><img alt="{t}" src="x"></div><div class="AdItem_caption"><h3 class="AdItem_adTitle__2O36F">{t}</h3><p class="AdBody_adPriceNormal__4gjbV">{p}</p><div class="AdFooter"><span>{i + 3} giờ trước</span><span>Quận 7</span></div></div></a></li>'
        for i, (t, p, v) in enumerate(data)
    )
    page(
        "vietnam react",
        site(
            f'<ul class="ListAds_ListAds__ANK2d">{cards}</ul><div class="Paging_Paging__oREgP"><a class="Paging_pagingItem active" href="/list?p=1">1</a><a class="Paging_pagingItem" href="/list?p=2">2</a><a class="Paging_redirectPageBtn" href="/list?p=2"><i class="Paging_rightIcon"></i></a></div>'
        ),
        [(t, float(v) if v else None, f"/mua-ban/{i + 70}.htm#px=SR") for i, (t, p, v) in enumerate(data) if True],
        next="/list?p=2",
    )


viet()


def laravel() -> None:
    cards = "".join(
        f'<div class="col-md-3 col-6 mb-4"><div class="card h-100 shadow-sm"><img src="/storage/{i}.jpg" class="card-img-top" alt="..."><div class="card-body d-flex flex-column"><h5 class="card-title">{t}</h5><p class="card-text text-danger fw-bold mb-1">{p}</p><p class="card-text"><small class="text-muted"><i class="bi bi-geo-alt"></i> {c}</small></p><div class="mt-auto"><a href="http://t.example/produk/{i + 300}" class="btn btn-primary btn-sm w-100">Detail</a></div></div></div></div>'
        for i, (t, p, v, c, d, s) in enumerate(ADS[:8])
    )
    page(
        "bootstrap cards",
        site(
            f'<section class="py-5"><div class="container"><h2 class="text-center mb-4">Produk Terbaru</h2><div class="row">{cards}</div><nav><ul class="pagination"><li class="page-item disabled"><span class="page-link">&lsaquo;</span></li><li class="page-item active" aria-current="page"><span class="page-link">1</span></li><li class="page-item"><a class="page-link" href="http://t.example/list?page=2">2</a></li><li class="page-item"><a class="page-link" href="http://t.example/list?page=2" rel="next" aria-label="Next &raquo;">&rsaquo;</a></li></ul></nav></div></section>'
        ),
        [(t, float(v) if v else None, f"/produk/{i + 300}") for i, (t, p, v, c, d, s) in enumerate(ADS[:8])],
        next="/list?page=2",
    )


laravel()


def gsites() -> None:
    secs = "".join(
        f'<section class="yaqOZd"><div class="mYVXT"><div class="LS81yb"><div class="hJDwNd-AhqUyc-ibL1re"><div class="jXK9ad"><div class="tyJCtd baZpAe"><p class="CDt4Ke zfr3Q" dir="ltr"><strong><a class="XqQF9c" href="/view/lokercontoh/lowongan-{i}" target="_blank">{t}</a></strong></p><p class="CDt4Ke zfr3Q"><span>{co} - {c}</span></p><p class="CDt4Ke zfr3Q"><span>Gaji: {p or "dibicarakan saat wawancara"}</span></p></div></div></div></div></div></section>'
        for i, (t, co, c, p, v, d) in enumerate(JOBS[:6])
    )
    page(
        "google sites",
        '<html><body><nav class="JzO0Vc"><ul>'
        + "".join(
            f'<li class="VsJjtf"><a class="aJHbb" href="/view/lokercontoh/{x}">{x.title()}</a></li>'
            for x in ("home", "lowongan", "tentang", "kontak")
        )
        + f'</ul></nav><div role="main">{secs}</div></body></html>',
        [
            (t, float(v) if v else None, f"/view/lokercontoh/lowongan-{i}")
            for i, (t, co, c, p, v, d) in enumerate(JOBS[:6])
        ],
    )


gsites()


def nitter() -> None:
    posts = "".join(
        f'<div class="timeline-item "><a class="tweet-link" href="/{u}/status/177{i}#m"></a><div class="tweet-body"><div><div class="tweet-header"><a class="tweet-avatar" href="/{u}"><img class="avatar round" src="x" alt=""></a><div class="tweet-name-row"><div class="fullname-and-username"><a class="fullname" href="/{u}" title="{u}">{u.title()}</a><a class="username" href="/{u}">@{u}</a></div><span class="tweet-date"><a href="/{u}/status/177{i}#m" title="Nov 2{i % 4}, 2026 · 3:1{i} AM UTC">Nov 2{i % 4}</a></span></div></div></div><div class="tweet-content media-body" dir="auto">{x} <a href="/search?q=%23loker">#loker</a></div><div class="tweet-stats"><span class="tweet-stat"><div class="icon-container">{i}</div></span><span class="tweet-stat"><div>{i * 3}</div></span></div></div></div>'
        for i, (u, x) in enumerate(POSTS)
    )
    page(
        "nitter",
        f'<html><body><nav><a href="/">nitter</a><a href="/about">about</a></nav><div class="timeline-container"><ul class="tab"><li class="tab-item active"><a href="/search?f=tweets">Tweets</a></li><li class="tab-item"><a href="/search?f=users">Users</a></li></ul><div class="timeline">{posts}<div class="show-more"><a href="?cursor=abc">Load more</a></div></div></div></body></html>',
        [(None, None, f"/{u}/status/177{i}#m") for i, (u, x) in enumerate(POSTS)],
        kind="thread",
        url="http://t.example/search?f=tweets&q=loker",
        next="/search?cursor=abc",
    )


nitter()


def mbasic() -> None:
    posts = "".join(
        f'<div class="dp dq dr" id="u_0_{i}_x" data-ft="{{&quot;top&quot;:{i}}}"><div class="ds dt"><div class="du dv"><header><table class="m dw"><tbody><tr><td class="t dx"><a href="/profile.php?id=10{i}"><img src="a" alt="" class="dy s"></a></td><td class="t dz"><h3 class="ea eb"><strong><a href="/profile.php?id=10{i}&amp;fref=nf">{u.title()}</a></strong> ke <strong><a href="/groups/55/?fref=nf">Info Kudus</a></strong></h3></td></tr></tbody></table></header><div class="ec" style="" data-ft="{{&quot;tn&quot;:&quot;*s&quot;}}"><span><p>{x}</p></span></div></div><footer data-ft="x"><div class="ef eg"><abbr>2{i} November pukul 10.0{i}</abbr><span aria-hidden="true"> · </span></div><div><span id="like_{i}"><a href="/ufi/reaction/profile/browser/?ft=77{i}">{i + 2}</a> <a href="/a/like.php?ul&amp;ft={i}">Suka</a></span> · <a href="/story.php?story_fbid=77{i}&amp;id=55&amp;refid=18#footer_action_list">{i + 1} Komentar</a> · <a href="/story.php?story_fbid=77{i}&amp;id=55&amp;refid=18">Berita Lengkap</a></div></footer></div></div>'
        for i, (u, x) in enumerate(POSTS)
    )
    page(
        "mbasic group",
        f'<html><head><title>Info Kudus</title></head><body><div id="header"><a href="/home.php">Facebook</a></div><div id="objects_container"><div id="m_group_stories_container"><section>{posts}</section><div><a href="/groups/55?bacr=1"><span>Lihat Postingan Lainnya</span></a></div></div></div></body></html>',
        [(None, None, f"/story.php?story_fbid=77{i}&id=55&refid=18") for i in range(len(POSTS))],
        kind="thread",
        url="http://t.example/groups/55",
        next="/groups/55?bacr=1",
    )


mbasic()


def two() -> None:
    def card(i, t, p, pre):
        return f'<div class="product-card"><a href="/jual/{pre}{i}"><img class="lazyload" data-src="x"></a><div class="product-card__body"><a class="product-card__name" href="/jual/{pre}{i}">{t}</a><div class="product-card__price">{p}</div></div></div>'

    main = [(t, p, v) for t, p, v, *_ in ADS if v]
    html = (
        '<section class="latest"><h2>Iklan Terbaru</h2><div class="grid">'
        + "".join(card(i, t, p, "b") for i, (t, p, v) in enumerate(main))
        + '</div></section><section class="recently-viewed"><h2>Terakhir dilihat</h2><div class="grid">'
        + "".join(card(i, t, p, "z") for i, (t, p, v) in enumerate(main[:3]))
        + "</div></section>"
    )
    page(
        "recently viewed below",
        site(html),
        [(t, float(v), f"/jual/b{i}") for i, (t, p, v) in enumerate(main)],
        optional=tuple(f"http://t.example/jual/z{i}" for i in range(3)),
    )


two()


def nolinks() -> None:
    cards = "".join(
        f'<div class="iklan-baris" id="ib{i}"><b>{t}</b><br>{c}. Harga {p}. Hub {s} 0812-0000-{1000 + i}</div>'
        for i, (t, p, v, c, d, s) in enumerate(ADS)
    )
    page(
        "no links",
        site(f'<div class="isi"><h1>Iklan Baris</h1>{cards}</div>'),
        [(t, float(v) if v else None, None) for t, p, v, *_ in ADS],
    )


nolinks()


def oldtable() -> None:
    cells = [
        f'<TD VALIGN=TOP WIDTH="25%"><TABLE BORDER=0><TR><TD><A HREF="view.cgi?id={i}"><IMG SRC="/g/{i}.gif" BORDER=0></A></TD></TR><TR><TD><FONT FACE="Arial" SIZE=2><B><A HREF="view.cgi?id={i}">{t}</A></B></FONT></TD></TR><TR><TD><FONT SIZE=1 COLOR=red>{p}</FONT> <FONT SIZE=1>{c}</FONT></TD></TR></TABLE></TD>'
        for i, (t, p, v, c, d, s) in enumerate(ADS[:12])
    ]
    html = (
        "<TABLE>"
        + "".join(
            "<TR>"
            + "<TD><IMG SRC=spacer.gif WIDTH=5></TD>".join(cells[k : k + 4])
            + "</TR><TR><TD COLSPAN=7><HR></TD></TR>"
            for k in range(0, 12, 4)
        )
        + "</TABLE>"
    )
    page(
        "old table grid",
        f'<HTML><HEAD><TITLE>Pasar</TITLE></HEAD><BODY><TABLE WIDTH=100%><TR><TD BGCOLOR=#ccc><A HREF="index.html">Home</A> | <A HREF="sell.cgi">Jual</A> | <A HREF="faq.html">FAQ</A></TD></TR><TR><TD>{html}</TD></TR><TR><TD><A HREF="list.cgi?pg=2">Halaman berikut &gt;&gt;</A></TD></TR></TABLE></BODY></HTML>',
        [(t, float(v) if v else None, f"/view.cgi?id={i}") for i, (t, p, v, *_) in enumerate(ADS[:12])],
        next="/list.cgi?pg=2",
        url="http://t.example/list.cgi",
    )


oldtable()


def dj() -> None:
    rows = "".join(
        f'<div class="item_row item_row{i % 2} {"promotion p_first" if i < 1 else ""}"><div class="item_row_in clearfix"><div class="item_img"><a href="/iklan/ad/cat-{i % 3},{i % 3}/slug,{i}"><img src="x" alt="img"></a></div><div class="item_cat_name"><a href="/iklan/ads/cat-{i % 3},{i % 3}"><span>Rumah tangga</span></a></div><div class="item_name"><h3><a class="title" href="/iklan/ad/cat-{i % 3},{i % 3}/slug,{i}">{t}</a></h3></div><div class="item_region">{c}</div><div class="item_price">{p if v else ""}</div><div class="item_date">{23 - i}-11-2026</div><div class="item_see"><a class="button" href="/iklan/ad/cat-{i % 3},{i % 3}/slug,{i}">Selengkapnya</a></div></div></div>'
        for i, (t, p, v, c, d, s) in enumerate(ADS)
    )
    page(
        "dj classifieds",
        site(
            f'<div id="dj-classifieds"><div class="dj-items">{rows}</div></div><div class="pagination"><ul class="pagination-list"><li class="pagination-start"><span class="pagenav">Start</span></li><li><span class="pagenav">1</span></li><li><a href="/iklan?start=20" class="pagenav">2</a></li><li class="pagination-next"><a title="Next" href="/iklan?start=20" class="pagenav">Next</a></li><li class="pagination-end"><a title="End" href="/iklan?start=80">End</a></li></ul></div>'
        ),
        [
            (t, float(v) if v else None, f"/iklan/ad/cat-{i % 3},{i % 3}/slug,{i}")
            for i, (t, p, v, *_) in enumerate(ADS)
        ],
        next="/iklan?start=20",
    )


dj()


def wpjm() -> None:
    cards = "".join(
        f'<li class="post-{i} job_listing type-job_listing status-publish job-type-full-time" data-longitude="" data-latitude=""><a href="http://t.example/job/slug-{i}/"><img class="company_logo" src="x" alt="{co}" /><div class="position"><h3>{t}</h3><div class="company"><strong>{co}</strong> <span class="tagline">Kami keluarga</span></div></div><div class="location">{c}</div><ul class="meta"><li class="job-type full-time">Full Time</li><li class="date"><time datetime="2026-11-{20 - i:02}">Posted {d}</time></li></ul></a></li>'
        for i, (t, co, c, p, v, d) in enumerate(JOBS)
    )
    page(
        "wp job manager",
        site(
            f'<div class="job_listings"><form class="job_filters"><ul class="job_types"><li><label><input type="checkbox"> Full Time</label></li></ul></form><ul class="job_listings">{cards}</ul><a class="load_more_jobs" href="#"><strong>Load more listings</strong></a></div>'
        ),
        [(t, None, f"/job/slug-{i}/") for i, (t, *_) in enumerate(JOBS)],
    )


wpjm()
