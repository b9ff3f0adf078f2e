"""A page read: its listings and its links. Structured data first, the source's selectors where that is silent.

Pure: bytes have been fetched and decoded before; nothing here asks the network.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any
from urllib.parse import urljoin, urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

from crawler.extraction import schemaorg, selectors, structured
from crawler.extraction.addresses import canonical
from crawler.extraction.appstate import state_listings
from crawler.extraction.automatic import Read, called_on, read_one, read_page
from crawler.extraction.calls import may_call
from crawler.extraction.found import Found, Seen, numbered, to_listing
from crawler.sources import AUTO, Source
from sandi.listing import Listing

_HEAD_CHARS = 2000
_LANGUAGE = re.compile(r"\s*(?:<!doctype[^>]*>\s*)?<html\b[^>]*?\slang\s*=\s*[\"']?([a-z][\w-]*)", re.IGNORECASE)


@dataclass(frozen=True)
class Page:
    """A page at its final address. Parts are read once and only when something asks for them."""

    url: str
    html: str
    source: Source
    seen: Seen

    @cached_property
    def tree(self) -> LexborHTMLParser:
        return LexborHTMLParser(self.html)

    @cached_property
    def json_ld(self) -> list[Any]:
        return structured.json_ld(self.html)

    @cached_property
    def microdata(self) -> list[Any]:
        return structured.microdata(self.html, self.url)

    @cached_property
    def automatic(self) -> Read:
        """What record detection sees; where it sees nothing, what the page carries for its scripts."""
        read = read_page(self.tree, self.url)
        if len(read.found) < 2 and (carried := state_listings(self.html)):
            return Read("index", [replace(one, url=urljoin(self.base, one.url) if one.url else "") for one in carried])
        return read

    def links(self, select: str) -> list[str]:
        """Canonical addresses of what `select` names (`auto`: of the cards that are detected), in order, each once."""
        root = self.tree.root
        if select == AUTO:
            raw = [one.url for one in self.automatic.found] if self.automatic.kind != "detail" else []
        else:
            raw = selectors.links(root, select) if root is not None else []
        return list(dict.fromkeys(filter(None, (canonical(link, self.base) for link in raw))))

    def further(self, select: str) -> list[str]:
        """Canonical addresses of further index pages: what `select` names, or the next page that is detected."""
        if select != AUTO:
            return self.links(select)
        return [url] if (url := canonical(self.automatic.next_page, self.base)) else []

    def listed(self) -> list[str]:
        """Canonical addresses that an ItemList of the page names."""
        raw = [link for block in (*self.json_ld, *self.microdata) for link in schemaorg.list_links(block)]
        return list(dict.fromkeys(filter(None, (canonical(link, self.base) for link in raw if link))))

    @property
    def base(self) -> str:
        """The address that links are relative to: `<base href>` when the page has one on its own host."""
        node = self.tree.css_first("base[href]") if "<base" in self.html else None
        return canonical(node.attributes.get("href") or "", self.url) or self.url if node else self.url

    def detail(self) -> list[Listing]:
        """The one listing that this page is about; empty when it shows none."""
        own = canonical(self.url)
        found = _about(own, self._structured(self.json_ld))
        if _complete(spoken := found if found.language else found.filled_by(Found(language=_language(self.html)))):
            return self._built([(own, self._with_contact(spoken))])
        found = found.filled_by(_about(own, self._structured(self.microdata)))
        root = self.tree.root
        if self.source.fields and root is not None:
            found = found.filled_by(self._selected(root))
        if self.source.automatic and not (found.title and found.text):
            found = found.filled_by(read_one(self.tree, self.url))
        if not found.language and (node := self.tree.css_first("html[lang]")):
            found = found.filled_by(Found(language=node.attributes.get("lang") or ""))
        return self._built([(own, self._with_contact(found))])

    def _with_contact(self, found: Found) -> Found:
        """With whom the page's buttons call, which stands in links alone; asked only where a page has such links."""
        if "contact" in found.extra or not may_call(self.html):
            return found
        return found.filled_by(Found(extra=called_on(self.tree, self.url)))

    def several(self) -> list[Listing]:
        """All listings that the page describes itself: its cards, else its structured data."""
        if self.source.card == AUTO:
            return self._built([(self._place(one), one) for one in self.automatic.found])
        if self.source.card:
            return self._built(self._cards(self.tree.css(self.source.card)))
        found = list(self._structured(self.json_ld)) or list(self._structured(self.microdata))
        return self._built([(canonical(one.url, self.base) or numbered(self.url, one), one) for one in found])

    def _place(self, one: Found) -> str:
        """The address of a detected card. A post of a thread is told from its neighbours by its fragment alone."""
        fragment = urlsplit(one.url).fragment
        own = canonical(one.url, self.base)
        named = own and any(char.isdigit() for char in fragment) and "#" not in own
        return f"{own}#{fragment}" if named else own or numbered(self.url, one)

    def _structured(self, blocks: Iterable[Any]) -> Iterable[Found]:
        return (schemaorg.found_in(thing) for block in blocks for thing in schemaorg.things(block))

    def _cards(self, cards: Iterable[LexborNode]) -> list[tuple[str, Found]]:
        pairs = []
        for card in cards:
            found = self._selected(card)
            own = canonical(found.url, self.base) if found.url else ""
            anchor = f"{canonical(self.url)}#{card.id}" if card.id else ""
            pairs.append((own or anchor or numbered(self.url, found), found))
        return pairs

    def _selected(self, root: LexborNode) -> Found:
        """What the source's selectors find under `root`."""
        values: dict[str, Any] = {}
        extra: dict[str, str] = {}
        for name, rule in self.source.fields.items():
            texts = selectors.values(root, rule)
            if not texts:
                continue
            if name == "images":
                values[name] = tuple(texts)
            elif name.startswith("extra."):
                extra[name.removeprefix("extra.")] = texts[0]
            else:
                values[name] = texts[0]
        return Found(**values, extra=extra)

    def _built(self, pairs: Iterable[tuple[str, Found]]) -> list[Listing]:
        listings: dict[str, Listing] = {}
        for url, found in pairs:
            if not found.empty and url not in listings:
                listings[url] = to_listing(found, url=url, source=self.source, seen=self.seen)
        return list(listings.values())


def _language(html: str) -> str:
    """The language that the page's first tag names, found without reading the page."""
    named = _LANGUAGE.match(html, 0, _HEAD_CHARS)
    return named[1] if named else ""


def _complete(found: Found) -> bool:
    """Whether nothing a reviewer needs is missing, so that slower readers need not look."""
    return all((found.title, found.text, found.seller, found.location, found.posted_at, found.language))


def _about(url: str, found: Iterable[Found]) -> Found:
    """The one that describes the page at `url`: it names that address, or it comes first."""
    everything = list(found)
    for one in everything:
        if one.url and canonical(one.url, url) == url:
            return one
    return everything[0] if everything else Found()
