"""Pages written after the first were mended, to see whether the mends hold for others. Names of pages say what they are like; all content is invented."""

# ruff: noqa: B007, E741

from tests.crawler.unseen.made import ADS, JOBS, POSTS, TOPICS, page, site


def amazon() -> None:
    cards = ""
    for i, (t, p, v, c, d, s) in enumerate(ADS[:10]):
        v = v or 75000
        w = f"{v:,}".replace(",", ".")
        sp = (
            '<div class="a-row"><span class="puis-label-popover-default"><span class="a-color-secondary">Sponsored</span></span></div>'
            if i < 2
            else ""
        )
        cards += f'<div data-asin="B0{i}" data-index="{i}" data-component-type="s-search-result" class="sg-col-4-of-24 s-result-item s-asin AdHolder"><div class="sg-col-inner"><div class="s-widget-container"><span class="a-declarative"><div class="puis-card-container"><div class="s-product-image-container"><span data-component-type="s-product-image"><a class="a-link-normal s-no-outline" tabindex="-1" href="/x/dp/B0{i}/ref=sr_1_{i}?keywords=a"><div class="a-section"><img class="s-image" src="x" alt="{t}"></div></a></span></div><div class="a-section a-spacing-small">{sp}<div data-cy="title-recipe"><a class="a-link-normal s-line-clamp-4" href="/x/dp/B0{i}/ref=sr_1_{i}?keywords=a"><h2 aria-label="{t}" class="a-size-base-plus"><span>{t}</span></h2></a></div><div data-cy="reviews-block"><div class="a-row"><a class="a-popover-trigger" href="javascript:void(0)"><span class="a-icon-alt">4.{i} out of 5 stars</span></a><a class="a-link-normal s-underline-text" href="/x/dp/B0{i}/ref=sr_1_{i}?keywords=a#customerReviews"><span>1.23{i}</span></a></div></div><div data-cy="price-recipe"><a class="a-link-normal" href="/x/dp/B0{i}/ref=sr_1_{i}?keywords=a"><span class="a-price" data-a-size="xl"><span class="a-offscreen">Rp {w}</span><span aria-hidden="true"><span class="a-price-symbol">Rp</span><span class="a-price-whole">{w}</span></span></span><div style="display:inline-block"><span class="a-size-base">List: </span><span class="a-price a-text-price" data-a-strike="true"><span class="a-offscreen">Rp 9.999.000</span></span></div></a></div><div data-cy="delivery-recipe"><span>Delivery <b>Mon, Nov 30</b></span></div></div></div></span></div></div></div>'
    page(
        "amazon like",
        site(
            f'<div class="s-main-slot s-result-list">{cards}<div class="s-pagination-container"><span class="s-pagination-strip"><span class="s-pagination-item s-pagination-selected">1</span><a href="/s?page=2" class="s-pagination-item">2</a><a href="/s?page=2" class="s-pagination-item s-pagination-next">Next</a></span></div></div>'
        ),
        [(t, float(v or 75000), f"/x/dp/B0{i}/ref=sr_1_{i}?keywords=a") for i, (t, p, v, *_) in enumerate(ADS[:10])],
        next="/s?page=2",
    )


amazon()


def kijiji() -> None:
    data = [
        ("Basement apt available Dec 1", "$1,450.00", 1450, "Scarborough"),
        ("Used winter tires 16 inch", "$250.00", 250, "North York"),
        ("FREE moving boxes", "Free", None, "Toronto"),
        ("Nanny wanted live in", "Please Contact", None, "Markham"),
        ("Maple dresser", "$90.00", 90, "Ajax"),
        ("Wanted: old radios", "Please Contact", None, "Oshawa"),
        ("Snow blower", "$380.00", 380, "Pickering"),
        ("Guitar lessons", "$35.00", 35, "Toronto"),
    ]
    cards = "".join(
        f'<div class="search-item regular-ad" data-listing-id="15{i}"><div class="clearfix"><div class="left-col"><div class="image"><img src="x" alt="{t}"></div></div><div class="info"><div class="info-container"><div class="price">{p}</div><div class="title"><a class="title" href="/v-x/toronto/slug/15{i}">{t}</a></div><div class="distance"></div><div class="location"><span class="">{c}</span><span class="date-posted">&lt; {i + 2} hours ago</span></div><div class="description">Great condition, non smoking home, pick up only near the subway station. Text or email, first come first served. ...<div class="details"></div></div></div></div></div></div>'
        for i, (t, p, v, c) in enumerate(data)
    )
    page(
        "kijiji like",
        site(
            f'<div class="layout-3"><div class="col-1"><div class="filter"><h3>Category</h3><ul><li><a href="/b-buy/c10">Buy &amp; Sell (1,400)</a></li><li><a href="/b-jobs/c45">Jobs (88)</a></li><li><a href="/b-cars/c27">Cars (900)</a></li></ul></div></div><div class="col-2"><h1>Results 1 - 8</h1>{cards}<div class="pagination"><span class="selected">1</span><a href="/b/page-2/k0">2</a><a title="Next" href="/b/page-2/k0">Next &gt;</a></div></div></div>'
        ),
        [(t, float(v) if v else None, f"/v-x/toronto/slug/15{i}") for i, (t, p, v, c) in enumerate(data)],
        next="/b/page-2/k0",
    )


