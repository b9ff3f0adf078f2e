"""Pages in the builds of forums and timelines, their lists of threads and their threads. Names of pages say what they are like; all content is invented."""

# ruff: noqa: E741

from tests.crawler.unseen.made import POSTS, TOPICS, page


def phpbb() -> None:
    def row(i, t, u, r, v, d, l, cls=""):
        return (
            f'<li class="row bg{i % 2 + 1} {cls}"><dl class="row-item topic_read"><dt title="No unread posts"><div class="list-inner"><a href="./viewtopic.php?f=7&amp;t=3{i}&amp;sid=ab12" class="topictitle">{t}</a> <br><div class="responsive-show" style="display: none;">Last post by <a href="./memberlist.php?mode=viewprofile&amp;u=2" class="username">{l}</a> « <a href="./viewtopic.php?f=7&amp;t=3{i}&amp;p=9{i}#p9{i}" title="Go to last post"><time>{d}</time></a></div><div class="topic-poster responsive-hide left-box">by <a href="./memberlist.php?mode=viewprofile&amp;u={i + 5}" class="username">{u}</a> » {d}</div>'
            + (
                f'<div class="pagination"><span><i class="icon"></i></span><ul><li><a class="button" href="./viewtopic.php?f=7&amp;t=3{i}">1</a></li><li><a class="button" href="./viewtopic.php?f=7&amp;t=3{i}&amp;start=10">2</a></li></ul></div>'
                if r > 10
                else ""
            )
            + f'</div></dt><dd class="posts">{r} <dfn>Replies</dfn></dd><dd class="views">{v} <dfn>Views</dfn></dd><dd class="lastpost"><span><dfn>Last post </dfn>by <a href="./memberlist.php?mode=viewprofile&amp;u=2" class="username">{l}</a> <a href="./viewtopic.php?f=7&amp;t=3{i}&amp;p=9{i}#p9{i}" title="Go to last post"><i class="icon"></i></a><br>{d}</span></dd></dl></li>'
        )

    ann = [
        ("Aturan forum, wajib baca", "admin", 0, 9000, "Jan 2, 2020", "admin"),
        ("Server pindah tanggal 3", "admin", 4, 700, "Nov 1, 2026", "budi77"),
    ]
    html = (
        '<div class="forumbg announcement"><div class="inner"><ul class="topiclist"><li class="header"><dl class="row-item"><dt><div class="list-inner">Announcements</div></dt><dd class="posts">Replies</dd><dd class="views">Views</dd><dd class="lastpost"><span>Last post</span></dd></dl></li></ul><ul class="topiclist topics">'
        + "".join(row(90 + i, *a, cls="announce") for i, a in enumerate(ann))
        + '</ul></div></div><div class="forumbg"><div class="inner"><ul class="topiclist"><li class="header"><dl class="row-item"><dt><div class="list-inner">Topics</div></dt><dd class="posts">Replies</dd></dl></li></ul><ul class="topiclist topics">'
        + "".join(row(i, *t) for i, t in enumerate(TOPICS))
        + "</ul></div></div>"
    )
    sub = '<div class="forabg"><ul class="topiclist forums"><li class="row"><dl><dt><a class="forumtitle" href="./viewforum.php?f=8">Arsip</a><br>Topik lama</dt><dd class="topics">40</dd><dd class="lastpost"><a href="./viewtopic.php?p=3#p3">lama</a></dd></dl></li></ul></div>'
    rows = [(t, None, f"/viewtopic.php?f=7&t=3{90 + i}&sid=ab12") for i, (t, *_) in enumerate(ann)] + [
        (t, None, f"/viewtopic.php?f=7&t=3{i}&sid=ab12") for i, (t, *_) in enumerate(TOPICS)
    ]
    page(
        "phpbb forum",
        f'<html><head><title>Contoh - Jual Beli</title></head><body id="phpbb"><div id="page-header"><ul class="linklist navlinks" role="menubar"><li><a href="./index.php">Board index</a></li></ul></div><h2 class="forum-title"><a href="./viewforum.php?f=7">Jual Beli</a></h2>{sub}<div class="action-bar bar-top"><a href="./posting.php?mode=post&amp;f=7" class="button">New Topic</a><div class="pagination">120 topics <ul><li class="active"><span>1</span></li><li><a class="button" href="./viewforum.php?f=7&amp;start=25">2</a></li><li class="arrow next"><a class="button button-icon-only" href="./viewforum.php?f=7&amp;start=25" rel="next"><span class="sr-only">Next</span></a></li></ul></div></div>{html}<div class="stat-block online-list"><h3>Who is online</h3><p>Users browsing this forum: <a href="./memberlist.php?u=3">ani</a> and 2 guests</p></div></body></html>',
        rows,
        next="/viewforum.php?f=7&start=25",
        url="http://t.example/viewforum.php?f=7",
    )


