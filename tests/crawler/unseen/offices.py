"""Vacancies, registers of offices and agencies, and adverts in the scripts and moneys of the countries around, as portals
there print them. All content is invented.
"""

from tests.crawler.unseen.made import Row, page, site

POSTS_OPEN = [
    ("Crew kapal kargo (rating)", "PT Bahari Contoh", "Tanjung Priok", 5500000),
    ("Pengasuh lansia", "Yayasan Kasih Ibu Contoh", "Hong Kong", 9800000),
    ("Operator jahit garmen", "PT Sandang Contoh", "Boyolali", 0),
    ("Kasir malam", "Minimarket Contoh", "Sidoarjo", 2700000),
    ("Pemetik buah musiman", "LPK Contoh Nusantara", "Jeju", 0),
    ("Marketing online, kerja dari rumah", "Contoh Media", "Bandung", 3100000),
]


def dots(value: int) -> str:
    return f"{value:,}".replace(",", ".")


def jobs(path: str) -> list[Row]:
    return [(t, float(v) if v else None, path.format(i)) for i, (t, _, _, v) in enumerate(POSTS_OPEN)]


def kerja() -> None:
    shown = "".join(
        f"""
        <article class="card card-job mb-3">
            <div class="card-body d-flex">
                <div class="flex-shrink-0"><img class="rounded" src="logo.png" alt="Logo {co}"></div>
                <div class="flex-grow-1 ms-3">
                    <p class="text-muted small mb-0">{co} <i class="bi bi-patch-check"></i></p>
                    <h3 class="h6"><a href="https://t.example/{c.lower().replace(" ", "-")}/lowongan-{i}.html" class="stretched-link text-decoration-none">Lowongan Kerja {t}</a></h3>
                    <div class="tags"><span>Min. SMA/SMK</span> <span>Full Time</span> <span>1-3 Tahun</span></div>
                    <table class="table-borderless"><tr><td><i class="bi bi-cash"></i></td><td>{f"Rp.{dots(v)} – Rp.{dots(v + 1000000)}" if v else "Gaji kompetitif"}</td></tr><tr><td><i class="bi bi-geo"></i></td><td>{c}</td></tr></table>
                </div>
            </div>
            <div class="card-footer"><small>Tayang {i + 1} hari lalu</small> <small class="text-danger">Tutup 30 Nov</small></div>
        </article>"""
        for i, (t, co, c, v) in enumerate(POSTS_OPEN)
    )
    page(
        "bootstrap vacancies",
        site(
            f'<div class="container"><h1>{len(POSTS_OPEN)} lowongan</h1>{shown}<div class="alert">Waspada penipuan! Jangan transfer uang kepada siapa pun.</div></div>'
        ),
        [
            (
                f"Lowongan Kerja {t}",
                float(v) if v else None,
                f"https://t.example/{c.lower().replace(' ', '-')}/lowongan-{i}.html",
            )
            for i, (t, _, c, v) in enumerate(POSTS_OPEN)
        ],
    )


def openings() -> None:
    def opening(i: int) -> str:
        return f'<div class="opening" data-department-id="{i // 2}"><a data-mapped="true" href="/contoh/jobs/40{i}">{POSTS_OPEN[i][0]}</a>\n<br/>\n<span class="location">{POSTS_OPEN[i][2]}</span></div>'

    shown = "".join(
        f'<section class="level-0"><h3 id="{i}">{name}</h3>{opening(i)}{opening(i + 1)}</section>'
        for i, name in ((0, "Overseas"), (2, "Store & Factory"), (4, "Remote"))
    )
    page(
        "openings by department",
        f'<html><body><div id="wrapper" class="accessible"><div id="logo"><img alt="Contoh logo" src="l"></div><div id="main"><h1>Current Job Openings at Contoh</h1><div id="filter"><select id="departments-select"><option>All Departments</option></select></div>{shown}</div></div><div id="footer"><a href="/privacy">Privacy Policy</a><span>Powered by</span> <a href="https://ats.example/">ATS</a></div></body></html>',
        [(t, None, f"/contoh/jobs/40{i}") for i, (t, *_) in enumerate(POSTS_OPEN)],
    )