kijiji()


def glints() -> None:
    cards = "".join(
        f'<div class="JobCardsc__JobcardContainer-sc-1f9hdu8-0 hvpJwO CompactOpportunityCardsc__CompactJobCardWrapper"><div role="presentation" class="CompactOpportunityCardsc__CompactJobCard"><div class="CompactOpportunityCardsc__JobCardTopRight"><div class="LogoContainer"><a href="/id/companies/co{i}/x"><img alt="{co}" src="x"></a></div><div class="CompactOpportunityCardsc__OpportunityInfo"><h2 class="CompactOpportunityCardsc__JobTitle"><a href="/id/opportunities/jobs/slug/{i}a-b?utm_referrer=explore" target="_blank">{t}</a></h2><div class="CompactOpportunityCardsc__SalaryWrapper"><span>{p or "Perusahaan tidak menampilkan gaji"}</span></div><div class="TagStyle__TagContentWrapper">Penuh Waktu</div><div class="TagStyle__TagContentWrapper">1 - 3 tahun pengalaman</div><div class="TagStyle__TagContentWrapper">Minimal SMA/SMK</div></div></div><div class="CompactOpportunityCardsc__CompanyLinkContainer"><a href="/id/companies/co{i}/x" class="CompactOpportunityCardsc__CompanyLink">{co}</a></div><div class="CardJobLocation"><a href="/id/job-location/x">{c}</a></div><p class="CompactOpportunityCardsc__UpdatedAtMessage">Diperbarui {d}</p></div></div>'
        for i, (t, co, c, p, v, d) in enumerate(JOBS)
    )
    page(
        "glints like",
        site(f'<div class="infinite-scroll-component">{cards}</div>'),
        [
            (t, float(v) if v else None, f"/id/opportunities/jobs/slug/{i}a-b?utm_referrer=explore")
            for i, (t, co, c, p, v, d) in enumerate(JOBS)
        ],
    )


glints()


def linkedin() -> None:
    cards = "".join(
        f'<li><div class="base-card relative base-search-card base-search-card--link job-search-card" data-entity-urn="urn:li:jobPosting:3{i}"><a class="base-card__full-link absolute" href="https://t.example/jobs/view/slug-3{i}?position={i}"><span class="sr-only">{t}</span></a><div class="search-entity-media"><img class="artdeco-entity-image" alt=""></div><div class="base-search-card__info"><h3 class="base-search-card__title">{t}</h3><h4 class="base-search-card__subtitle"><a class="hidden-nested-link" href="https://t.example/company/co{i}">{co}</a></h4><div class="base-search-card__metadata"><span class="job-search-card__location">{c}, Indonesia</span><div class="job-posting-benefits"><span>Be an early applicant</span></div><time class="job-search-card__listdate" datetime="2026-11-{20 - i}">{i + 1} days ago</time></div></div></div></li>'
        for i, (t, co, c, p, v, d) in enumerate(JOBS)
    )
    page(
        "linkedin like",
        f'<html><body><header><nav><a href="/">in</a><a href="/learning">Learning</a><a href="/signup">Join now</a></nav></header><main><div class="results-context-header"><h1>1,000+ Jobs</h1></div><ul class="jobs-search__results-list">{cards}</ul><button>See more jobs</button></main></body></html>',
        [(t, None, f"https://t.example/jobs/view/slug-3{i}?position={i}") for i, (t, *_) in enumerate(JOBS)],
    )


linkedin()


