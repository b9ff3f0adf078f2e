"""Forums, walls, guestbooks and blogs of further makes. All content is invented."""

from tests.crawler.unseen.made import POSTS, TOPICS, page, site

SAID = [
    ("Rina Contoh", "Ada yang butuh jasa cuci gosok di sekitar Pondok Cabe? Saya bisa datang Senin sampai Jumat."),
    ("pak_rt07", "Kerja bakti minggu pagi, mohon bawa alat masing-masing ya bapak ibu. Konsumsi sudah disiapkan."),
    (
        "Loker Kilat",
        "Dibutuhkan 3 orang helper gudang, penempatan Karawang, mess ada. Info lengkap chat 0857-0000-4410.",
    ),
    ("Mei", "Selamat pagi 🌞"),
    (
        "Toko Sinar",
        "Stok baru datang, rak besi siku tinggi 2 meter Rp 350.000 per unit, bisa antar area Depok dan sekitarnya.",
    ),
    ("anak.kos", "Numpang tanya, laundry kiloan yang buka sampai malam dekat stasiun di mana ya? Terima kasih."),
]


def discuz() -> None:
    shown = "".join(
        f'<tbody id="normalthread_{i + 60}"><tr><td class="icn"><a href="forum.php?mod=viewthread&amp;tid={i + 60}&amp;extra=page%3D1" title="新窗口打开" target="_blank"><img src="folder_common.gif" /></a></td><th class="common"><a href="javascript:;" id="content_{i + 60}" class="showcontent y" title="更多操作"></a><em>[<a href="forum.php?mod=forumdisplay&amp;fid=2&amp;filter=typeid&amp;typeid=1">Umum</a>]</em> <a href="forum.php?mod=viewthread&amp;tid={i + 60}&amp;extra=page%3D1" onclick="atarget(this)" class="s xst">{t}</a><span class="tps">&nbsp;...<a href="forum.php?mod=viewthread&amp;tid={i + 60}&amp;extra=page%3D1&amp;page=2">2</a></span></th><td class="by"><cite><a href="home.php?mod=space&amp;uid={i}" c="1">{u}</a></cite><em><span>2026-11-2{i % 4}</span></em></td><td class="num"><a href="forum.php?mod=viewthread&amp;tid={i + 60}&amp;extra=page%3D1" class="xi2">{r}</a><em>{v}</em></td><td class="by"><cite><a href="home.php?mod=space&amp;username={who}" c="1">{who}</a></cite><em><a href="forum.php?mod=redirect&amp;tid={i + 60}&amp;goto=lastpost#lastpost">2026-11-22 1{i}:00</a></em></td></tr></tbody>\n'
        for i, (t, u, r, v, _, who) in enumerate(TOPICS)
    )
    page(
        "discuz board",
        f'<html xmlns="http://www.w3.org/1999/xhtml"><head><base href="http://t.example/" /><title>Umum</title></head><body id="nv_forum"><div id="nv"><ul><li><a href="forum.php">论坛</a></li><li><a href="home.php">家园</a></li></ul></div><div id="threadlist" class="tl bm bmw"><div class="th"><table><tr><th colspan="2"><div class="tf"><a href="forum.php?mod=forumdisplay&amp;fid=2&amp;filter=lastpost">最新</a> <a href="forum.php?mod=forumdisplay&amp;fid=2&amp;filter=heat">热门</a></div></th><td class="by">作者</td><td class="num">回复/查看</td><td class="by">最后发表</td></tr></table></div><div class="bm_c"><table summary="forum_2" id="threadlisttableid">{shown}</table></div></div><div class="pg"><strong>1</strong><a href="forum.php?mod=forumdisplay&amp;fid=2&amp;page=2">2</a><a href="forum.php?mod=forumdisplay&amp;fid=2&amp;page=2" class="nxt">下一页</a></div></body></html>',
        [
            (t, None, f"http://t.example/forum.php?mod=viewthread&tid={i + 60}&extra=page%3D1")
            for i, (t, *_) in enumerate(TOPICS)
        ],
        next="http://t.example/forum.php?mod=forumdisplay&fid=2&page=2",
        url="http://t.example/forum.php?mod=forumdisplay&fid=2",
    )


