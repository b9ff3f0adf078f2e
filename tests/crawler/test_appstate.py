"""Listings in what a page carries for its scripts, and in JSON whose keys nobody described."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from crawler.extraction.appstate import state_listings, states
from crawler.extraction.found import Seen
from crawler.extraction.guess import guess
from crawler.extraction.page import Page
from tests.crawler.sample import SOURCE

ADS = [
    {"id": n, "judul": f"Lemari {n}", "slug": f"/i/{n}", "price": {"value": n * 1000}, "location": {"city": "Pati"}}
    for n in (1, 2, 3)
]
STATE = {"config": {"menu": [{"name": "A", "icon": "a"}, {"name": "B", "icon": "b"}]}, "page": {"ads": ADS, "total": 3}}
RAW = json.dumps(STATE)


@pytest.mark.parametrize(
    "script",
    [
        f'<script id="__NEXT_DATA__" type="application/json">{RAW}</script>',
        f"<script>window.__INITIAL_STATE__ = {RAW}; (function(){{}})()</script>",
        f"<script>window['__APP__']={RAW}</script>",
        f"<script>var __STATE = {RAW};</script>",
        f"<script>window.__DATA__ = JSON.parse({json.dumps(RAW)})</script>",
        f'<script type="application/json">{RAW.replace(chr(34), "&quot;")}</script>',
        f"<script>self.x={{broken: 1}};window.__S__ = {RAW}</script>",
    ],
)
def test_state_is_found_however_it_is_written(script: str) -> None:
    found = state_listings(f"<html><body><div id=app></div>{script}</body></html>")
    assert [(one.title, one.url, one.price, one.location) for one in found] == [
        (f"Lemari {n}", f"/i/{n}", str(n * 1000), "Pati") for n in (1, 2, 3)
    ]


@pytest.mark.parametrize(
    "script",
    [
        "<script>window.a = {",
        "<script>window.a = {'b': 1}</script>",
        "<script>window.a = " + "[" * 9000 + "</script>",
        "<script>x</script>",
    ],
)
def test_what_is_no_json_is_left_alone(script: str) -> None:
    assert list(states(script + " " * 40)) == []
    assert state_listings(script) == []


@pytest.mark.parametrize(
    ("value", "items", "fields"),
    [
        (STATE, "page.ads", {"title": "judul", "url": "slug", "price": "price.value", "location": "location.city"}),
        ([{"name": "a", "link": "/a"}, {"name": "b", "link": "/b"}], "@", {"title": "name", "url": "link"}),
        (
            {"byId": {f"x{n}": {"title": f"t{n}", "url": f"/{n}", "harga": n} for n in range(3)}},
            "byId.*",
            {"title": "title", "url": "url", "price": "harga"},
        ),
        (
            {"a-b": {"results": [{"Title": "x", "Description": "y", "createdAt": 1}] * 2}},
            '"a-b".results',
            {"title": "Title", "text": "Description", "posted_at": "createdAt"},
        ),
    ],
)
def test_keys_are_guessed(value: Any, items: str, fields: dict[str, str]) -> None:
    guessed = guess(value)
    assert guessed is not None
    assert (guessed.items, dict(guessed.fields)) == (items, fields)


@pytest.mark.parametrize(
    "value", [None, [], {}, [1, 2], [{"name": "x"}, {"name": "y"}], {"menu": [{"label": "A"}, {"label": "B"}]}]
)
def test_menus_and_settings_are_no_listings(value: Any) -> None:
    assert guess(value) is None


def test_a_page_that_scripts_draw_is_read_by_its_state() -> None:
    now = datetime(2026, 11, 20, 3, tzinfo=UTC)
    source = SOURCE.__class__(**{name: getattr(SOURCE, name) for name in SOURCE.__slots__} | {"card": "auto"})
    page = Page(
        SOURCE.url,
        f"<html><body><div id=app></div><script>window.__S__={RAW}</script></body></html>",
        source,
        Seen(now, now),
    )
    assert [(one.title, one.url, one.price) for one in page.several()] == [
        (f"Lemari {n}", f"http://127.0.0.1:8765/i/{n}", n * 1000.0) for n in (1, 2, 3)
    ]