def lever() -> None:
    shown = "".join(
        f'<div class="posting" data-qa-posting-id="p{i}"><div class="posting-apply" data-qa="btn-apply"><a href="https://jobs.example/contoh/p{i}">Apply</a></div><a class="posting-title" href="https://jobs.example/contoh/p{i}"><h5 data-qa="posting-name">{t}</h5><div class="posting-categories"><span class="display-inline-block small-category-label workplaceTypes">On-site —</span><span class="sort-by-commitment posting-category">Full-time /</span><span class="sort-by-location posting-category small-category-label location">{c}</span></div></a></div>'
        for i, (t, _, c, _) in enumerate(POSTS_OPEN)
    )
    page(
        "postings with an apply button first",
        f'<html><body class="list-page"><div class="main-header page-full-width section-wrapper"><div class="main-header-content"><a class="main-header-logo" href="https://contoh.example"><img alt="logo"></a></div></div><div class="content"><div class="section-wrapper page-full-width"><div class="postings-wrapper"><div class="postings-group"><div class="large-category-header">Operations</div>{shown}</div></div></div></div></body></html>',
        [(t, None, f"https://jobs.example/contoh/p{i}") for i, (t, *_) in enumerate(POSTS_OPEN)],
        url="https://jobs.example/contoh",
    )


def register() -> None:
    shown = "".join(
        f"""
<tr class="{"odd" if i % 2 else "even"}">
  <td class="text-center">{i + 1}</td>
  <td>{c}</td>
  <td>{t}</td>
  <td>{co}</td>
  <td class="text-right">{12 + i * 3}</td>
  <td>{f"Rp {dots(v)}" if v else "-"}</td>
  <td>{14 + i} Nov 2026</td>
  <td><a class="btn btn-sm btn-info" href="/peluang/detail/{i + 700}"><i class="fa fa-search"></i> Detail</a></td>
</tr>"""
        for i, (t, co, c, v) in enumerate(POSTS_OPEN)
    )
    page(
        "register of openings abroad",
        site(
            f'<div class="dataTables_wrapper"><div class="dataTables_length"><label>Tampilkan <select><option>10</option></select> entri</label></div><table id="tabel" class="table table-bordered dataTable"><thead><tr><th class="sorting_asc">No</th><th class="sorting">Negara/Kota</th><th class="sorting">Jabatan</th><th class="sorting">Perusahaan</th><th class="sorting">Kuota</th><th class="sorting">Gaji</th><th class="sorting">Tanggal</th><th>Aksi</th></tr></thead><tbody>{shown}</tbody></table><div class="dataTables_info">Menampilkan 1 sampai 6 dari 44 entri</div><div class="dataTables_paginate paging_simple_numbers"><ul class="pagination"><li class="paginate_button previous disabled"><a href="#">Sebelumnya</a></li><li class="paginate_button active"><a href="?p=1">1</a></li><li class="paginate_button"><a href="?p=2">2</a></li><li class="paginate_button next"><a href="?p=2">Selanjutnya</a></li></ul></div></div>',
            title="Peluang kerja luar negeri",
        ),
        jobs("/peluang/detail/70{}"),
        next="/list?p=2",
    )


