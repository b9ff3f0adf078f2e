"""How the commands of `sandi db` print: a table for people, JSON for programs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import click
import orjson
from rich.console import Console
from rich.table import Table
from rich.text import Text

from sandi.text import visible

_COLOURS = {"ok": "green", "warn": "yellow", "fail": "red"}

json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON instead of a table.")


def print_json(value: Any) -> None:
    """One JSON value, indented."""
    click.echo(orjson.dumps(value, option=orjson.OPT_INDENT_2).decode())


def print_table(head: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> None:
    """Cells are texts of strangers: shown as text, never as markup, and without control characters."""
    table = Table(*head, box=None, pad_edge=False)
    for row in rows:
        cells = ["\n".join(visible(line, limit=300) for line in cell.split("\n")) for cell in row]
        table.add_row(*(Text(cell, style=_COLOURS.get(cell, "")) for cell in cells))
    Console().print(table)