def ipb() -> None:
    rows = "".join(
        f'<li class="ipsDataItem ipsDataItem_responsivePhoto {"ipsDataItem_unread" if i % 2 else ""}" data-rowID="{i}"><div class="ipsDataItem_icon"><a href="http://t.example/profile/{i}-{u}/" class="ipsUserPhoto"><img src="x" alt="{u}"></a></div><div class="ipsDataItem_main"><h4 class="ipsDataItem_title ipsContained_container"><span class="ipsType_break ipsContained"><a href="http://t.example/topic/{i + 20}-slug/" title="{t}" data-ipsHover data-ipsTruncate><span>{t}</span></a></span></h4><div class="ipsDataItem_meta"><span>By <a href="http://t.example/profile/{i}-{u}/" class="ipsType_break">{u}</a>, <time datetime="2026-11-0{i % 9 + 1}T09:00:00Z">November {i + 1}</time></span></div></div><ul class="ipsDataItem_stats"><li data-statType="forums_comments"><span class="ipsDataItem_stats_number">{r}</span><span class="ipsDataItem_stats_type"> replies</span></li><li><span>{v}</span><span> views</span></li></ul><ul class="ipsDataItem_lastPoster"><li><a href="http://t.example/profile/9-{l}/" class="ipsUserPhoto"><img src="x"></a></li><li><a href="http://t.example/profile/9-{l}/">{l}</a></li><li class="ipsType_light"><a href="http://t.example/topic/{i + 20}-slug/?do=getLastComment" title="Go to last post"><time>{d}</time></a></li></ul></li>'
        for i, (t, u, r, v, d, l) in enumerate(TOPICS)
    )
    page(
        "invision",
        f'<html><body><header><ul class="ipsNavBar"><li><a href="/forums/">Forums</a></li><li><a href="/browse/">Browse</a></li></ul></header><div class="ipsBox"><ol class="ipsClear ipsDataList cForumTopicTable cTopicList">{rows}</ol><ul class="ipsPagination"><li class="ipsPagination_page ipsPagination_active"><a href="http://t.example/forum/2-x/">1</a></li><li class="ipsPagination_page"><a href="http://t.example/forum/2-x/page/2/">2</a></li><li class="ipsPagination_next"><a href="http://t.example/forum/2-x/page/2/" rel="next">Next</a></li></ul></div></body></html>',
        [(t, None, f"/topic/{i + 20}-slug/") for i, (t, *_) in enumerate(TOPICS)],
        next="/forum/2-x/page/2/",
        url="http://t.example/forum/2-x/",
    )


ipb()


def flarum() -> None:
    rows = "".join(
        f'<li data-id="{i}"><div class="DiscussionListItem"><div class="DiscussionListItem-content Slidable-content unread"><a href="/u/{u}" class="DiscussionListItem-author" title="{u} started"><span class="Avatar">{u[0]}</span></a><ul class="DiscussionListItem-badges badges"></ul><a href="/d/{i}-slug/1" class="DiscussionListItem-main"><h2 class="DiscussionListItem-title">{t}</h2><ul class="DiscussionListItem-info"><li class="item-tags"><span class="TagsLabel"><span class="TagLabel">Umum</span></span></li><li class="item-terminalPost"><span><i class="icon fas fa-reply"></i> <span class="username">{l}</span> replied <time>{d}</time></span></li></ul></a><span class="DiscussionListItem-count">{r}</span></div></div></li>'
        for i, (t, u, r, v, d, l) in enumerate(TOPICS)
    )
    page(
        "flarum",
        f'<html><body><div id="app"><nav class="IndexPage-nav"><ul><li><a href="/all">All Discussions</a></li><li><a href="/tags">Tags</a></li><li><a href="/t/umum">Umum</a></li><li><a href="/t/jual">Jual Beli</a></li></ul></nav><div class="DiscussionList"><ul class="DiscussionList-discussions">{rows}</ul><div class="DiscussionList-loadMore"><button>Load More</button></div></div></div></body></html>',
        [(t, None, f"/d/{i}-slug/1") for i, (t, *_) in enumerate(TOPICS)],
        url="http://t.example/all",
    )


flarum()