phpbb()


def vb4() -> None:
    def row(i, t, u, r, v, d, l):
        return f'<li class="threadbit {"hot" if i % 3 == 0 else ""}" id="thread_7{i}"><div class="rating0 nonsticky"><div class="threadinfo" title="isi awal"><a class="threadstatus" rel="vB::AJAX"></a><div class="inner"><h3 class="threadtitle"><a id="thread_gotonew_7{i}" class="gotonewpost" href="/showthread.php/7{i}-slug?goto=newpost"><img src="x" alt="Go to first new post"></a> <span id="thread_prefix_7{i}" class="prefix understate"> <span>Tanya</span> </span> <a class="title" href="/showthread.php/7{i}-slug" id="thread_title_7{i}">{t}</a></h3><div class="threadmeta"><p class="threaddesc"></p><div class="author"><span class="label">Started by&nbsp;<a href="member.php/{i}-{u}" class="username understate" title="Started by {u} on {d}">{u}</a>‎, 11-0{i % 9 + 1}-2026 09:00 AM</span></div></div></div></div><ul class="threadstats td alt"><li>Replies: <a href="misc.php?do=whoposted&amp;t=7{i}" class="understate">{r}</a></li><li>Views: {v}</li></ul><dl class="threadlastpost td"><dt class="lastpostby hidden">Last Post By</dt><dd><a href="member.php/99-{l}" class="username">{l}</a></dd><dd>{d}<a href="/showthread.php/7{i}-slug?p=8{i}#post8{i}" class="lastpostdate"><img src="x" alt="Go to last post"></a></dd></dl></div></li>'

    page(
        "vbulletin4",
        f'<html><head><title>Forum</title></head><body><div id="navbar"><ul id="navtabs"><li><a class="navtab" href="forum.php">Forum</a></li><li><a href="faq.php">FAQ</a></li><li><a href="calendar.php">Calendar</a></li></ul></div><div id="breadcrumb"><ul><li class="navbit"><a href="forum.php">Forum</a></li><li class="navbit"><a href="/forumdisplay.php/3-x">Umum</a></li></ul></div><div id="threadlist" class="threadlist"><div class="threadlisthead table"><span class="threadinfo"><a href="/forumdisplay.php/3-x?sort=title">Title</a> / <a href="/forumdisplay.php/3-x?sort=postusername">Thread Starter</a></span></div><ol id="threads" class="threads">{"".join(row(i, *t) for i, t in enumerate(TOPICS))}</ol></div><div class="threadpagenav"><form class="pagination"><span><a href="javascript://" class="popupctrl">Page 1 of 4</a></span><span class="selected"><a href="javascript://" title="Results 1 to 20">1</a></span><span><a href="/forumdisplay.php/3-x/page2" title="Show results 21 to 40">2</a></span><span class="prev_next"><a rel="next" href="/forumdisplay.php/3-x/page2" title="Next Page"><img alt="Next" src="x"></a></span></form></div></body></html>',
        [(t, None, f"/showthread.php/7{i}-slug") for i, (t, *_) in enumerate(TOPICS)],
        next="/forumdisplay.php/3-x/page2",
        url="http://t.example/forumdisplay.php/3-x",
    )


vb4()


