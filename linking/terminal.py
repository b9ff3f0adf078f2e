"""What the verbs of linking print: JSON for programs, tables for people. Texts of strangers are never markup."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

import click
from rich.console import Console
from rich.table import Table
from rich.text import Text

from sandi.text import visible

EXIT = "Exit status: 0 done, 2 wrong usage or no such thing."
F = TypeVar("F", bound=Callable[..., Any])


def json_option(command: F) -> F:
    return click.option("--json", "as_json", is_flag=True, help="Print JSON for programs.")(command)


def print_json(value: Any) -> None:
    """JSON for programs."""
    import orjson

    click.echo(orjson.dumps(value, option=orjson.OPT_INDENT_2).decode())


def print_table(head: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> None:
    """Cells are texts of strangers: shown as text, never as markup, and without control characters."""
    table = Table(*head, box=None, pad_edge=False)
    for row in rows:
        table.add_row(*(Text(visible(cell, limit=80)) for cell in row))
    table.columns[0].no_wrap = True  # the name of what a line is about
    Console().print(table)
