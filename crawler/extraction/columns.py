"""What the headings of a table say of its rows: a number below "Harga" is a price, without any sign."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from crawler.extraction import prices
from crawler.extraction.found import Found
from crawler.extraction.outline import Node, Outline, up
from crawler.extraction.records import Record

_HEADINGS = {
    "title": re.compile(
        r"judul|jabatan|posisi|barang|produk|lowongan|pekerjaan|uraian|\b(?:title|position|job|item|product|subject|bezeichnung|artikel)\b",
        re.I,
    ),
    "price": re.compile(
        r"\((?:Rp\.?|IDR|USD|RM|SGD|NT\$)\)|harga|price|preis|prix|precio|pre[cç]o|prezzo|cena|gaji|salary|tarif|biaya|cost|価格|ราคา|giá",
        re.I,
    ),
    "location": re.compile(r"kota|lokasi|daerah|wilayah|city|location|place|\bort\b|ville|ciudad|luogo|miasto", re.I),
    "seller": re.compile(r"perusahaan|compan|penjual|seller|employer|firma|vendor|author|pengirim|starter", re.I),
    "posted_at": re.compile(r"tanggal|tgl|date|datum|fecha|waktu|posted|dipasang", re.I),
}
_SIGN = re.compile(r"Rp\.?|IDR|USD|EUR|RM|SGD|[$€£¥₱฿₹]", re.I)
_LONGEST = 80
_LONGEST_TITLE = 200
_MOST_SPANNED = 50


def with_columns(outline: Outline, records: Sequence[Record], found: Sequence[Found]) -> list[Found]:
    """The listings of rows, with what their columns say where the cells do not say it themselves."""
    named: dict[int, dict[str, tuple[int, str]]] = {}
    cells: dict[int, dict[int, str]] = {}
    read = []
    for record, one in zip(records, found, strict=True):
        row = record.nodes[0]
        table = _table_of(row)
        if row.tag == "tr" and table is not None:
            if table.at not in named:
                named[table.at] = _columns(outline, table, {record.nodes[0].at for record in records})
                cells |= _grid(outline, table) if named[table.at] else {}
            one = _completed(one, named[table.at], cells.get(row.at, {}), outline.text(record.link))
        read.append(one)
    return read


def is_headed(outline: Outline, records: Sequence[Record]) -> bool:
    """Whether the records are rows of one table whose headings name what listings have: no posts, however long."""
    rows = {record.nodes[0].at for record in records}
    table = _table_of(records[0].nodes[0]) if records else None
    if table is None or any(record.nodes[0].tag != "tr" or record.nodes[0].at >= table.end for record in records):
        return False
    return len(_columns(outline, table, rows).keys() & {"title", "price", "location", "posted_at"}) > 1


def _columns(outline: Outline, table: Node, rows: set[int]) -> dict[str, tuple[int, str]]:
    """For each field the number and heading of its column; empty when the table has no row of headings."""
    head = next((node for node in outline.inside(table) if node.tag == "tr" and node.hidden is False), None)
    if head is None or head.at in rows:
        return {}
    found: dict[str, tuple[int, str]] = {}
    for number, text in _grid(outline, table).get(head.at, {}).items():
        for name, pattern in _HEADINGS.items():
            if len(text) <= _LONGEST and pattern.search(text):
                found.setdefault(name, (number, text))
    return found


def _grid(outline: Outline, table: Node) -> dict[int, dict[int, str]]:
    """The rows of a table by where they stand: the words of each cell by the number of its column. A cell that spans
    rows takes its place in each of them.
    """
    grid: dict[int, dict[int, str]] = {}
    taken: dict[int, int] = {}
    for row in (node for node in outline.inside(table) if node.tag == "tr" and _table_of(node) is table):
        cells: dict[int, str] = {}
        column = 0
        for node in outline.children(row):
            if node.tag not in ("td", "th"):
                continue
            while taken.get(column, 0) > 0:
                column += 1
            cells[column] = outline.text(node)
            for _ in range(_span(node, "colspan")):
                taken[column] = _span(node, "rowspan")
                column += 1
        taken = {number: rows - 1 for number, rows in taken.items() if rows > 1}
        grid[row.at] = cells
    return grid


def _table_of(node: Node) -> Node | None:
    return next((one for one in up(node) if one.tag == "table"), None)


def _span(node: Node, name: str) -> int:
    span = node.attr(name)
    return int(span) if span.isascii() and span.isdigit() and len(span) < 4 and 0 < int(span) < _MOST_SPANNED else 1


def _completed(one: Found, columns: dict[str, tuple[int, str]], cells: dict[int, str], link: str) -> Found:
    """A listing with what its cells say; its name is that of the column where its link (`link`: its words) stands in
    another, as a button does.
    """
    told: dict[str, Any] = {}
    for name, (number, heading) in columns.items():
        text = cells.get(number, "")
        if name == "title" and text and len(text) <= _LONGEST_TITLE and link not in text:
            told[name] = text
        if not text or len(text) > _LONGEST or getattr(one, name):
            continue
        if name == "price":
            amounts = prices.bare(text)
            sign = _SIGN.search(heading)
            text = f"{sign[0]} {amounts[0].text}" if amounts and sign else amounts[0].text if amounts else ""
        told[name] = text
    return replace(one, **told)