def xf() -> None:
    def row(i, t, u, r, v, d, l):
        return f'<div class="structItem structItem--thread {"is-prefix1" if i % 2 else ""} js-inlineModContainer js-threadListItem-{i}" data-author="{u}"><div class="structItem-cell structItem-cell--icon"><div class="structItem-iconContainer"><a href="/members/{u}.{i}/" class="avatar avatar--s" data-user-id="{i}"><img src="a.jpg" alt="{u}" loading="lazy"></a></div></div><div class="structItem-cell structItem-cell--main" data-xf-init="touch-proxy"><div class="structItem-title">{"<a href=/forums/x.3/?prefix_id=1 class=labelLink rel=nofollow><span class=label>Dijual</span></a><span class=label-append>&nbsp;</span>" if i % 2 else ""}<a href="/threads/slug.{i}/" class="" data-tp-primary="on" data-xf-init="preview-tooltip">{t}</a></div><div class="structItem-minor"><ul class="structItem-parts"><li><a href="/members/{u}.{i}/" class="username">{u}</a></li><li class="structItem-startDate"><a href="/threads/slug.{i}/" rel="nofollow"><time class="u-dt" datetime="2026-11-1{i % 9}T10:00:00+0700">{d}</time></a></li></ul>{f"<span class=structItem-pageJump><a href=/threads/slug.{i}/page-2>2</a><a href=/threads/slug.{i}/page-3>3</a></span>" if r > 20 else ""}</div></div><div class="structItem-cell structItem-cell--meta" title="x"><dl class="pairs pairs--justified"><dt>Replies</dt><dd>{r}</dd></dl><dl class="pairs pairs--justified structItem-minor"><dt>Views</dt><dd>{v}</dd></dl></div><div class="structItem-cell structItem-cell--latest"><a href="/threads/slug.{i}/latest" rel="nofollow"><time class="structItem-latestDate u-dt">{d}</time></a><div class="structItem-minor"><a href="/members/{l}.9/" class="username">{l}</a></div></div><div class="structItem-cell structItem-cell--icon structItem-cell--iconEnd"><a href="/members/{l}.9/" class="avatar"><img src=x></a></div></div>'

    st = [("Pengumuman: jadwal kopdar", "admin", 3, 400, "Nov 1, 2026", "budi77")]
    page(
        "xenforo2",
        f'<html><body><div class="p-nav"><ul><li><a href="/">Forums</a></li><li><a href="/whats-new/">What\'s new</a></li><li><a href="/members/">Members</a></li></ul></div><div class="p-body-main p-body-main--withSidebar"><div class="p-body-content"><div class="block-outer"><nav class="pageNavWrapper"><div class="pageNav"><ul class="pageNav-main"><li class="pageNav-page pageNav-page--current"><a href="/forums/x.3/">1</a></li><li class="pageNav-page"><a href="/forums/x.3/page-2">2</a></li></ul><a href="/forums/x.3/page-2" class="pageNav-jump pageNav-jump--next">Next</a></div></nav></div><div class="structItemContainer"><div class="structItemContainer-group structItemContainer-group--sticky">{row(77, *st[0])}</div><div class="structItemContainer-group js-threadList">{"".join(row(i, *t) for i, t in enumerate(TOPICS))}</div></div></div><div class="p-body-sidebar"><div class="block"><h3>Latest posts</h3><ul>'
        + "".join(
            f'<li class="block-row"><div class="contentRow"><div class="contentRow-figure"><a href="/members/z.{k}/" class="avatar"><img src=x></a></div><div class="contentRow-main"><a href="/threads/lain.{k + 100}/post-{k}">Topik lain di forum sebelah {k}</a><div class="contentRow-minor">Latest: z{k} · 10 minutes ago</div></div></div></li>'
            for k in range(6)
        )
        + "</ul></div></div></div></body></html>",
        [("Pengumuman: jadwal kopdar", None, "/threads/slug.77/")]
        + [(t, None, f"/threads/slug.{i}/") for i, (t, *_) in enumerate(TOPICS)],
        next="/forums/x.3/page-2",
        url="http://t.example/forums/x.3/",
    )


xf()


