"""The town of the gauntlet's one crawl: a page of every kind that costs only itself, and what came of it."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

from tests.crawler import bombs
from tests.crawler.conftest import Sandi, Site, detail, index, rows

SPELLINGS = (
    "127.0.0.2", "127.2", "127.0.2", "2130706434", "0x7f000002", "0x7f.0.0.2", "0177.0.0.2", "0177.2", "[::1]",
    "[::ffff:127.0.0.2]", "localhost", "localhost.", "0.0.0.0", "100.64.0.1", "224.0.0.1",
)  # fmt: skip


DEADLINE_S = "2.5"
"""Half of the usual; test_pool.py holds that."""


@dataclass
class Met:
    """What the one crawl came to."""

    run: dict[str, Any]
    site: Site
    inner: Site
    sandi: Sandi
    rss_mb: float
    events: list[tuple[str, float, str]] = field(default_factory=list)
    sent: dict[str, list[int]] = field(default_factory=dict)

    def titles(self) -> set[str]:
        return {title for (title,) in rows(self.sandi, "SELECT title FROM listings")}

    def asked_meanwhile(self, path: str, until: str) -> set[str]:
        """The other pages asked for between the first request for `path` and the next event `until`."""
        begun = next(number for number, (what, _, at) in enumerate(self.events) if (what, at) == ("ask", path))
        ended = next(number for number in range(begun, len(self.events)) if self.events[number][0] == until)
        return {at for what, _, at in self.events[begun + 1 : ended] if what == "ask"}


def crawl_measured(sandi: Sandi, *args: str, **env: str) -> tuple[dict[str, Any], float]:
    """The crawl as JSON, and the most memory that its own process had (MB)."""
    told = sandi.folder / "rss"
    done = sandi.run("crawl", *args, "--json", RSS_FILE=str(told), **env)
    assert done.stdout, done.stderr
    return json.loads(done.stdout), int(told.read_text()) / 1024 if told.exists() else 0.0


def furnish(site: Site, inner: Site, sent: dict[str, list[int]]) -> None:
    bad = []

    def put(name: str, answer: Any) -> None:
        bad.append(f"/{name}")
        site.pages[f"/{name}"] = answer

    for name, (coding, make) in bombs.VARIANTS.items():
        bomb = make()
        put(
            f"bom-{name}",
            bombs.answering(f"{bombs.HTML}\nContent-Encoding: {coding}\nContent-Length: {len(bomb)}", bomb),
        )
    put("tanpa-akhir", bombs.answering(bombs.HTML, *([b"<p>x</p>" * 8192] * 400)))
    for name, maker in (("raksasa", bombs.nine_gigabytes), ("kepala", bombs.many_headers)):
        put(name, maker(sent.setdefault(name, [])))
    for number in range(9):
        site.redirect(f"/putar?n={number}", f"/putar?n={number + 1}")
    bad.append("/putar?n=0")
    for number, host in enumerate(SPELLINGS):
        site.redirect(f"/ke/{number}", f"http://{host}:{inner.port}/rahasia")
        bad.append(f"/ke/{number}")
    for number, target in enumerate(
        ("file:///etc/passwd", "data:text/html,<h1>x</h1>", "ftp://127.0.0.2/x", "javascript:alert(1)")
    ):
        site.redirect(f"/skema/{number}", target)
        bad.append(f"/skema/{number}")
    refresh = f'<meta http-equiv="refresh" content="0;url={inner.url}/rahasia"><p>tunggu</p>'
    put("segar", bombs.answering(bombs.HTML, refresh.encode()))
    for name, body in {
        "png": b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + b"\0" * 300,
        "zip": b"PK\3\4" + b"\x14\0" * 200,
        "elf": b"\x7fELF\2\1\1" + b"\0" * 200,
        "nul": b"<html>" + b"\0" * 500 + b"</html>",
    }.items():
        site.put(f"/biner-{name}", body)
        bad.append(f"/biner-{name}")
    texts = {
        "aneh": (detail("Set aneh").encode(), "text/html; charset=x-unknown-9"),
        "utf7": (b"<html><p>+ADw-script+AD4-</p></html>", "text/html; charset=utf-7"),
        "utf16": (detail("Lebar").encode("utf-16-le"), "text/html"),
        "tipu": (detail("Salah label").encode(), "image/png"),
    }
    for name, (body, kind) in texts.items():
        site.put(f"/teks-{name}", body, Content_Type=kind)
        bad.append(f"/teks-{name}")
    put("potong", bombs.answering(f"{bombs.HTML}\nContent-Length: 9000", detail("Separuh").encode()))
    put("putus", bombs.reset)
    put("potongan", bombs.answering(f"{bombs.HTML}\nTransfer-Encoding: chunked", b"zz\r\nrusak", detail("R").encode()))
    put("atribut", bombs.answering(bombs.HTML, bombs.attribute_bomb()))
    put("sarang", bombs.answering(bombs.HTML, bombs.nested_bomb()))
    put("tanda", bombs.answering(bombs.HTML, bombs.tag_bomb()))
    inside = [f"http://{host}:{inner.port}/rahasia" for host in SPELLINGS]
    site.put("/", index([*bad, "/baik", *inside]))
    site.put("/baik", detail("Baik"))
    inner.put("/rahasia", detail("Rahasia"))
