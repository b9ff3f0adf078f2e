"""Which addresses that a page names are asked for at all."""

from __future__ import annotations

from typing import Any, cast

import pytest

from crawler.guard import Guard
from crawler.ledger import Ledger
from crawler.spiders.base import LONGEST_URL, Job
from crawler.spiders.pages import PagesSpider
from tests.crawler.sample import SOURCE

HOST = sorted(SOURCE.hosts)[0]


@pytest.mark.parametrize(
    ("url", "errors", "offsite"),
    [
        pytest.param(f"http://{HOST}/{'a' * LONGEST_URL}", {"bad_address": 1}, 0, id="without end"),
        pytest.param("https://elsewhere.example/1", {}, 1, id="elsewhere"),
    ],
)
def test_what_is_not_asked_for_is_counted(url: str, errors: dict[str, int], offsite: int) -> None:
    ledger = Ledger()
    spider = PagesSpider(job=Job(SOURCE, Guard(), ledger, parser=cast(Any, object())))
    assert not list(spider.ask(url, spider.parse_detail, "detail"))
    assert (ledger.errors, ledger.offsite) == (errors, offsite)
    assert len(ledger.first_error) < 300
