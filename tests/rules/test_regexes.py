"""The tree of a pattern: what is read of it, and that what is not known is left unread."""

from __future__ import annotations

import pytest

from rules.regexes import Chars, Choice, Edge, Node, Text, Times, parsed


def chars(text: str) -> Chars:
    return Chars(frozenset(text))


@pytest.mark.parametrize(
    ("pattern", "nodes"),
    [
        ("Kapal", (Text("kapal"),)),
        (r"ka+", (Text("k"), Times(1, None, (Text("a"),)))),
        (r"a{2}b{2,}c{1,3}?", (Times(2, 2, (Text("a"),)), Times(2, None, (Text("b"),)), Times(1, 3, (Text("c"),)))),
        (r"a{x}", (Text("a"), Text("{"), Text("x"), Text("}"))),
        (r"\ba\W+\d?", (Edge(True), Text("a"), Times(1, None, (chars(" "),)), Times(0, 1, (chars("0"),)))),
        (r"(?:a|bc)d", (Choice(((Text("a"),), (Text("bc"),))), Text("d"))),
        (r"a|b", (Choice(((Text("a"),), (Text("b"),))),)),
        (r"(?P<name>a)(b)", (Choice(((Text("a"),),)), Choice(((Text("b"),),)))),
        (r"(?i)a(?i:b)", (Edge(False), Text("a"), Choice(((Text("b"),),)))),
        (r"^a$", (Edge(False), Text("a"), Edge(False))),
        (r"\.\x1a\n.", (Text("."), Text("\x1a"), Text(" "), Chars(None))),
        (r"[a-c][^a][5-7][]x][\d.,][\w-][a-z][\]\-]", None),
    ],
)
def test_what_is_read(pattern: str, nodes: tuple[Node, ...] | None) -> None:
    if nodes is None:
        known = [
            node.chars and "".join(sorted(node.chars)) for node in parsed(pattern) or () if isinstance(node, Chars)
        ]
        assert known == ["abc", None, "567", "]x", ",.0", None, None, "-]"]
    else:
        assert parsed(pattern) == nodes


@pytest.mark.parametrize(
    "pattern", ["(", "a)", "*", "[[:alpha:]]", r"\pL", r"\Qa.b\E", "(?x)a b", "[a", r"\C", r"\x{1F4}"]
)
def test_what_is_not_known_is_left(pattern: str) -> None:
    assert parsed(pattern) is None