def smf() -> None:
    rows = "".join(
        f'<div class="windowbg {"sticky" if i == 0 else ""}"><div class="board_icon"><img src="x.png" alt=""></div><div class="info info_block"><div class="icons floatright"></div><div class="message_index_title"><span class="preview bold_text" title=""><span id="msg_{i}"><a href="http://t.example/index.php?topic=4{i}.0">{t}</a></span></span></div><p class="floatleft">Started by <a href="http://t.example/index.php?action=profile;u={i}" title="View the profile of {u}">{u}</a></p>{f"<span id=pages{i} class=topic_pages><a class=nav_page href=http://t.example/index.php?topic=4{i}.0>1</a><a class=nav_page href=http://t.example/index.php?topic=4{i}.15>2</a></span>" if r > 10 else ""}</div><div class="board_stats centertext"><p>Replies: {r}<br>Views: {v}</p></div><div class="lastpost"><p><a href="http://t.example/index.php?topic=4{i}.msg9{i}#new">{d}</a><br>by <a href="http://t.example/index.php?action=profile;u=2">{l}</a></p></div></div>'
        for i, (t, u, r, v, d, l) in enumerate(TOPICS)
    )
    page(
        "smf21",
        f'<html><body><div id="main_menu"><ul class="dropmenu"><li><a href="http://t.example/index.php">Home</a></li><li><a href="http://t.example/index.php?action=search">Search</a></li><li><a href="http://t.example/index.php?action=login">Login</a></li></ul></div><div class="navigate_section"><ul><li><a href="http://t.example/index.php"><span>Forum</span></a></li></ul></div><div id="main_content_section"><div class="pagesection"><div class="pagelinks"><span class="pages">Pages</span><span class="current_page">1</span> <a class="nav_page" href="http://t.example/index.php?board=2.20">2</a> <a class="nav_page" href="http://t.example/index.php?board=2.20"><span class="main_icons next_page"></span></a></div></div><div id="messageindex"><div class="title_bar" id="topic_header"><div class="info"><a href="http://t.example/index.php?board=2.0;sort=subject">Subject</a> / <a href="http://t.example/index.php?board=2.0;sort=starter">Started by</a></div></div><div id="topic_container">{rows}</div></div></div></body></html>',
        [(t, None, f"/index.php?topic=4{i}.0") for i, (t, *_) in enumerate(TOPICS)],
        next="/index.php?board=2.20",
        url="http://t.example/index.php?board=2.0",
    )


smf()


def disc() -> None:
    rows = "".join(
        f'<tr class="topic-list-item" id="topic-list-item-{i}"><td class="main-link" itemprop="itemListElement" itemscope itemtype="http://schema.org/ListItem"><meta itemprop="name" content="{t}"><meta itemprop="url" content="http://t.example/t/slug/{i + 500}"><meta itemprop="position" content="{i}"><span class="link-top-line"><a itemprop="url" href="http://t.example/t/slug/{i + 500}" class="title raw-link raw-topic-link">{t}</a></span><div class="link-bottom-line"><a href="/c/umum/4" class="badge-wrapper bullet"><span class="badge-category-bg"></span><span class="badge-category clear-badge"><span class="category-name">Umum</span></span></a><div class="discourse-tags"><a href="http://t.example/tag/tanya" class="discourse-tag">tanya</a></div></div></td><td class="posters"><a href="http://t.example/u/{u}" class="latest single"><img width=25 src="/a.png" class="avatar" title="{u} - Original Poster" aria-label="x"></a><a href="http://t.example/u/{l}"><img src="/b.png" class="avatar"></a></td><td class="replies"><span class="posts" title="posts">{r}</span></td><td class="views"><span class="views" title="views">{v}</span></td><td>{d}</td></tr>'
        for i, (t, u, r, v, d, l) in enumerate(TOPICS)
    )
    page(
        "discourse",
        f'<html><body class="crawler"><header><a href="/">Contoh</a></header><div id="main-outlet" class="wrap"><div class="topic-list-container" itemscope itemtype="http://schema.org/ItemList"><table class="topic-list"><thead><tr><th>Topic</th><th></th><th class="replies">Replies</th><th class="views">Views</th><th>Activity</th></tr></thead><tbody>{rows}</tbody></table></div><div role="navigation" class="topic-list-bottom"><span><b><a rel="next" itemprop="url" href="/latest?no_definitions=true&amp;page=1">next page →</a></b></span></div></div><footer class="container wrap"><nav class="crawler-nav"><ul><li><a href="/">Home</a></li><li><a href="/categories">Categories</a></li><li><a href="/tos">Terms</a></li></ul></nav></footer></body></html>',
        [(t, None, f"/t/slug/{i + 500}") for i, (t, *_) in enumerate(TOPICS)],
        next="/latest?no_definitions=true&page=1",
        url="http://t.example/latest",
    )