def discuz_thread() -> None:
    shown = "".join(
        f'<div id="post_9{i}"><table id="pid9{i}" class="plhin" summary="pid9{i}" cellspacing="0"><tr><td class="pls" rowspan="2"><div id="favatar9{i}" class="pls favatar"><div class="pi"><div class="authi"><a href="home.php?mod=space&amp;uid={i}" target="_blank" class="xw1">{u}</a></div></div><div class="avatar"><a href="home.php?mod=space&amp;uid={i}"><img src="a" /></a></div><div class="tns xg2"><table><tr><th><p><a href="home.php?mod=space&amp;uid={i}&amp;do=thread" class="xi2">{i * 4}</a></p>主题</th><td><p>{i * 9}</p>积分</td></tr></table></div></div></td><td class="plc"><div class="pi"><strong><a href="forum.php?mod=redirect&amp;goto=findpost&amp;ptid=31&amp;pid=9{i}" id="postnum9{i}">{"楼主" if not i else f"<em>{i + 1}</em><sup>#</sup>"}</a></strong><div class="pti"><div class="authi"><em id="authorposton9{i}">发表于 2026-11-2{i % 4} 10:0{i}:00</em><span class="pipe">|</span><a href="forum.php?mod=viewthread&amp;tid=31&amp;page=1&amp;authorid={i}">只看该作者</a></div></div></div><div class="pct"><div class="pcb"><div class="t_fsz"><table><tr><td class="t_f" id="postmessage_9{i}">{x}</td></tr></table></div></div></div></td></tr><tr><td class="plc plm"></td></tr><tr><td class="pls"></td><td class="plc"><div class="po"><div class="pob cl"><em><a class="fastre" href="forum.php?mod=post&amp;action=reply&amp;tid=31&amp;repquote=9{i}">回复</a></em><p><a href="javascript:;">使用道具</a> <a href="javascript:;">举报</a></p></div></div></td></tr></table></div>'
        for i, (u, x) in enumerate(POSTS)
    )
    page(
        "discuz thread",
        f'<html><head><base href="http://t.example/" /><title>Info</title></head><body><div id="pt"><a href="forum.php">论坛</a> › <a href="forum.php?mod=forumdisplay&amp;fid=2">Umum</a></div><div id="postlist" class="pl bm"><table cellspacing="0"><tr><td class="pls">查看: 812 | 回复: 6</td><td class="plc"><h1 class="ts"><span id="thread_subject">Info lowongan jaga toko</span></h1></td></tr></table>{shown}</div></body></html>',
        [
            (None, None, f"http://t.example/forum.php?mod=redirect&goto=findpost&ptid=31&pid=9{i}")
            for i in range(len(POSTS))
        ],
        kind="thread",
        url="http://t.example/forum.php?mod=viewthread&tid=31",
    )


