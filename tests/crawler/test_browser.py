"""A page that tries to make the browser reach inside: nothing gets out but what the source's own host serves."""

from __future__ import annotations

import pytest

from tests.crawler.conftest import Sandi, Site, serving, source_text

PAGE = """<html><head><link rel="prefetch" href="{inner}/prefetch"></head><body><h1 class="t">Judul</h1>
<img src="{inner}/img"><img src="/gambar.png"><iframe src="{inner}/iframe"></iframe>
<video src="/video.mp4" autoplay></video>
<script>
const inner = "{inner}";
const tries = [
  fetch(inner + "/fetch").catch(() => 0),
  fetch("/lompat").catch(() => 0),
  fetch("/data.json").then(answer => answer.text()).then(text => {{ document.querySelector(".t").append(text); }}),
  new Promise(done => {{ const s = new WebSocket(inner.replace("http", "ws") + "/ws"); s.onerror = s.onclose = done; }}),
];
navigator.sendBeacon(inner + "/beacon");
window.open(inner + "/popup");
navigator.serviceWorker && navigator.serviceWorker.register("/sw.js").catch(() => 0);
Promise.all(tries).finally(() => {{ document.body.dataset.ready = "yes"; }});
</script></body></html>"""


@pytest.mark.browser
@pytest.mark.gauntlet(12)
def test_nothing_inside_is_reached_and_no_media_is_asked(site: Site, sandi: Sandi) -> None:
    with serving(Site(host="127.0.0.2")) as inner:
        site.put("/", PAGE.format(inner=inner.url))
        site.put("/data.json", " dari skrip", Content_Type="text/plain")
        site.redirect("/lompat", f"{inner.url}/lompat")
        sandi.source(
            "toko",
            source_text(site).replace("items: a.card\nfollow: a[rel=next]\n", "")
            + "javascript: {reason: It is drawn by a script., wait_for: 'body[data-ready=yes]'}\nfields: {title: .t}\n",
        )
        shown = sandi.json("sources", "preview", "toko")
        assert inner.hits == {}
    assert [listing["title"] for listing in shown] == ["Judul dari skrip"]
    assert site.hits.keys() == {"/robots.txt", "/", "/data.json", "/lompat"}


@pytest.mark.browser
def test_a_browser_led_elsewhere_gives_no_listing(site: Site, sandi: Sandi) -> None:
    with serving(Site(host="127.0.0.2")) as inner:
        inner.put("/", "<h1 class=t>Dalam</h1>")
        site.put("/robots.txt", "User-agent: *\nDisallow: /tertutup\n", Content_Type="text/plain")
        site.put("/", '<a class="card" href="/keluar">x</a><a class="card" href="/belok">x</a>')
        site.redirect("/keluar", f"{inner.url}/")
        site.redirect("/belok", "/tertutup")
        site.put("/tertutup", "<h1 class=t>Tertutup</h1>")
        sandi.source("toko", source_text(site) + "javascript: {reason: A test of it.}\nfields: {title: .t}\n")
        run = sandi.json("crawl", "toko")
        assert inner.hits == {}
    assert (run["new"], run["forbidden"], run["gone"]) == (0, 1, 0), run
    assert site.hits["/tertutup"] == 0, "a redirect inside the browser is checked before it is followed"
