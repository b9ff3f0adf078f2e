"""What a crawl prints of itself goes into a file when the scheduler starts it: it names no contact and steers nothing."""

from __future__ import annotations

import pytest

from crawler.cli import _print_outcome, run_json
from crawler.ledger import Ledger
from crawler.running import Outcome
from tests.crawler.sample import SOURCE


@pytest.fixture
def ledger() -> Ledger:
    """One page could not be had, and its address is a number's; a parser failed over another."""
    told = Ledger()
    told.error("http_500", "https://toko.example/wa/0812-0000-7341", "hub 0812 0000 7341")
    told.failure = "tele @bunga_kerja99 \x1b[31m"
    told.close("failed")
    return told


def test_no_contact_and_no_control_character_is_printed(ledger: Ledger, capsys: pytest.CaptureFixture[str]) -> None:
    _print_outcome(SOURCE, ledger)
    printed = "".join(capsys.readouterr())
    shown = str(run_json(Outcome(SOURCE.id, "r1", ledger))["message"])
    for text in (printed, shown):
        assert "http_500" in text
        assert "toko.example" in text
        assert not any(secret in text for secret in ("0812-0000-7341", "0812 0000 7341", "bunga_kerja99", "\x1b"))