def invision() -> None:
    shown = "".join(
        f"""
<a id='findComment-5{i}'></a>
<article id='elComment_5{i}' class='cPost ipsBox ipsComment ipsComment_parent ipsClearfix ipsColumns'>
  <aside class='ipsComment_author cAuthorPane ipsColumn'><h3 class='ipsType_sectionHead cAuthorPane_author'><strong><a href='https://t.example/profile/{i}-{u}/' class="ipsType_break">{u}</a></strong></h3><ul class='cAuthorPane_info ipsList_reset'><li data-role='group'>Members</li><li data-role='stats'><a href="https://t.example/profile/{i}-{u}/content/"><i class="fa fa-comment"></i> {i * 11}</a></li></ul></aside>
  <div class='ipsColumn ipsColumn_fluid'><div id='comment-5{i}_wrap' class='ipsComment_content ipsType_medium'>
    <div class='ipsComment_meta ipsType_light'><p class='ipsType_reset'><a href='https://t.example/topic/31-slug/?do=findComment&amp;comment=5{i}' class='ipsType_blendLinks'>Posted <time datetime='2026-11-1{i}T02:00:00Z' title='x'>November 1{i}</time></a></p></div>
    <div class='cPost_contentWrap'><div data-role='commentContent' class='ipsType_normal ipsType_richText'>
      <p>
	{x}
      </p>
    </div></div>
    <div class='ipsItemControls'><ul class='ipsComment_controls'><li><a href='https://t.example/topic/31-slug/?do=reportComment&amp;comment=5{i}'>Report post</a></li><li><a href="#">Quote</a></li></ul></div>
  </div></div>
</article>"""
        for i, (u, x) in enumerate(POSTS)
    )
    page(
        "invision topic",
        f"<html><body><div class='ipsPageHeader'><h1 class='ipsType_pageTitle'><span>Info lowongan jaga toko</span></h1><p>By <a href='https://t.example/profile/0-ani_k/'>ani_k</a>, November 10 in <a href='https://t.example/forum/4-umum/'>Umum</a></p></div><ul class='ipsPagination'><li class='ipsPagination_page ipsPagination_active'><a href='https://t.example/topic/31-slug/'>1</a></li><li class='ipsPagination_page'><a href='https://t.example/topic/31-slug/page/2/'>2</a></li><li class='ipsPagination_next'><a href='https://t.example/topic/31-slug/page/2/' rel='next'>Next</a></li></ul><div id='elPostFeed'><form>{shown}</form></div><div class='ipsBox'><h2>Recently Browsing</h2><ul><li>No registered users viewing this page.</li></ul></div></body></html>",
        [(None, None, f"https://t.example/topic/31-slug/?do=findComment&comment=5{i}") for i in range(len(POSTS))],
        kind="thread",
        next="https://t.example/topic/31-slug/page/2/",
        url="https://t.example/topic/31-slug/",
    )


def flux() -> None:
    shown = "".join(
        f'<div id="p7{i}" class="blockpost row{"odd" if i % 2 else "even"}{" firstpost blockpost1" if not i else ""}"><h2><span><span class="conr">#{i + 1}</span> <a href="viewtopic.php?pid=7{i}#p7{i}">2026-11-1{i} 08:1{i}:00</a></span></h2><div class="box"><div class="inbox"><div class="postbody"><div class="postleft"><dl><dt><strong><a href="profile.php?id={i}">{u}</a></strong></dt><dd class="usertitle"><strong>Member</strong></dd><dd><span>Registered: 2020-01-0{i + 1}</span></dd><dd><span>Posts: {i * 7}</span></dd></dl></div><div class="postright"><h3>{"Re: " if i else ""}Info lowongan jaga toko</h3><div class="postmsg"><p>{x}</p></div></div></div></div><div class="inbox"><div class="postfoot clearb"><div class="postfootleft"><p><span>Offline</span></p></div></div></div></div></div>\n'
        for i, (u, x) in enumerate(POSTS)
    )
    page(
        "fluxbb topic",
        f'<html><body><div id="brdmenu"><ul><li><a href="index.php">Index</a></li><li><a href="userlist.php">User list</a></li><li><a href="search.php">Search</a></li></ul></div><div class="linkst"><p class="pagelink"><span>Pages:</span> <strong>1</strong></p></div>{shown}</body></html>',
        [(None, None, f"/viewtopic.php?pid=7{i}#p7{i}") for i in range(len(POSTS))],
        kind="thread",
        url="http://t.example/viewtopic.php?id=31",
    )


