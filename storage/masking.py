"""Masking: how a contact looks on disk and on a page. Same length as published, so offsets still fit."""

from __future__ import annotations

from collections.abc import Iterable


def mask_text(text: str, spans: Iterable[tuple[int, int]]) -> str:
    raise NotImplementedError


def masked_value(kind: str, value: str) -> str:
    raise NotImplementedError