def wpcomments() -> None:
    lis = "".join(
        f'<li class="comment even thread-even depth-1" id="comment-9{i}"><article id="div-comment-9{i}" class="comment-body"><footer class="comment-meta"><div class="comment-author vcard"><img class="avatar"><b class="fn">{u}</b> <span class="says">berkata:</span></div><div class="comment-metadata"><a href="http://t.example/post/#comment-9{i}"><time datetime="2026-11-2{i % 4}T08:00:00+07:00">2{i % 4} November 2026 pukul 08.0{i}</time></a></div></footer><div class="comment-content"><p>{x}</p></div><div class="reply"><a rel="nofollow" class="comment-reply-link" href="http://t.example/post/?replytocom=9{i}#respond">Balas</a></div></article></li>'
        for i, (u, x) in enumerate(POSTS)
    )
    page(
        "wp guestbook",
        site(
            f'<main><h1 class="entry-title">Buku Tamu</h1><p>Silakan tinggalkan pesan.</p><div id="comments"><h2>7 komentar</h2><ol class="comment-list">{lis}</ol></div></main>',
            title="Buku Tamu",
        ),
        [(None, None, f"/post/#comment-9{i}") for i in range(len(POSTS))],
        kind="thread",
        url="http://t.example/post/",
    )


wpcomments()


def mastoweb() -> None:
    posts = "".join(
        f'<article class="status status-public" data-id="11{i}"><div class="status__info"><a href="/@{u}/11{i}" class="status__relative-time"><time datetime="2026-11-2{i % 4}T03:00:00Z">{i + 1}h</time></a><a href="/@{u}" class="status__display-name"><div class="status__avatar"><img src=x></div><span class="display-name"><bdi><strong class="display-name__html">{u.title()}</strong></bdi> <span class="display-name__account">@{u}@t.example</span></span></a></div><div class="status__content"><div class="status__content__text"><p>{x}</p><p><a href="/tags/loker" class="mention hashtag" rel="tag">#<span>loker</span></a></p></div></div><div class="status__action-bar"><button>{i}</button></div></article>'
        for i, (u, x) in enumerate(POSTS)
    )
    page(
        "mastodon web",
        f'<html><body><div class="columns"><div class="item-list" role="feed">{posts}</div></div></body></html>',
        [(None, None, f"/@{u}/11{i}") for i, (u, x) in enumerate(POSTS)],
        kind="thread",
        url="http://t.example/tags/loker",
    )


mastoweb()


def boatads() -> None:
    cards = "".join(
        f'<div><div><a href="/b/{i}"><img src="/p/{i}.jpg"></a></div><div><div><a href="/b/{i}">{t}</a></div><div>{c}</div><div><b>{p}</b></div><div>{s} - {d}</div></div></div>'
        for i, (t, p, v, c, d, s) in enumerate(ADS)
    )
    page(
        "no classes",
        f'<html><body><div><a href="/">Home</a> <a href="/a">Tentang</a> <a href="/k">Kontak</a></div><div>{cards}</div><div><a href="/list?p=2">2</a> <a href="/list?p=3">3</a> <a href="/list?p=2">&raquo;</a></div></body></html>',
        [(t, float(v) if v else None, f"/b/{i}") for i, (t, p, v, *_) in enumerate(ADS)],
        next="/list?p=2",
    )


boatads()


def dl() -> None:
    html = (
        "<dl>"
        + "".join(
            f'<dt><a href="/x{i}.htm">{t}</a> - {p}</dt><dd>{s}, {c}. Kondisi baik. <i>{d}</i></dd>'
            for i, (t, p, v, c, d, s) in enumerate(ADS)
        )
        + "</dl>"
    )
    page("dl list", site(html), [(t, float(v) if v else None, f"/x{i}.htm") for i, (t, p, v, *_) in enumerate(ADS)])


dl()


def masonry() -> None:
    cols = [[], [], []]
    for i, (t, p, v, c, d, s) in enumerate(ADS):
        cols[i % 3].append(
            f'<div class="pin"><a class="pin-img" href="/pin/{i}"><img alt="" src="x"></a><p class="pin-desc"><a href="/pin/{i}">{t}</a></p><p>{p}</p><div class="pin-user"><a href="/{s.lower().replace(" ", "")}/"><img src=u> {s}</a></div></div>'
        )
    page(
        "masonry",
        site('<div class="masonry">' + "".join(f'<div class="mcol">{"".join(c)}</div>' for c in cols) + "</div>"),
        [(t, float(v) if v else None, f"/pin/{i}") for i, (t, p, v, *_) in enumerate(ADS)],
    )


masonry()