def guestbook() -> None:
    shown = "".join(
        f'<table width="500" border="0" cellpadding="4" bgcolor="#FFFFCC"><tr><td bgcolor="#FFCC66"><b>{u}</b> <font size="1">({20 - i}/11/2026 1{i}:32)</font></td></tr><tr><td>{x}</td></tr></table><br>'
        for i, (u, x) in enumerate(SAID)
    )
    page(
        "guestbook",
        f'<html><head><title>Buku Tamu</title></head><body background="bg.gif"><center><h2>Buku Tamu</h2><a href="isi.php">Isi buku tamu</a> | <a href="index.html">Kembali</a><br><br>{shown}<a href="bukutamu.php?hal=2">Berikutnya &gt;&gt;</a></center></body></html>',
        [(None, 350000.0 if "350.000" in x else None, None) for _, x in SAID],
        kind="thread",
        next="/bukutamu.php?hal=2",
        url="http://t.example/bukutamu.php",
    )


def tweets() -> None:
    shown = "".join(
        f'<div class="css-175oi2r" data-testid="cellInnerDiv"><div class="css-175oi2r r-1igl3o0"><article aria-labelledby="id__{i}" role="article" tabindex="0" class="css-175oi2r r-18u37iz" data-testid="tweet"><div class="css-175oi2r r-eqz5dr"><div class="css-175oi2r" data-testid="User-Name"><a href="/akun{i}" role="link" class="css-175oi2r"><span class="css-1jxf684">{u}</span></a><a href="/akun{i}" role="link" tabindex="-1"><span>@akun{i}</span></a><span aria-hidden="true">·</span><a href="/akun{i}/status/18{i}00" dir="ltr" aria-label="Nov 2{i % 4}"><time datetime="2026-11-2{i % 4}T01:00:00.000Z">{i + 1}h</time></a></div><div dir="auto" lang="in" class="css-146c3p1" id="id__t{i}" data-testid="tweetText"><span class="css-1jxf684">{x}</span></div><div aria-label="{i} replies" role="group"><button data-testid="reply"><span>{i}</span></button><button data-testid="retweet"><span>{i + 2}</span></button><a href="/akun{i}/status/18{i}00/analytics" role="link"><span>{i * 90}</span></a></div></div></article></div></div>'
        for i, (u, x) in enumerate(SAID)
    )
    page(
        "timeline of short posts",
        f'<html lang="id"><body><div id="react-root"><header role="banner"><nav><a href="/home">Beranda</a><a href="/explore">Jelajahi</a><a href="/notifications">Notifikasi</a><a href="/messages">Pesan</a></nav></header><main role="main"><div data-testid="primaryColumn"><h2>#lokerdepok</h2><section><h1>Linimasa Pencarian</h1><div aria-label="Linimasa"><div>{shown}</div></div></section></div><div data-testid="sidebarColumn"><aside><h2>Mungkin Anda suka</h2><a href="/contoh1">Contoh Satu @contoh1</a><a href="/contoh2">Contoh Dua @contoh2</a><a href="/contoh3">Contoh Tiga @contoh3</a></aside></div></main></div></body></html>',
        [(None, 350000.0 if "350.000" in x else None, f"/akun{i}/status/18{i}00") for i, (_, x) in enumerate(SAID)],
        kind="thread",
        url="http://t.example/search?q=%23lokerdepok",
    )


def group() -> None:
    shown = "".join(
        f'<div class="x1yztbdb x1n2onr6 xh8yej3"><div role="article" aria-posinset="{i + 1}" class="x1a2a7pz"><div class="x1cy8zhl"><h3><span><a class="x1i10hfl" href="/groups/77/user/{i}00/"><strong><span>{u}</span></strong></a></span></h3><span><a class="x1i10hfl" href="/groups/77/posts/5{i}1/" role="link"><span>{i + 2} jam</span></a> · <svg><title>Grup publik</title></svg></span></div><div data-ad-rendering-role="story_message" class="x1iorvi4"><div class="xdj266r"><div dir="auto" style="text-align:start">{x}</div></div></div><div class="x6s0dn4"><div>Suka</div><div>Komentari</div><div>Bagikan</div></div></div></div>'
        for i, (u, x) in enumerate(SAID)
    )
    page(
        "public group",
        f'<html><body><div role="banner"><a href="/">Beranda</a></div><div role="main"><h1><a href="/groups/77/">Warga Depok Contoh</a></h1><div><a href="/groups/77/about/">Tentang</a><a href="/groups/77/">Diskusi</a><a href="/groups/77/media/">Media</a></div><div role="feed">{shown}</div></div></body></html>',
        [(None, 350000.0 if "350.000" in x else None, f"/groups/77/posts/5{i}1/") for i, (_, x) in enumerate(SAID)],
        kind="thread",
        url="http://t.example/groups/77/",
    )


