"""Rows as values: the columns of a row by the names of a dataclass's fields, and those that are read otherwise."""

from __future__ import annotations

import sqlite3
from dataclasses import fields
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

Value = TypeVar("Value", bound="DataclassInstance")


def value_of(kind: type[Value], row: sqlite3.Row, **own: Any) -> Value:
    """A `kind` whose fields are the columns of the same name; `own` are the fields that the row has not, or not so."""
    return kind(**{field.name: row[field.name] for field in fields(kind) if field.name not in own}, **own)
