"""The link to the next page of an index: `rel=next`, a word for "next", or the number after the one that is shown."""

from __future__ import annotations

import re
from itertools import islice
from urllib.parse import urljoin, urlsplit

from crawler.extraction.outline import Node, Outline, up
from crawler.sources import netloc

_WORDS = re.compile(
    r"\W*(?:next(?: page| ?»)?|older(?: posts| entries)?|more|(?:load|show) more(?: \w+)?|selanjutnya|berikutnya|lanjut"
    r"|halaman (?:be|se)\w+nya|halaman berikut|(?:\w+ )?lebih la(?:ma|was)|posting lama"
    r"|(?:muat|lihat|tampilkan) (?:postingan )?lainnya"
    r"|(?:muat|lihat|tampilkan) lebih banyak|n[aä]chste(?: seite)?|weiter|vor|suivante?s?|page suivante|siguiente"
    r"|seterusnya|sabanjur\w*|salajengna|susunod|(?:trang )?(?:sau|tiếp(?: theo)?)|pr[oó]xim[ao]|seguinte|successiv[ao]"
    r"|volgende|nast[eę]pna|dalej|n[æä]sta|næste|neste|seuraava|következő|další|επόμενη|następny|след\w*|вперед|次(?:の?ページ)?へ?|下一[页頁]|다음"
    r"|sonraki|ถัดไป|tiếp|التالية?|بعدی|הבא|अगला)\W*\Z|\s*[»›→>]\s*\Z",
    re.IGNORECASE,
)
_NAMES = re.compile(r"(?:^|[\W_])(?:next|pager?-next|nextpage|weiter|older)(?:[\W_]|$)")
_ARROWS = re.compile(r"(?:chevron|angle|caret|arrow)(?:-[a-z]+)?-right(?:[\W_]|$)|right-(?:arrow|chevron)")
"""Names of icons that point onward."""
_BACK = re.compile(r"prev|zur[uü]ck|=all(?:&|\Z)|show_?all|last(?:\W|\Z)")
_PAGER = re.compile(r"pag(?:er|inat|ing|enav|e-?num|e-?link)|(?:^|[\W_])pages?(?:[\W_]|$)|seite|halaman|next|toolbar")
_TURNS = re.compile(r"page|[?&;](?:cursor|after|before|max_id|until|offset|start|skip|hal|bacr)=", re.IGNORECASE)
"""What the addresses of further pages hold."""
_NUMBER = re.compile(r"\W*(\d{1,4})\W*\Z")
_MOST_LETTERS = 20
_OTHER = re.compile(r"slider|carousel|slick|swiper|gallery|calendar|topic-?nav|thread-?nav|product-?nav")


def next_page(outline: Outline, base: str, page: str, head: str = "") -> str:
    """The absolute address of the next page, or empty. `head` is what a `<link rel=next>` says, taken last."""
    links = [(node, address) for node in outline.nodes if (address := _address(node, base, page))]
    for test in (_is_rel, _is_word, _is_named):
        for node, address in links:
            if test(outline, node) and not any(_OTHER.search(one.names) for one in islice(up(node), 4)):
                return address
    return _numbered(outline, links) or head


def _address(node: Node, base: str, page: str) -> str:
    raw = node.attr("href") if node.tag == "a" and not node.hidden else ""
    if not raw or raw.startswith(("#", "javascript:")):
        return ""
    try:
        address = urljoin(base, raw)
        same = netloc(address) == netloc(base) or netloc(address) == netloc(page)
    except ValueError:
        return ""
    shown = urlsplit(page)._replace(fragment="")
    return address if same and urlsplit(address)._replace(fragment="") != shown else ""


def _is_rel(outline: Outline, node: Node) -> bool:
    return "next" in node.attr("rel").lower().split()


def _is_word(outline: Outline, node: Node) -> bool:
    said = [outline.text(node), node.attr("title"), node.attr("aria-label")]
    said += [one.attr("alt") for one in outline.inside(node) if one.tag == "img"]
    return any(_WORDS.match(text) for text in said if text) and _in_pager(node)


def _is_named(outline: Outline, node: Node) -> bool:
    if _BACK.search(f"{node.names} {node.attr('rel')} {node.attr('href')}"):
        return False
    letters = sum(char.isalpha() for char in outline.text(node))
    if letters > _MOST_LETTERS:
        return False  # the title of the next article or thread
    if not letters and any(_ARROWS.search(one.names) for one in outline.inside(node)):
        return _in_pager(node)
    return any(_NAMES.search(one.names) for one in islice(up(node), 2)) and _in_pager(node)


def _in_pager(node: Node) -> bool:
    """Whether numbers of pages or a pager's name are close: a lone arrow may belong to a slide show."""
    near = list(islice(up(node), 5))
    return (
        any(_PAGER.search(one.names) for one in near)
        or node.attr("href").rstrip("/")[-1:].isdigit()
        or _TURNS.search(node.attr("href")) is not None
    )


def _numbered(outline: Outline, links: list[tuple[Node, str]]) -> str:
    """The link whose number follows the one that stands there without a link, in the same pager."""
    for node, address in links:
        match = _NUMBER.match(outline.text(node))
        named = match is not None and any(_PAGER.search(one.names) for one in islice(up(node), 4))
        if match is None or not (named or _counts(node.attr("href"), match[1])):
            continue
        first = named and int(match[1]) == 2 and not _links_to(outline, links, node, 1)
        if first or _shown(outline, node, int(match[1]) - 1):
            return address
    return ""


def _counts(href: str, number: str) -> bool:
    """Whether an address holds the number that its link shows, as those of further pages do."""
    return re.search(rf"(?:[?&]\w+=|/(?:page|hal|p)?[/-]?){number}(?:/?\Z|&|\.html?\Z)", href) is not None


def _links_to(outline: Outline, links: list[tuple[Node, str]], beside: Node, number: int) -> bool:
    box = _box(beside)
    return any(
        box.at <= n.at < box.end and (m := _NUMBER.match(outline.text(n))) and int(m[1]) == number for n, _ in links
    )


def _shown(outline: Outline, node: Node, number: int) -> bool:
    """Whether `number` stands beside `node` as the page that is shown: marked, or no link."""
    box = _box(node)
    for one in outline.inside(box):
        if one.at >= node.at or one.tag == "a":
            continue
        marked = re.search(r"current|active|selected|actual", one.names) or one.tag in ("strong", "b", "span", "em")
        if marked and (m := _NUMBER.match(outline.text(one))) and int(m[1]) == number:
            return not any(inner.tag == "a" and inner.attr("href") for inner in outline.inside(one))
    return False


def _box(node: Node) -> Node:
    """The pager around a link."""
    around = list(up(node))
    return around[min(2, len(around) - 1)]