def stack() -> None:
    shown = "".join(
        f"""
    <div id="question-summary-{i + 70}" class="s-post-summary js-post-summary" data-post-id="{i + 70}">
      <div class="s-post-summary--stats js-post-summary-stats"><div class="s-post-summary--stats-item" title="Score"><span class="s-post-summary--stats-item-number">{i}</span> <span>votes</span></div><div class="s-post-summary--stats-item has-answers"><span>{r}</span> <span>answers</span></div><div class="s-post-summary--stats-item"><span>{v}</span> <span>views</span></div></div>
      <div class="s-post-summary--content">
        <h3 class="s-post-summary--content-title"><a href="/questions/{i + 70}/slug" class="s-link">{t}</a></h3>
        <div class="s-post-summary--content-excerpt">Sudah mencari ke mana-mana belum ketemu jawabannya, mohon bantuan teman-teman yang lebih paham soal ini ...</div>
        <div class="s-post-summary--meta"><div class="s-post-summary--meta-tags"><ul class="list-ls-none"><li><a href="/questions/tagged/umum" class="post-tag">umum</a></li><li><a href="/questions/tagged/kerja" class="post-tag">kerja</a></li></ul></div><div class="s-user-card"><a href="/users/{i}/{u}" class="s-avatar"><img src="g"></a><div class="s-user-card--info"><a href="/users/{i}/{u}">{u}</a></div><time class="s-user-card--time">asked <span title="2026-11-20 04:00:00Z" class="relativetime">{i + 1} hours ago</span></time></div></div>
      </div>
    </div>"""
        for i, (t, u, r, v, _, _) in enumerate(TOPICS)
    )
    page(
        "questions",
        site(
            f'<div id="mainbar"><h1>All Questions</h1><div id="questions">{shown}</div><div class="s-pagination"><div class="s-pagination--item is-selected">1</div><a class="s-pagination--item" href="/questions?page=2" rel="" title="Go to page 2">2</a><a class="s-pagination--item" href="/questions?page=2" rel="next" title="Go to page 2">Next</a></div></div><div id="sidebar"><h4>Hot Network Questions</h4><ul>{"".join(f"<li><a href=/hot/{k}>Pertanyaan hangat dari situs lain nomor {k}</a></li>" for k in range(8))}</ul></div>'
        ),
        [(t, None, f"/questions/{i + 70}/slug") for i, (t, *_) in enumerate(TOPICS)],
        next="/questions?page=2",
        url="http://t.example/questions",
    )


