"""YAML for files that people write: strict, bounded, and every value knows its line.

YAML 1.2 core types (`NO`, `1_000` and `12:30` are texts), no aliases, no tags, no duplicate keys, limits on size,
depth and number of nodes. Built on PyYAML with libyaml, whose nodes carry marks; nothing is ever constructed by tag.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from yaml.cyaml import CParser  # type: ignore[attr-defined]

from sandi.errors import InputError, Problem

MAX_BYTES = 1_000_000
MAX_DEPTH = 24
MAX_NODES = 50_000

Path_ = tuple[str | int, ...]

_INT = re.compile(r"[-+]?(?:0|[1-9][0-9]{0,17})\Z")  # 0812 is a text: nobody means 812 by it
_FLOAT = re.compile(r"[-+]?(?:[0-9]*\.[0-9]+|[0-9]+\.|(?:0|[1-9][0-9]*)(?=[eE]))(?:[eE][-+]?[0-9]+)?\Z")
_CONST: dict[str, bool | None] = {"": None, "~": None, "null": None, "Null": None, "NULL": None}
_CONST |= dict.fromkeys(("true", "True", "TRUE"), True) | dict.fromkeys(("false", "False", "FALSE"), False)
_CORE_TAG = "tag:yaml.org,2002:"


@dataclass(frozen=True, slots=True)
class Document:
    """One YAML document: plain dicts, lists, str, int, float, bool, None, and the 1-based line of every path."""

    where: str
    data: Any
    lines: Mapping[Path_, int]

    def line(self, path: Path_) -> int:
        """The line of `path`, or of its nearest ancestor that is in the file."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)

    def problem(self, path: Path_, found: str, mend: str, grade: str = "error") -> Problem:
        """A Problem at `path`, with the path as its field."""
        return Problem(self.where, self.line(path), dotted(path), found, mend, grade)


def dotted(path: Path_) -> str:
    """A path as people write it: `examples.match[0].text`."""
    text = ""
    for part in path:
        text += f"[{part}]" if isinstance(part, int) else f".{part}" if text else part
    return text


_MENDS = {
    "mapping values are not allowed": "a text that holds a colon and a blank must stand in quotes: '…'",
    "did not find expected": "this line or the one above is not as far in as its neighbours, or a quote is not closed",
    "unexpected end of stream": "a quote or a bracket is not closed",
}
"""What the parser says, and what most often lies behind it."""


def load_file(path: Path, *, max_bytes: int = MAX_BYTES) -> list[Document]:
    """All documents of a file. Raises InputError with file, line and mend."""
    try:
        with path.open("rb") as stream:
            raw = stream.read(max_bytes + 1)
    except OSError as error:
        raise InputError([Problem(str(path), 0, "", f"cannot be read: {error.strerror}", "")]) from None
    return load_text(raw, str(path), max_bytes=max_bytes)


def load_text(raw: bytes | str, where: str, *, max_bytes: int = MAX_BYTES) -> list[Document]:
    """All documents in `raw`. Raises InputError with `where`, line and mend."""
    text = _decoded(raw, where, max_bytes)
    try:
        _check_events(text, where)
        return [_document(node, where) for node in _nodes(text)]
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        mend = "tabs cannot indent YAML; use spaces" if _tabbed(text, mark) else _mend(str(error.problem))
        found = f"not valid YAML: {error.problem or error.context}"
        raise InputError([Problem(where, mark.line + 1 if mark else 0, "", found, mend)]) from None
    except yaml.YAMLError as error:
        found = f"not valid YAML: {str(error).splitlines()[0]}"
        line = text.count("\n", 0, error.position) + 1 if isinstance(error, yaml.reader.ReaderError) else 0
        raise InputError([Problem(where, line, "", found, "remove the character that YAML does not allow")]) from None


def _mend(problem: str) -> str:
    return next((mend for said, mend in _MENDS.items() if said in problem), "correct the YAML here")