def webforms() -> None:
    shown = "".join(
        f'<tr class="{"GridAlt" if i % 2 else "GridRow"}" style="background-color:White;"><td><span id="ctl00_Main_dl_ctl0{i}_lblTgl">{20 - i}/11/2026</span></td><td><a id="ctl00_Main_dl_ctl0{i}_lnkJudul" href="LowonganDetail.aspx?id={i + 310}">{t.upper()}</a><br /><span id="ctl00_Main_dl_ctl0{i}_lblPT" style="font-style:italic;">{co}</span></td><td><span id="ctl00_Main_dl_ctl0{i}_lblKota">{c}</span></td><td align="right"><span id="ctl00_Main_dl_ctl0{i}_lblGaji">{format(v, ",") + ".00" if v else "&nbsp;"}</span></td></tr>'
        for i, (t, co, c, v) in enumerate(POSTS_OPEN)
    )
    page(
        "web forms",
        f"""<html xmlns="http://www.w3.org/1999/xhtml"><head id="ctl00_Head1"><title>Bursa Kerja Online</title></head><body><form name="aspnetForm" method="post" action="Lowongan.aspx" id="aspnetForm">
<div><input type="hidden" name="__VIEWSTATE" id="__VIEWSTATE" value="/wEPDwUKLTg0{"QWJj" * 60}" /></div>
<script type="text/javascript">function __doPostBack(t, a) {{ theForm.submit(); }}</script>
<table id="menu"><tr><td><a href="Default.aspx">Beranda</a></td><td><a href="Lowongan.aspx">Lowongan</a></td><td><a href="Pencaker.aspx">Pencari Kerja</a></td></tr></table>
<div><table cellspacing="0" rules="all" border="1" id="ctl00_Main_dl" style="border-collapse:collapse;"><tr class="GridHead"><th scope="col">Tanggal</th><th scope="col"><a href="javascript:__doPostBack('ctl00$Main$dl','Sort$Judul')">Jabatan</a></th><th scope="col">Penempatan</th><th scope="col">Upah</th></tr>{shown}<tr class="GridPager"><td colspan="4"><table border="0"><tr><td><span>1</span></td><td><a href="javascript:__doPostBack('ctl00$Main$dl','Page$2')">2</a></td><td><a href="javascript:__doPostBack('ctl00$Main$dl','Page$3')">3</a></td></tr></table></td></tr></table></div></form></body></html>""",
        [
            (t.upper(), float(v) if v else None, f"/LowonganDetail.aspx?id={i + 310}")
            for i, (t, _, _, v) in enumerate(POSTS_OPEN)
        ],
        url="http://t.example/Lowongan.aspx",
    )


def drupal() -> None:
    shown = "".join(
        f"""  <div class="views-row views-row-{i + 1} views-row-{"odd" if i % 2 else "even"}{" views-row-first" if not i else ""}">
      <span class="views-field views-field-created">        <span class="field-content">{20 - i} November, 2026 - 09:1{i}</span>  </span>
  <div class="views-field views-field-title">        <span class="field-content"><a href="/node/8{i}">{t}</a></span>  </div>
  <div class="views-field views-field-field-lokasi">    <span class="views-label views-label-field-lokasi">Lokasi: </span>    <div class="field-content">{c}</div>  </div>
  <div class="views-field views-field-field-gaji">    <span class="views-label">Gaji: </span>    <div class="field-content">{"Rp " + dots(v) if v else "tidak disebutkan"}</div>  </div>
  <div class="views-field views-field-body">        <div class="field-content"><p>{co} membuka kesempatan bagi yang mau bekerja di {c}, seleksi dilakukan setiap Senin pagi di kantor kami.</p></div>  </div>
  <div class="views-field views-field-view-node">        <span class="field-content"><a href="/node/8{i}">baca</a></span>  </div>  </div>
"""
        for i, (t, co, c, v) in enumerate(POSTS_OPEN)
    )
    page(
        "drupal views",
        site(
            f'<div class="region region-content"><div id="block-system-main" class="block block-system"><div class="view view-lowongan view-id-lowongan"><div class="view-content">\n{shown}</div><div class="item-list"><ul class="pager"><li class="pager-current first">1</li><li class="pager-item"><a title="Ke halaman 2" href="/lowongan?page=1">2</a></li><li class="pager-next"><a title="Ke halaman berikutnya" href="/lowongan?page=1">berikutnya ›</a></li><li class="pager-last last"><a href="/lowongan?page=4">terakhir »</a></li></ul></div></div></div></div>'
        ),
        jobs("/node/8{}"),
        next="/lowongan?page=1",
        url="http://t.example/lowongan",
    )