def blog() -> None:
    shown = "".join(
        f"""<div class='post-outer'><div class='post hentry uncustomized-post-template'>
<a name='8{i}00'></a>
<h3 class='post-title entry-title'><a href='http://t.example/2026/11/loker-{i}.html'>{t}</a></h3>
<div class='post-body entry-content' id='post-body-8{i}00'><div class="separator" style="clear: both; text-align: center;"><a href="https://img.example/s1600/l{i}.jpg" imageanchor="1"><img border="0" src="https://img.example/s320/l{i}.jpg" /></a></div>
{x}<br /><br /><b>Kirim lamaran ke:</b> <a href="mailto:hrd{i}@contoh.example">hrd{i}@contoh.example</a>
<div style='clear: both;'></div></div>
<div class='post-footer'><div class='post-footer-line post-footer-line-1'><span class='post-author vcard'>Diposting oleh <span class='fn'><a class='g-profile' href='https://blog.example/profile/1'>Admin</a></span></span> <span class='post-timestamp'>di <a class='timestamp-link' href='http://t.example/2026/11/loker-{i}.html' rel='bookmark'><abbr class='published' title='2026-11-1{i}T08:00:00+07:00'>08.0{i}</abbr></a></span> <span class='post-comment-link'><a class='comment-link' href='http://t.example/2026/11/loker-{i}.html#comment-form'>Tidak ada komentar:</a></span></div>
<div class='post-footer-line post-footer-line-2'><span class='post-labels'>Label: <a href='http://t.example/search/label/loker' rel='tag'>loker</a>, <a href='http://t.example/search/label/depok' rel='tag'>depok</a></span></div></div>
</div></div>
"""
        for i, (t, (_, x)) in enumerate(
            zip(
                [
                    "Loker Depok hari ini",
                    "Kerja bakti RT 07",
                    "Helper gudang Karawang",
                    "Salam",
                    "Rak siku baru",
                    "Laundry malam",
                ],
                SAID,
                strict=True,
            )
        )
    )
    titles = [
        "Loker Depok hari ini",
        "Kerja bakti RT 07",
        "Helper gudang Karawang",
        "Salam",
        "Rak siku baru",
        "Laundry malam",
    ]
    page(
        "classic blogger",
        f"<html dir='ltr'><body class='loading'><div class='navbar section' id='navbar'></div><div id='outer-wrapper'><div id='header-wrapper'><h1 class='title'>Info Warga</h1></div><div id='main-wrapper'><div class='blog-posts hfeed'><div class=\"date-outer\"><h2 class='date-header'><span>Jumat, 20 November 2026</span></h2><div class=\"date-posts\">{shown}</div></div></div><div class='blog-pager' id='blog-pager'><span id='blog-pager-older-link'><a class='blog-pager-older-link' href='http://t.example/search?updated-max=2026-11-10' id='Blog1_blog-pager-older-link' title='Posting Lama'>Posting Lama</a></span><a class='home-link' href='http://t.example/'>Beranda</a></div></div><div id='sidebar-wrapper'><div class='widget BlogArchive'><h2>Arsip Blog</h2><ul class='hierarchy'><li class='archivedate expanded'><a class='post-count-link' href='http://t.example/2026/'>2026</a> <span class='post-count'>(44)</span><ul><li><a href='http://t.example/2026/11/'>November</a> (6)</li><li><a href='http://t.example/2026/10/'>Oktober</a> (12)</li><li><a href='http://t.example/2026/09/'>September</a> (9)</li></ul></li></ul></div></div></div></body></html>",
        [(t, None, f"http://t.example/2026/11/loker-{i}.html") for i, t in enumerate(titles)],
        next="http://t.example/search?updated-max=2026-11-10",
        url="http://t.example/",
    )