disc()


def disct() -> None:
    posts = "".join(
        f'<div id="post_{i + 1}" itemprop="comment" itemscope itemtype="http://schema.org/Comment" class="topic-body crawler-post"><div class="crawler-post-meta"><span class="creator" itemprop="author" itemscope itemtype="http://schema.org/Person"><a itemprop="url" href="http://t.example/u/{u}"><span itemprop="name">{u}</span></a></span><span class="crawler-post-infos"><time itemprop="datePublished" datetime="2026-11-2{i % 4}T0{i}:00:00Z" class="post-time">November 2{i % 4}, 2026, 0{i}:00am</time><span itemprop="position">{i + 1}</span></span></div><div class="post" itemprop="text"><p>{x}</p></div><div itemprop="interactionStatistic"><meta itemprop="userInteractionCount" content="{i}"><span class="post-likes">{i} Likes</span></div><link itemprop="url" href="/t/slug/500/{i + 1}"><div class="crawler-linkback-list"></div></div>'
        for i, (u, x) in enumerate(POSTS)
    )
    page(
        "discourse thread",
        f'<html><head><title>Info lowongan - Contoh</title><link rel="canonical" href="http://t.example/t/slug/500"></head><body class="crawler"><header><a href="/">Contoh</a></header><div id="main-outlet" class="wrap"><div id="topic-title"><h1><a href="/t/slug/500">Info lowongan jaga toko</a></h1><div class="topic-category"><span><a href="/c/umum/4" class="badge-wrapper bullet"><span>Umum</span></a></span></div></div><div itemscope itemtype="http://schema.org/DiscussionForumPosting">{posts}</div><div id="related-topics" class="more-topics__list"><h3>Related topics</h3><table class="topic-list">'
        + "".join(
            f'<tr class="topic-list-item"><td class="main-link"><a href="/t/lain/{k}" class="title raw-link">Topik lain yang mirip nomor {k}</a></td><td>{k}</td><td>{k * 20}</td><td>November {k + 1}, 2026</td></tr>'
            for k in range(5)
        )
        + "</table></div></div></body></html>",
        [(None, None, None) for _ in POSTS],
        kind="thread",
        url="http://t.example/t/slug/500",
    )


disct()


def phpbbt() -> None:
    posts = "".join(
        f'<div id="p1{i}" class="post has-profile bg{i % 2 + 1}"><div class="inner"><dl class="postprofile" id="profile1{i}"><dt class="has-profile-rank"><div class="avatar-container"><a href="./memberlist.php?mode=viewprofile&amp;u={i}" class="avatar"><img src="x"></a></div><a href="./memberlist.php?mode=viewprofile&amp;u={i}" class="username">{u}</a></dt><dd class="profile-rank">Anggota</dd><dd class="profile-posts"><strong>Posts:</strong> <a href="./search.php?author_id={i}&amp;sr=posts">{i * 30 + 2}</a></dd><dd class="profile-joined"><strong>Joined:</strong> Sat Jan 0{i + 1}, 2022 1:00 pm</dd></dl><div class="postbody"><div id="post_content1{i}"><h3><a href="#p1{i}">{"Re: " if i else ""}Info lowongan jaga toko</a></h3><ul class="post-buttons"><li><a href="./posting.php?mode=quote&amp;f=2&amp;p=1{i}" title="Reply with quote" class="button"><span>Quote</span></a></li></ul><p class="author"><a class="unread" href="./viewtopic.php?p=1{i}#p1{i}" title="Post"><i class="icon"></i></a><span class="responsive-hide">by <strong><a href="./memberlist.php?mode=viewprofile&amp;u={i}" class="username">{u}</a></strong> » </span><time datetime="2026-11-2{i % 4}T10:00:00+00:00">Mon Nov 2{i % 4}, 2026 10:0{i} am</time></p><div class="content">{x}</div><div id="sig1{i}" class="signature">Salam dari Kudus</div></div></div><div class="back2top"><a href="#top" class="top" title="Top">Top</a></div></div></div><hr class="divider">'
        for i, (u, x) in enumerate(POSTS)
    )
    page(
        "phpbb thread",
        f'<html><head><title>Info lowongan jaga toko - Contoh</title></head><body><h2 class="topic-title"><a href="./viewtopic.php?f=2&amp;t=31">Info lowongan jaga toko</a></h2><div class="action-bar"><div class="pagination">7 posts • Page 1 of 1</div></div>{posts}<div class="panel"><p>Jump to</p><ul class="dropdown-contents"><li><a href="./viewforum.php?f=1">Umum</a></li><li><a href="./viewforum.php?f=2">Lowongan</a></li></ul></div></body></html>',
        [(None, None, f"/viewtopic.php?p=1{i}#p1{i}") for i in range(len(POSTS))],
        kind="thread",
        url="http://t.example/viewtopic.php?f=2&t=31",
    )


