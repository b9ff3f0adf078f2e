"""A page as a flat list of its elements and texts in document order: what record detection walks over.

A node's subtree is the slice `nodes[node.at : node.end]`, so that counting and looking inside need no recursion and a
page nested 300,000 deep costs no stack. Scripts, styles and other silent parts are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from selectolax.lexbor import LexborHTMLParser, LexborNode

MAX_NODES = 60_000
"""A page with more is no index that a person reads; what follows is left out."""

TEXT = "-text"
_SILENT = frozenset(
    {"script", "style", "noscript", "template", "head", "title", "svg", "iframe", "object", "select", "option"}
)
BLOCKS = frozenset(
    {
        *(
            "address",
            "article",
            "aside",
            "blockquote",
            "br",
            "button",
            "dd",
            "div",
            "dl",
            "dt",
            "fieldset",
            "figcaption",
        ),
        *("figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "nav", "ol"),
        *("p", "pre", "section", "table", "tbody", "td", "th", "thead", "tr", "ul"),
    }
)
_NAMING = ("class", "id", "itemprop", "data-testid", "data-test", "data-qa", "data-cy", "data-aut-id")
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_SPACES = re.compile(r"\s+")
_OPENS = re.compile(
    r"(?:\blocation(?:\.href)?\s*=|\b(?:location\.(?:assign|replace)|window\.open)\()\s*['\"]([^'\"#][^'\"]*)['\"]"
)
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


@dataclass(slots=True, eq=False)
class Node:
    """An element or a text; `at` and `end` bound its subtree, `depth` counts from the body.

    `order` is its place among its siblings, `said` the length of its own texts, those of its children left out;
    `linked` says that it lies in a link.
    """

    at: int
    tag: str
    depth: int
    parent: Node | None
    text: str = ""
    attrs: dict[str, str | None] = field(default_factory=dict)
    end: int = 0
    order: int = 0
    hidden: bool = False
    said: int = 0
    linked: bool = False
    called: str | None = None

    @property
    def classes(self) -> list[str]:
        return (self.attrs.get("class") or "").split()

    @property
    def names(self) -> str:
        """Class, id and marks for tests in small letters, `oldPrice` as `old-price`: what its author called this."""
        if self.called is None:
            told = " ".join(self.attrs.get(name) or "" for name in _NAMING if name in self.attrs)
            if "-" in self.tag[1:]:  # an element of the page's own says by its tag what it is
                told = f"{self.tag} {told}"
            self.called = _CAMEL.sub("-", told).lower()
        return self.called

    def attr(self, name: str) -> str:
        return (self.attrs.get(name) or "").strip()


class Outline:
    """The nodes of a page, and what lies in them."""

    def __init__(self, tree: LexborHTMLParser) -> None:
        self.nodes: list[Node] = []
        self.memo: dict[tuple[int, int], object] = {}
        if tree.body is not None:
            self._walk(tree.body)

    def _walk(self, body: LexborNode) -> None:
        stack: list[tuple[LexborNode | None, Node | None, int]] = [(body, None, 0)]
        nodes = self.nodes
        while stack:
            source, parent, order = stack.pop()
            if source is None:
                if parent is not None:
                    parent.end = len(nodes)
                continue
            if len(nodes) >= MAX_NODES:
                continue
            depth = parent.depth + 1 if parent else 0
            if source.is_text_node:
                if text := _SPACES.sub(" ", source.text_content or ""):
                    hidden = parent.hidden if parent else False
                    if parent is not None:
                        parent.said += len(text)
                    linked = bool(parent and (parent.linked or parent.tag == "a"))
                    end = len(nodes) + 1
                    nodes.append(Node(len(nodes), TEXT, depth, parent, text, {}, end, order, hidden, 0, linked))
                continue
            tag = source.tag or ""
            if not source.is_element_node or tag in _SILENT:
                continue
            attrs = source.attributes
            node = Node(len(nodes), tag, depth, parent, "", attrs, 0, order)
            node.linked = bool(parent and (parent.linked or parent.tag == "a"))
            node.hidden = bool(parent and parent.hidden) or "hidden" in attrs or _is_hidden(attrs)
            nodes.append(node)
            stack.append((None, node, 0))
            children = list(source.iter(include_text=True))
            stack.extend((child, node, at) for at, child in reversed(list(enumerate(children))))

    @cached_property
    def _plain(self) -> list[int]:
        """Up to each node, how many characters stand outside of links."""
        sums = [0]
        for node in self.nodes:
            sums.append(sums[-1] + (len(node.text.strip()) if node.tag == TEXT and not node.linked else 0))
        return sums

    def is_layout(self, node: Node) -> bool:
        """Whether an element holds most of the page, by nodes and by running text: its name is that of the layout."""
        plain = self._plain[node.end] - self._plain[node.at]
        return (node.end - node.at) * 2 > len(self.nodes) and plain * 2 >= self._plain[-1]

    def inside(self, node: Node) -> list[Node]:
        """The subtree of `node`, itself first."""
        return self.nodes[node.at : node.end]

    def children(self, node: Node) -> Iterator[Node]:
        """The direct children, texts too."""
        at = node.at + 1
        while at < node.end:
            child = self.nodes[at]
            yield child
            at = child.end

    def text(self, node: Node) -> str:
        """The visible text of a subtree on one line."""
        return line(self.inside(node))

    def lines(self, nodes: Sequence[Node]) -> str:
        """The visible text of a subtree, a line a block."""
        text = "".join(piece for _, piece in pieces(nodes, "\n"))
        rows = (_SPACES.sub(" ", row).strip() for row in text.split("\n"))
        return "\n".join(row for row in rows if row)


def _is_hidden(attrs: dict[str, str | None]) -> bool:
    style = attrs.get("style")
    return bool(style and _HIDDEN.search(style))


def pieces(nodes: Sequence[Node], between: str) -> Iterator[tuple[Node, str]]:
    """The visible texts of these nodes with their nodes, `between` where a block begins or ends."""
    ends: list[int] = []
    for node in nodes:
        while ends and ends[-1] <= node.at:
            ends.pop()
            yield node, between
        if node.tag == TEXT:
            if not node.hidden:
                yield node, node.text
        elif node.tag in BLOCKS:
            ends.append(node.end)
            yield node, between


def line(nodes: Sequence[Node]) -> str:
    """The visible text of these nodes on one line; blocks part words."""
    return _SPACES.sub(" ", "".join(piece for _, piece in pieces(nodes, " "))).strip()


def opens(node: Node) -> str:
    """The address that a click on an element leads to by script, where no link is around or in it; else empty."""
    if (script := node.attrs.get("onclick")) is None or node.tag == "a" or node.linked:
        return ""
    match = _OPENS.search(script)
    return match[1] if match else ""


def up(node: Node) -> Iterator[Node]:
    """`node` and everything around it, from the inside out."""
    current: Node | None = node
    while current is not None:
        yield current
        current = current.parent