def hongkong() -> None:
    told = [
        ("A1022", "SRI W.", 33, "印尼", 5100), ("A1031", "ENDANG", 28, "印尼", 5100), ("B0417", "MARIVIC", 41, "菲律賓", 5300),
        ("A1040", "YULIANTI", 36, "印尼", 5200), ("A1044", "NUR H.", 30, "印尼", 0),
    ]  # fmt: skip
    shown = "".join(
        f'<div class="helper-box"><div class="helper-photo"><a href="/helper_detail.php?lang=tc&amp;id={i + 50}"><img src="p"></a></div><ul class="helper-info"><li class="name">{n} <em>({ref})</em></li><li><label>年齡</label>：{a}歲</li><li><label>國籍</label>：{na}</li><li><label>婚姻</label>：已婚</li><li><label>月薪</label>：{f"HK${v:,}" if v else "面議"}</li><li><label>經驗</label>：香港{i + 1}年完約</li></ul><div class="helper-btn"><a href="/helper_detail.php?lang=tc&amp;id={i + 50}">查看更多</a><a href="/shortlist.php?add={i + 50}">加入候選</a></div></div>'
        for i, (ref, n, a, na, v) in enumerate(told)
    )
    page(
        "hong kong helpers",
        f'<html lang="zh-Hant"><head><title>外傭資料庫 | 例子僱傭中心</title></head><body><div id="top"><a href="/?lang=tc">繁</a> <a href="/?lang=en">ENG</a> 查詢熱線：2000 0000</div><ul id="nav"><li><a href="/">主頁</a></li><li><a href="/helper.php">外傭搜尋</a></li><li><a href="/fee.php">收費</a></li><li><a href="/faq.php">常見問題</a></li></ul><div id="list">{shown}</div><div class="pages"><a class="cur">1</a><a href="/helper.php?page=2">2</a><a href="/helper.php?page=2">下一頁</a></div><div id="foot">地址：例子道1號</div></body></html>',
        [
            (f"{n} ({ref})", float(v) if v else None, f"/helper_detail.php?lang=tc&id={i + 50}")
            for i, (ref, n, _, _, v) in enumerate(told)
        ],
        next="/helper.php?page=2",
        url="http://t.example/helper.php",
    )


def mainland() -> None:
    told = [
        ("诚聘住家保姆 包吃住", "6000-8000元/月", 6000, "朝阳"), ("招普工 长白班", "面议", None, "昌平"), ("餐厅服务员 五险", "4500-5500元/月", 4500, "海淀"),
        ("急招快递分拣 日结", "220元/天", 220, "大兴"), ("月嫂 经验三年以上", "1.2万元/月", 12000, "丰台"),
    ]  # fmt: skip
    shown = "".join(
        f'<li class="job_item clearfix"><div class="item_con job_title"><div class="job_name clearfix"><a href="//t.example/zhaopin/{i}x.shtml" target="_blank"><span class="address">{c}</span> | <span class="name">{t}</span></a></div><p class="job_salary">{p}</p><div class="job_wel clearfix"><span>包住</span><span>包吃</span><span>周末双休</span></div></div><div class="item_con job_comp"><div class="comp_name"><a href="//t.example/qy/{i}/" title="例子公司{i}">例子公司{i}</a><i class="vip"></i></div><p class="job_require"><span class="cate">不限</span><span class="xueli">学历不限</span><span class="jingyan">1年以下</span></p></div><a class="item_con apply" href="javascript:;">申请</a><span class="sign">置顶</span></li>'
        for i, (t, p, _, c) in enumerate(told)
    )
    page(
        "mainland vacancies",
        f'<html><head><meta charset="utf-8"><title>招聘信息</title></head><body><div class="topbar"><a href="/bj">北京</a><a href="/login">登录</a><a href="/reg">注册</a></div><div class="filter"><dl><dt>区域：</dt><dd><a href="/chaoyang/">朝阳</a><a href="/haidian/">海淀</a><a href="/fengtai/">丰台</a><a href="/daxing/">大兴</a></dd></dl></div><ul id="list_con">{shown}</ul><div class="pagesout"><span class="num_operate"><strong>1</strong><a class="num" href="/pn2/">2</a><a class="next" href="/pn2/"><span>下一页</span></a></span></div></body></html>',
        [
            (t, v if v is None else float(v), f"http://t.example/zhaopin/{i}x.shtml")
            for i, (t, _, v, _) in enumerate(told)
        ],
        next="/pn2/",
        url="http://t.example/pn1/",
    )