phpbbt()


def xft() -> None:
    posts = "".join(
        f'<article class="message message--post js-post" data-author="{u}" data-content="post-5{i}" id="js-post-5{i}"><span class="u-anchorTarget" id="post-5{i}"></span><div class="message-inner"><div class="message-cell message-cell--user"><section class="message-user"><div class="message-avatar"><a href="/members/{u}.{i}/" class="avatar"><img src="a"></a></div><div class="message-userDetails"><h4 class="message-name"><a href="/members/{u}.{i}/" class="username">{u}</a></h4><h5 class="userTitle message-userTitle">Member</h5></div></section></div><div class="message-cell message-cell--main"><div class="message-main"><header class="message-attribution message-attribution--split"><ul class="message-attribution-main listInline"><li class="u-concealed"><a href="/threads/slug.31/post-5{i}" rel="nofollow"><time class="u-dt" datetime="2026-11-2{i % 4}T10:00:00+0700">Nov 2{i % 4}, 2026</time></a></li></ul><ul class="message-attribution-opposite"><li><a href="/threads/slug.31/post-5{i}" class="message-attribution-gadget"><i></i></a></li><li><a href="/threads/slug.31/post-5{i}" rel="nofollow">#{i + 1}</a></li></ul></header><div class="message-content"><article class="message-body"><div class="bbWrapper">{x}</div></article></div><footer class="message-footer"><a href="/posts/5{i}/reactions">siska and 2 others</a></footer></div></div></div></article>'
        for i, (u, x) in enumerate(POSTS)
    )
    page(
        "xenforo thread",
        f'<html><body><h1 class="p-title-value">Info lowongan jaga toko</h1><div class="p-description"><ul><li>Thread starter <a href="/members/ani_k.1/" class="username">ani_k</a></li><li>Start date <a href="/threads/slug.31/"><time>Nov 20, 2026</time></a></li></ul></div><div class="block-container lbContainer"><div class="block-body js-replyNewMessageContainer">{posts}</div></div><div class="block"><h3>Similar threads</h3><div class="structItemContainer">'
        + "".join(
            f'<div class="structItem"><div class="structItem-cell structItem-cell--main"><div class="structItem-title"><a href="/threads/mirip.{k + 900}/">Topik mirip nomor {k}</a></div><div class="structItem-minor"><a href="/members/q.{k}/" class="username">q{k}</a> · <time>Nov {k + 1}, 2026</time></div></div></div>'
            for k in range(5)
        )
        + "</div></div></body></html>",
        [(None, None, f"/threads/slug.31/post-5{i}") for i in range(len(POSTS))],
        kind="thread",
        url="http://t.example/threads/slug.31/",
    )


xft()