def services() -> None:
    data = [
        ("Pijat panggilan pria & wanita 24 jam", "150rb/jam", 150000),
        ("Jasa bersih rumah harian", "100 ribu", 100000),
        ("Baby sitter berpengalaman, nginap", "2,5 jt/bln", 2500000),
        ("Sopir pribadi luar kota", "300.000", None),
        ("Perawat lansia homecare", "Rp3jt - Rp4jt", 3000000),
        ("Les privat ngaji", "Hubungi kami", None),
    ]
    cards = "".join(
        f'<div class="svc"><h4>{t}</h4><div class="svc-body"><p>Kami siap melayani area Semarang dan sekitarnya setiap hari, hubungi untuk jadwal.</p><span class="tarif">{p}</span></div><a class="svc-link" href="/layanan/{i}-x">Lihat detail</a> <a href="https://wa.example/628120000{i}">WhatsApp</a></div>'
        for i, (t, p, v) in enumerate(data)
    )
    page(
        "services",
        site(cards),
        [
            (t, float(v) if v else (300000.0 if "300" in p else None), f"/layanan/{i}-x")
            for i, (t, p, v) in enumerate(data)
        ],
    )


services()


def euro() -> None:
    data = [
        ("Fahrrad 28 Zoll", "120 € VB", 120),
        ("Zu verschenken: Sofa", "Zu verschenken", None),
        ("Haushaltshilfe gesucht", "", None),
        ("Waschmaschine, 5 Jahre alt", "1.150,00 €", 1150),
        ("Kinderbett mit Matratze", "45 €", 45),
        ("Nachhilfe Mathe", "VB", None),
        ("Zimmer in WG", "380 €", 380),
    ]
    cards = "".join(
        f'<li class="ad-listitem lazyload-item"><article class="aditem" data-adid="2{i}" data-href="/s-anzeige/x/2{i}"><div class="aditem-image"><a href="/s-anzeige/x/2{i}"><div class="imagebox srpimagebox"><img src="x" alt="{t} Berlin - Mitte Vorschau"></div></a></div><div class="aditem-main"><div class="aditem-main--top"><div class="aditem-main--top--left"><i class="icon"></i> 1011{i} Mitte</div><div class="aditem-main--top--right"><i></i>Heute, 1{i}:05</div></div><div class="aditem-main--middle"><h2 class="text-module-begin"><a class="ellipsis" href="/s-anzeige/x/2{i}">{t}</a></h2><p class="aditem-main--middle--description">Gut erhalten, Selbstabholung, Nichtraucherhaushalt, keine Garantie oder Rücknahme...</p><div class="aditem-main--middle--price-shipping"><p class="aditem-main--middle--price-shipping--price">{p}</p></div></div><div class="aditem-main--bottom"><p class="text-module-end"><span class="simpletag">Versand möglich</span></p></div></div></article></li>'
        for i, (t, p, v) in enumerate(data)
    )
    page(
        "kleinanzeigen like",
        site(
            f'<ul id="srchrslt-adtable" class="itemlist ad-list it3">{cards}</ul><div class="pagination"><div class="pagination-pages"><span class="pagination-current">1</span><a class="pagination-page" href="/seite:2/x">2</a></div><a class="pagination-next" href="/seite:2/x" title="Nächste"></a></div>'
        ),
        [(t, float(v) if v else None, f"/s-anzeige/x/2{i}") for i, (t, p, v) in enumerate(data)],
        next="/seite:2/x",
    )


euro()


def seek() -> None:
    rows = "".join(
        f'<tr><td><input type="checkbox" name="id" value="{i}"></td><td>{23 - i}/11</td><td><a href="job.php?id={i}">{t}</a><br><small>{co}</small></td><td>{c}</td><td>{p}</td><td><a href="company.php?id={i}">Profil</a></td><td><a href="apply.php?id={i}"><button>Lamar</button></a></td></tr>'
        for i, (t, co, c, p, v, d) in enumerate(JOBS)
    )
    page(
        "job table php",
        site(
            f'<table class="table table-striped"><thead><tr><th></th><th>Tgl</th><th>Posisi</th><th>Lokasi</th><th>Gaji</th><th></th><th></th></tr></thead><tbody>{rows}</tbody></table>'
        ),
        [(t, float(v) if v else None, f"/job.php?id={i}") for i, (t, co, c, p, v, d) in enumerate(JOBS)],
    )


seek()