def gulf() -> None:
    told = [
        ("عاملة منزلية للتنازل خبرة سنتين", "1500 ريال", 1500, "الرياض", "قبل 3 ساعات"), ("كنب مستعمل نظيف", "٨٠٠ ر.س", 800, "جدة", "قبل يوم"),
        ("سائق خاص نقل كفالة", "", None, "الدمام", "قبل يومين"), ("مكيف شباك للبيع", "450 ر.س", 450, "مكة", "الآن"), ("مطلوب مربية أطفال", "السعر عند الاتصال", None, "أبها", "قبل 5 دقائق"),
    ]  # fmt: skip
    shown = "".join(
        f'<div data-testid="post-item" class="flex flex-row"><div class="flex flex-col w-full"><a data-testid="post-title-link" href="/11{i}/{t.replace(" ", "_")}/"><h2 class="text-lg">{t}</h2></a>{f"<strong class=price>{p}</strong>" if p else ""}<div class="flex"><a href="/city/{c}">{c}</a><span>{w}</span></div><a href="/users/u{i}">أبو {c}</a></div><a data-testid="post-image-link" href="/11{i}/{t.replace(" ", "_")}/"><img alt="" src="x"></a></div>'
        for i, (t, p, _, c, w) in enumerate(told)
    )
    page(
        "arabic board, right to left",
        f'<html lang="ar" dir="rtl"><head><title>حراج المثال</title></head><body><header><a href="/">حراج المثال</a><a href="/tags/سيارات">سيارات</a><a href="/tags/عقار">عقار</a><a href="/tags/أجهزة">أجهزة</a></header><div id="postsList">{shown}</div><button data-testid="load-more">مشاهدة المزيد ...</button><footer><a href="/terms">شروط الاستخدام</a></footer></body></html>',
        [(t, v if v is None else float(v), f"/11{i}/{t.replace(' ', '_')}/") for i, (t, _, v, _, _) in enumerate(told)],
    )


def malay() -> None:
    told = [
        ("Pembantu rumah diperlukan segera", "RM 1 500 sebulan", 1500, "Selangor"), ("Bilik sewa wanita sahaja", "RM 450 sebulan", 450, "Johor"),
        ("Sofa 3 seater terpakai", "RM 280", 280, "Kuala Lumpur"), ("Motosikal EX5", "RM 3 200", 3200, "Perak"), ("Peti sejuk 2 pintu", "RM 600", 600, "Melaka"),
    ]  # fmt: skip
    shown = "".join(
        f"""
<li class="listing_ads_params_wrapper" itemscope>
  <div class="list_ads" data-list-id="1020{i}">
    <div class="ads_image"><a href="https://t.example/iklan-1020{i}.htm?last=1"><img src="x"><span class="photo-count">{i + 1}</span></a></div>
    <div class="top_params_col1">
      <h2 class="list_title truncate"><a href="https://t.example/iklan-1020{i}.htm?last=1">{t}</a></h2>
      <div class="ads_price">{p}</div>
      <div class="list_cat">Hari ini, 1{i}:04</div>
      <div class="location truncate">{c}</div>
      <div class="sub-details"><i>Peribadi</i></div>
    </div>
  </div>
</li>"""
        for i, (t, p, _, c) in enumerate(told)
    )
    page(
        "malay adverts",
        f'<html lang="ms"><body><div id="hdr"><a href="/">mudahcontoh</a><a href="/ai">Jual</a></div><div class="results-head"><h1>Semua iklan di Malaysia</h1></div><ul class="list_ads_wrap">{shown}</ul><div class="list_paging"><a href="https://t.example/list?p=2">Seterusnya »</a></div></body></html>',
        [(t, float(v), f"https://t.example/iklan-1020{i}.htm?last=1") for i, (t, _, v, _) in enumerate(told)],
        next="https://t.example/list?p=2",
    )