def vb3() -> None:
    posts = "".join(
        f'<div align="center"><div class="page"><div style="padding:0px 25px 0px 25px"><div id="edit6{i}"><table id="post6{i}" class="tborder" cellpadding="6" width="100%"><tr><td class="thead"><div class="normal" style="float:right">&nbsp;#<a href="showpost.php?p=6{i}&amp;postcount={i + 1}" target="new" id="postcount6{i}" name="{i + 1}"><strong>{i + 1}</strong></a>&nbsp;</div><div class="normal"><a name="post6{i}"><img src="x" alt="Old"></a> 11-2{i % 4}-2026, 10:0{i} AM</div></td></tr><tr><td class="alt2"><table width="100%"><tr><td nowrap="nowrap"><div id="postmenu_6{i}"><a class="bigusername" href="member.php?u={i}">{u}</a></div><div class="smallfont">Junior Member</div></td><td width="100%">&nbsp;</td><td valign="top" nowrap="nowrap"><div class="smallfont"><div>Join Date: Jan 2022</div><div>Posts: {i * 20}</div></div></td></tr></table></td></tr><tr><td class="alt1" id="td_post_6{i}"><hr size="1"><div id="post_message_6{i}">{x}</div></td></tr></table></div></div></div></div>'
        for i, (u, x) in enumerate(POSTS)
    )
    page(
        "vb3 thread",
        f'<html><head><title>Info lowongan</title></head><body><div class="navbar"><a href="index.php">Forum</a> &gt; <a href="forumdisplay.php?f=3">Umum</a></div><div id="posts">{posts}</div><div><a href="newreply.php?do=newreply&amp;p=6">Reply</a></div></body></html>',
        [(None, None, f"/showpost.php?p=6{i}&postcount={i + 1}") for i in range(len(POSTS))],
        kind="thread",
        url="http://t.example/showthread.php?t=31",
    )


vb3()


def mybb() -> None:
    rows = "".join(
        f'<tr class="inline_row"><td align="center" class="trow1 forumdisplay_sticky" width="2%"><span class="thread_status oldhotfolder" title="Hot">&nbsp;</span></td><td align="center" class="trow1">&nbsp;</td><td class="trow1"><div class="float_right"></div><div><span><span class=" subject_old" id="tid_8{i}"><a href="showthread.php?tid=8{i}">{t}</a></span></span><div class="author smalltext"><span class="float_left"><a href="member.php?action=profile&amp;uid={i}">{u}</a></span></div></div></td><td align="center" class="trow1"><a href="javascript:MyBB.whoPosted(8{i});">{r}</a></td><td align="center" class="trow1">{v}</td><td align="center" class="trow1" id="rating_table_8{i}"><ul class="star_rating"><li style="width: 0%" class="current_rating">0 Vote(s)</li><li><a class="one_star" title="1 star" href="./ratethread.php?tid=8{i}&amp;rating=1">1</a></li><li><a class="two_stars" href="./ratethread.php?tid=8{i}&amp;rating=2">2</a></li></ul></td><td class="trow1" style="white-space:nowrap;text-align:right"><span class="lastpost smalltext">{d}<br><a href="showthread.php?tid=8{i}&amp;action=lastpost">Last Post</a>: <a href="member.php?action=profile&amp;uid=2">{l}</a></span></td></tr>'
        for i, (t, u, r, v, d, l) in enumerate(TOPICS)
    )
    page(
        "mybb list",
        f'<html><body><div id="container"><ul class="menu top_links"><li><a href="/search.php">Search</a></li><li><a href="/memberlist.php">Member List</a></li></ul><div class="pagination"><span class="pages">Pages (4):</span> <span class="pagination_current">1</span> <a href="forumdisplay.php?fid=2&amp;page=2" class="pagination_page">2</a> <a href="forumdisplay.php?fid=2&amp;page=2" class="pagination_next">Next &raquo;</a></div><table class="tborder clear"><tr><td class="thead" colspan="7"><strong>Jual Beli</strong></td></tr><tr><td class="tcat" colspan="3"><span><a href="forumdisplay.php?fid=2&amp;sortby=subject">Thread</a> / <a href="forumdisplay.php?fid=2&amp;sortby=starter">Author</a></span></td><td class="tcat"><a href="forumdisplay.php?fid=2&amp;sortby=replies">Replies</a></td><td class="tcat"><a href="forumdisplay.php?fid=2&amp;sortby=views">Views</a></td><td class="tcat">Rating</td><td class="tcat"><a href="forumdisplay.php?fid=2&amp;sortby=lastpost">Last Post</a></td></tr>{rows}</table></div></body></html>',
        [(t, None, f"/showthread.php?tid=8{i}") for i, (t, *_) in enumerate(TOPICS)],
        next="/forumdisplay.php?fid=2&page=2",
        url="http://t.example/forumdisplay.php?fid=2",
    )


mybb()