def _tabbed(text: str, mark: yaml.Mark | None) -> bool:
    """Whether the line of `mark` is indented by a tab."""
    lines = text.splitlines()
    return mark is not None and mark.line < len(lines) and "\t" in lines[mark.line][: mark.column + 1]


def _nodes(text: str) -> Iterator[yaml.Node]:
    loader = _Loader(text)
    while loader.check_node():
        node = loader.get_node()
        if node is not None:
            yield node


def _decoded(raw: bytes | str, where: str, max_bytes: int) -> str:
    if len(raw) > max_bytes:
        found = f"larger than {max_bytes:,} bytes"
        raise InputError([Problem(where, 0, "", found, "split it into several files")])
    if isinstance(raw, str):
        return raw
    try:
        text = raw.decode()
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise InputError([Problem(where, line, "", "not UTF-8", "save the file as UTF-8")]) from None
    if text.startswith("\ufeff"):
        raise InputError([Problem(where, 1, "", "starts with a byte order mark", "save the file as UTF-8 without BOM")])
    return text


class _Loader(CParser, yaml.resolver.BaseResolver):
    """libyaml's parser and composer, with no implicit types: scalars stay strings until `_scalar` reads them."""

    def __init__(self, text: str) -> None:
        CParser.__init__(self, text)
        yaml.resolver.BaseResolver.__init__(self)


def _check_events(text: str, where: str) -> None:
    """Refuse aliases, tags, depth and size from the event stream, before anything is built from it."""
    depth = nodes = 0
    for event in _events(text):
        line = event.start_mark.line + 1 if event.start_mark else 0
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise InputError([Problem(where, line, "", "an anchor or alias (& or *)", "write the value out")])
        tag = getattr(event, "tag", None)
        if tag is not None:
            raise InputError([Problem(where, line, "", f"a tag ({tag})", "remove it; only plain values are read")])
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        nodes += isinstance(event, (yaml.NodeEvent,))
        if depth > MAX_DEPTH:
            raise InputError([Problem(where, line, "", f"nested deeper than {MAX_DEPTH}", "flatten it")])
        if nodes > MAX_NODES:
            raise InputError([Problem(where, line, "", f"more than {MAX_NODES:,} values", "split the file")])


def _events(text: str) -> Iterator[yaml.Event]:
    yield from yaml.parse(text, Loader=yaml.CSafeLoader)


def _document(root: yaml.Node, where: str) -> Document:
    lines: dict[Path_, int] = {}
    problems: list[Problem] = []
    data = _plain(root, (), lines, problems, where)
    if problems:
        raise InputError(problems)
    return Document(where, data, lines)


def _plain(node: yaml.Node, path: Path_, lines: dict[Path_, int], problems: list[Problem], where: str) -> Any:
    lines.setdefault(path, node.start_mark.line + 1)
    if isinstance(node, yaml.ScalarNode):
        return _scalar(node)
    if isinstance(node, yaml.SequenceNode):
        return [_plain(item, (*path, i), lines, problems, where) for i, item in enumerate(node.value)]
    result: dict[str, Any] = {}
    for key_node, value_node in node.value:
        line = key_node.start_mark.line + 1
        if not isinstance(key_node, yaml.ScalarNode):
            problems.append(Problem(where, line, dotted(path), "a key that is not a text", "quote the key"))
            continue
        key = key_node.value
        if key in result:
            first = lines[(*path, key)]
            found = f"the key is here twice (first on line {first})"
            problems.append(Problem(where, line, dotted((*path, key)), found, "keep one of them"))
            continue
        lines[(*path, key)] = line
        result[key] = _plain(value_node, (*path, key), lines, problems, where)
    return result


def _scalar(node: yaml.ScalarNode) -> Any:
    text: str = node.value
    if node.style:  # quoted or a block
        return text
    if text in _CONST:
        return _CONST[text]
    if _INT.match(text):
        return int(text)
    if _FLOAT.match(text):
        return float(text)
    return text