def russian() -> None:
    told = [
        ("Диван угловой", "15\u202f000\u202f₽", 15000, "Москва"), ("Отдам котёнка", "Бесплатно", None, "Тула"), ("Няня с проживанием", "Цена не указана", None, "Казань"),
        ("Велосипед взрослый", "7\u202f500\u202f₽", 7500, "Пермь"), ("Стиральная машина", "4\u202f000\u202f₽", 4000, "Омск"),
    ]  # fmt: skip
    shown = "".join(
        f'<div data-marker="item" data-item-id="7{i}" class="iva-item-root js-catalog-item-enum" itemscope itemtype="http://schema.org/Thing"><div class="iva-item-content"><div class="iva-item-slider"><a href="/gorod/veshi/slug_7{i}" itemprop="url"><div class="photo-slider"><img src="x" itemprop="image"></div></a></div><div class="iva-item-body"><div class="iva-item-title"><h2><a data-marker="item-title" title="{t} в {c}" href="/gorod/veshi/slug_7{i}">{t}</a></h2></div><div class="iva-item-price"><p data-marker="item-price"><meta itemprop="price" content="{v or 0}"><span>{p}</span></p></div><div class="geo-root"><p>{c}</p></div><div class="iva-item-date"><p data-marker="item-date">{i + 2} часа назад</p></div></div><div class="iva-item-user"><a href="/brands/{i}">Пример Магазин</a><div>На сайте с 2019</div></div></div></div>'
        for i, (t, p, v, c) in enumerate(told)
    )
    page(
        "russian adverts",
        f'<html lang="ru"><body><div class="index-header"><a href="/">Примеры</a><a href="/help">Помощь</a></div><div data-marker="catalog-serp">{shown}</div><nav aria-label="Пагинация"><ul><li><span>1</span></li><li><a href="/list?p=2" data-value="2">2</a></li><li><a aria-label="Следующая страница" href="/list?p=2"><svg></svg></a></li></ul></nav></body></html>',
        [(t, v if v is None else float(v), f"/gorod/veshi/slug_7{i}") for i, (t, _, v, _) in enumerate(told)],
        next="/list?p=2",
    )


def german() -> None:
    told = [
        ("Esstisch Buche ausziehbar", "80 € VB", 80, "50667 Köln"), ("Haushaltshilfe gesucht", "", None, "20095 Hamburg"),
        ("Kinderwagen zu verschenken", "Zu verschenken", None, "04109 Leipzig"), ("E-Bike 28 Zoll", "1.250 € VB", 1250, "80331 München"), ("Regal", "VB", None, "10115 Berlin"),
    ]  # fmt: skip
    shown = "".join(
        f"""<li class="ad-listitem fully-clickable-card">
<article class="aditem" data-adid="26{i}" data-href="/s-anzeige/slug/26{i}-88">
  <div class="aditem-image"><a href="/s-anzeige/slug/26{i}-88"><div class="imagebox srpimagebox"><img src="x" alt="{t}"><div class="galleryimage--counter">{i + 1}</div></div></a></div>
  <div class="aditem-main">
    <div class="aditem-main--top"><div class="aditem-main--top--left"><i class="icon icon-small icon-pin"></i> {c}</div><div class="aditem-main--top--right"><i class="icon icon-calendar"></i> Heute, 1{i}:22</div></div>
    <div class="aditem-main--middle"><h2 class="text-module-begin"><a class="ellipsis" href="/s-anzeige/slug/26{i}-88">{t}</a></h2><p class="aditem-main--middle--description">Gut erhalten, Abholung bevorzugt. Tierfreier Nichtraucherhaushalt, Privatverkauf ohne...</p><div class="aditem-main--middle--price-shipping"><p class="aditem-main--middle--price-shipping--price">{p}</p></div></div>
    <div class="aditem-main--bottom"><p class="text-module-end"><span class="simpletag">Versand möglich</span></p></div>
  </div>
</article></li>
"""
        for i, (t, p, _, c) in enumerate(told)
    )
    page(
        "german small adverts",
        f'<html lang="de"><body><div id="site-header"><a href="/">kleinbeispiel</a><a href="/m-einloggen.html">Einloggen</a></div><div id="srchrslt-brwse"><section><h2>Kategorien</h2><ul><li><a href="/s-wohnen/c80">Haus &amp; Garten</a> <span>(1.200)</span></li><li><a href="/s-jobs/c102">Jobs</a> <span>(320)</span></li></ul></section></div><ul id="srchrslt-adtable" class="itemlist ad-list it3">{shown}</ul><div class="pagination"><span class="pagination-current">1</span><a href="/seite:2/k0" class="pagination-page">2</a><a class="pagination-next" href="/seite:2/k0" title="Nächste"></a></div></body></html>',
        [(t, v if v is None else float(v), f"/s-anzeige/slug/26{i}-88") for i, (t, _, v, _) in enumerate(told)],
        next="/seite:2/k0",
        url="http://t.example/k0",
    )


for f in (
    kerja, openings, lever, register, webforms, drupal, hongkong, mainland, gulf, malay, russian, german,
):  # fmt: skip
    f()