def reddit() -> None:
    rows = "".join(
        f'<div class="thing id-t3_{i} odd link self" data-fullname="t3_{i}" data-author="{u}"><p class="parent"></p><span class="rank">{i + 1}</span><div class="midcol unvoted"><div class="arrow up" role="button"></div><div class="score unvoted" title="{r}">{r}</div></div><a class="thumbnail self may-blank" href="/r/contoh/comments/{i}a/slug/"></a><div class="entry unvoted"><div class="top-matter"><p class="title"><a class="title may-blank" data-event-action="title" href="/r/contoh/comments/{i}a/slug/" tabindex="1">{t}</a> <span class="domain">(<a href="/r/contoh/">self.contoh</a>)</span></p><p class="tagline ">submitted <time title="x" datetime="2026-11-2{i % 4}T03:00:00+00:00" class="live-timestamp">{i + 1} hours ago</time> by <a href="http://t.example/user/{u}" class="author may-blank">{u}</a></p><ul class="flat-list buttons"><li class="first"><a href="/r/contoh/comments/{i}a/slug/" class="bylink comments may-blank">{v} comments</a></li><li class="share"><a class="post-sharing-button" href="javascript: void 0;">share</a></li></ul></div></div><div class="child"></div></div><div class="clearleft"></div>'
        for i, (t, u, r, v, d, l) in enumerate(TOPICS)
    )
    page(
        "old reddit",
        '<html><body class="listing-page"><div id="header"><div id="sr-header-area"><ul>'
        + "".join(
            f'<li><a href="/r/{x}/">{x}</a></li>'
            for x in ["pics", "news", "funny", "gaming", "aww", "videos", "worldnews", "music"]
        )
        + f'</ul></div></div><div class="side"><div class="spacer"><h1><a href="/r/contoh">contoh</a></h1><div class="md"><p>Aturan: sopan, tidak spam.</p><ul><li><a href="/wiki/aturan">Aturan lengkap komunitas</a></li><li><a href="/wiki/faq">Pertanyaan yang sering diajukan</a></li></ul></div></div></div><div class="content" role="main"><div id="siteTable" class="sitetable linklisting">{rows}<div class="nav-buttons"><span class="nextprev">view more: <span class="next-button"><a href="http://t.example/r/contoh/?count=25&amp;after=t3_9" rel="nofollow next">next ›</a></span></span></div></div></div></body></html>',
        [(t, None, f"/r/contoh/comments/{i}a/slug/") for i, (t, *_) in enumerate(TOPICS)],
        next="/r/contoh/?count=25&after=t3_9",
        url="http://t.example/r/contoh/",
    )


reddit()


def tgme() -> None:
    posts = "".join(
        f'<div class="tgme_widget_message_wrap js-widget_message_wrap"><div class="tgme_widget_message text_not_supported_wrap js-widget_message" data-post="lokercontoh/{i + 40}"><div class="tgme_widget_message_user"><a href="https://t.example/lokercontoh"><i class="tgme_widget_message_user_photo"><img src="x"></i></a></div><div class="tgme_widget_message_bubble"><div class="tgme_widget_message_author accent_color"><a class="tgme_widget_message_owner_name" href="https://t.example/lokercontoh"><span dir="auto">Loker Contoh</span></a></div><div class="tgme_widget_message_text js-message_text" dir="auto">{x}<br><br>Info: <a href="?q=%23loker">#loker</a> <a href="https://t.example/lokercontoh">@lokercontoh</a></div><div class="tgme_widget_message_footer compact js-message_footer"><div class="tgme_widget_message_info short js-message_info"><span class="tgme_widget_message_views">1.{i}K</span><span class="tgme_widget_message_meta"><a class="tgme_widget_message_date" href="https://t.example/lokercontoh/{i + 40}"><time datetime="2026-11-2{i % 4}T03:1{i}:00+00:00" class="time">03:1{i}</time></a></span></div></div></div></div></div>'
        for i, (u, x) in enumerate(POSTS)
    )
    page(
        "telegram viewer",
        f'<html><head><title>Loker Contoh – Telegram</title></head><body><header class="tgme_header"><a href="/s/lokercontoh"><div class="tgme_header_title">Loker Contoh</div></a></header><main><section class="tgme_channel_history">{posts}</section></main></body></html>',
        [(None, None, f"https://t.example/lokercontoh/{i + 40}") for i in range(len(POSTS))],
        kind="thread",
        url="https://t.example/s/lokercontoh",
    )


tgme()