def fewthread() -> None:
    p2 = "".join(
        f'<table border=1 width=90%><tr><td width=150 valign=top><b>{u}</b><br>{i + 1} posts</td><td><font size=1>Posted: 2{i % 4} Nov 2026, 10:0{i}</font> <a href="?t=5&amp;reply={i}">[reply]</a><hr>{x}</td></tr></table>'
        for i, (u, x) in enumerate(POSTS)
    )
    page(
        "old bbs thread",
        f'<html><head><title>Thread: info lowongan</title></head><body><a href="index.php">Index</a> &gt; <a href="board.php?b=1">Umum</a><h2>Info lowongan</h2>{p2}</body></html>',
        [(None, None, None) for _ in POSTS],
        kind="thread",
        url="http://t.example/thread.php?t=5",
    )


fewthread()


def qa() -> None:
    rows = "".join(
        f'<div id="question-summary-{i}" class="s-post-summary js-post-summary"><div class="s-post-summary--stats"><div class="s-post-summary--stats-item"><span class="s-post-summary--stats-item-number">{r}</span> <span>votes</span></div><div><span>{i}</span> <span>answers</span></div></div><div class="s-post-summary--content"><h3 class="s-post-summary--content-title"><a href="/questions/77{i}/slug" class="s-link">{t}</a></h3><div class="s-post-summary--content-excerpt">Saya sudah mencoba beberapa cara tetapi belum berhasil, mohon pencerahan dari teman-teman semua di sini yang berpengalaman ...</div><div class="s-post-summary--meta"><ul class="list-ls-none"><li class="d-inline"><a href="/questions/tagged/umum" class="post-tag">umum</a></li></ul><div class="s-user-card"><a href="/users/{i}/{u}" class="s-avatar"><img src=x></a><div class="s-user-card--link"><a href="/users/{i}/{u}">{u}</a></div><time class="s-user-card--time">asked <span title="2026-11-20 10:00:00Z" class="relativetime">{i + 1} mins ago</span></time></div></div></div></div>'
        for i, (t, u, r, v, d, l) in enumerate(TOPICS)
    )
    page(
        "stack like",
        site(
            f'<div id="questions" class="flush-left">{rows}</div><div class="s-pagination"><div class="s-pagination--item is-selected">1</div><a class="s-pagination--item js-pagination-item" href="/questions?page=2" rel="">2</a><a class="s-pagination--item" href="/questions?page=2" rel="next"> Next</a></div>'
        ),
        [(t, None, f"/questions/77{i}/slug") for i, (t, *_) in enumerate(TOPICS)],
        next="/questions?page=2",
    )


qa()


def fbpage() -> None:
    texts = [
        f"{t}. Harga {p}. Lokasi {c}, bisa COD malam ini, minat inbox ya kak. Barang sesuai foto, tidak bisa tukar tambah dulu."
        for t, p, v, c, d, s in ADS[:6]
    ]
    posts = "".join(
        f'<div class="story_body_container"><header><h3 class="_52jd"><span><strong><a href="/profile.php?id=7{i}">{ADS[i][5]}</a></strong></span></h3><div><a href="/groups/9/permalink/40{i}/"><abbr>{ADS[i][4]} pukul 10.0{i}</abbr></a></div></header><div class="_5rgt"><p>{x}</p></div><div><a href="/photo.php?fbid=40{i}"><img src=x alt="Gambar mungkin berisi: lemari"></a></div><footer><a href="/groups/9/permalink/40{i}/?cmt=1">{i} komentar</a></footer></div>'
        for i, x in enumerate(texts)
    )
    page(
        "fb group sale posts",
        f'<html><body><div id="m_group_stories_container">{posts}</div></body></html>',
        [(None, ADS[i][2] and float(ADS[i][2]), f"/groups/9/permalink/40{i}/") for i in range(6)],
        kind="thread",
        url="http://t.example/groups/9",
    )


fbpage()


def newsd() -> None:
    page(
        "news article",
        site(
            "<article><h1>Harga cabai naik jelang akhir tahun</h1><p>"
            + "Harga cabai rawit di pasar tradisional naik sejak pekan lalu. Pedagang menyebut pasokan dari petani menurun karena hujan yang turun terus-menerus di daerah sentra. "
            * 5
            + "</p></article><aside><h3>Berita lain</h3>"
            + "".join(
                f'<div class="news-item"><a href="/berita/{i}"><img src=x></a><h4><a href="/berita/{i}">Berita daerah nomor {i} yang penting</a></h4><time>2{i} November 2026</time></div>'
                for i in range(6)
            )
            + "</aside>",
            title="Harga cabai naik jelang akhir tahun",
        ),
        [("Harga cabai naik jelang akhir tahun", None, None)],
        kind="detail",
        url="http://t.example/berita/99",
    )


newsd()