def reviews() -> None:
    shown = "".join(
        f'<article class="post-{i} post type-post format-standard hentry"><header class="entry-header"><p class="entry-meta"><time class="entry-time">{i + 3} November 2026</time> by <span class="entry-author"><a href="https://t.example/author/admin/" class="entry-author-link"><span class="entry-author-name">admin</span></a></span> <span class="entry-comments-link"><a href="https://t.example/p{i}/#respond">Leave a Comment</a></span></p><h2 class="entry-title"><a class="entry-title-link" rel="bookmark" href="https://t.example/p{i}/">{t}</a></h2></header><div class="entry-content"><p>{x} [&#x02026;] <a class="more-link" href="https://t.example/p{i}/">[Read more...]</a></p></div><footer class="entry-footer"><p class="entry-meta"><span class="entry-categories">Filed Under: <a href="https://t.example/cat/umum/" rel="category tag">Umum</a></span></p></footer></article>\n'
        for i, (t, (_, x)) in enumerate(
            zip(
                ["Jasa cuci gosok", "Pengumuman RT", "Lowongan helper", "Sapa pagi", "Rak besi", "Tanya laundry"],
                SAID,
                strict=True,
            )
        )
    )
    names = ["Jasa cuci gosok", "Pengumuman RT", "Lowongan helper", "Sapa pagi", "Rak besi", "Tanya laundry"]
    page(
        "blog with bylines first",
        f'<html><body class="home blog"><div class="site-container"><header class="site-header"><p class="site-title"><a href="https://t.example/">Kabar Kampung</a></p></header><div class="content-sidebar-wrap"><main class="content">{shown}<div class="archive-pagination pagination"><ul><li class="active"><a href="https://t.example/" aria-label="Current page">1</a></li><li><a href="https://t.example/page/2/">2</a></li><li class="pagination-next"><a href="https://t.example/page/2/">Next Page »</a></li></ul></div></main><aside class="sidebar"><section class="widget widget_recent_comments"><h4>Recent Comments</h4><ul><li>Budi on <a href="https://t.example/p1/#comment-3">Pengumuman RT</a></li><li>Sari on <a href="https://t.example/p2/#comment-4">Lowongan helper</a></li></ul></section></aside></div></div></body></html>',
        [(t, None, f"https://t.example/p{i}/") for i, t in enumerate(names)],
        next="https://t.example/page/2/",
        url="https://t.example/",
    )


def lazily() -> None:
    shown = "".join(
        f'<turbo-frame id="topic_{i}"><div class="topic-row" data-controller="row"><div class="topic-row__votes"><button>▲</button><b>{r}</b></div><div><a class="topic-row__link" data-turbo-frame="_top" href="/t/{i}">{t}</a><div class="topic-row__by">oleh <a href="/@{u}">@{u}</a> &middot; <relative-time datetime="2026-11-2{i % 4}T00:00:00Z">2{i % 4} Nov</relative-time> &middot; <a href="/t/{i}#c">{r} komentar</a></div></div></div></turbo-frame>'
        for i, (t, u, r, *_) in enumerate(TOPICS)
    )
    page(
        "turbo frames, loaded on scroll",
        f'<html><head><link rel="next" href="/list?p=2"></head><body><nav><a href="/">Ngobrol</a><a href="/baru">Baru</a><a href="/top">Top</a></nav><main><div id="topics">{shown}</div><turbo-frame id="page_2" src="/list?p=2" loading="lazy"><div class="skeleton"></div></turbo-frame></main></body></html>',
        [(t, None, f"/t/{i}") for i, (t, *_) in enumerate(TOPICS)],
        next="/list?p=2",
    )


def similar() -> None:
    def ad(i: int, t: str, price: str, group: str) -> str:
        return f'<li class="{group}__item"><a href="/iklan/{group}{i}"><img src="x" alt=""><span class="nm">{t}</span><span class="pr">{price}</span></a></li>'

    few = [
        ("Kambing jantan umur 2 tahun", "Rp 2.900.000", 2900000.0),
        ("Domba garut betina", "Rp 1.750.000", 1750000.0),
        ("Kandang besi kelinci", "Rp 420.000", 420000.0),
    ]
    more = [(f"Pakan ternak karung {k} kg", f"Rp {k}5.000") for k in range(11, 19)]
    page(
        "few results, many similar",
        site(
            f'<main><h1>3 hasil untuk "kambing"</h1><ul class="hasil">{"".join(ad(i, t, p, "hasil") for i, (t, p, _) in enumerate(few))}</ul><section class="serupa"><h2>Anda mungkin juga suka</h2><ul>{"".join(ad(i, t, p, "serupa") for i, (t, p) in enumerate(more))}</ul></section></main>'
        ),
        [(t, v, f"/iklan/hasil{i}") for i, (t, _, v) in enumerate(few)],
        optional=tuple(f"/iklan/serupa{i}" for i in range(len(more))),
    )


for f in (
    discuz, discuz_thread, invision, flux, guestbook, tweets, group, stack, blog, reviews, lazily, similar,
):  # fmt: skip
    f()
