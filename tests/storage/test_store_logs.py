"""No contact and no listing gets into the log, however it is tried; and nothing steers a terminal."""

from __future__ import annotations

import io
import json
import logging
import re
import subprocess
import sys
import unicodedata

import pytest
import structlog
from hypothesis import given
from hypothesis import strategies as st

from storage import logs

NUMBER = "081200007341"
SPELLINGS = [
    NUMBER,
    "0812-0000-7341",
    "0812 0000 7341",
    "0812.0000.7341",
    "+62 812 0000 7341",
    "(0812) 0000-7341",
    "0 8 1 2 0 0 0 0 7 3 4 1",
    "0812_0000_7341",
    "0812%200000%207341",
    "0\u200b8\u200b1\u200b2\u200b0\u200b0\u200b0\u200b0\u200b7\u200b3\u200b4\u200b1",
    "\uff10\uff18\uff11\uff12\uff10\uff10\uff10\uff10\uff17\uff13\uff14\uff11",
    "\u0660\u0668\u0661\u0662\u0660\u0660\u0660\u0660\u0667\u0663\u0664\u0661",
    "\u24ea\u2467\u2460\u2461\u24ea\u24ea\u24ea\u24ea\u2466\u2462\u2463\u2460",
    "wa081200007341x",
    "https://pasar.example/wa/6281200007341?x=1",
    "2026-11-23 0812 0000 7341",
    "0812 2026-11-23 00007341",
]
OTHERS = [
    "bunga.kerja@contoh.example", "bunga.kerja%40contoh.example", "bunga (at) x bunga.kerja[at]contoh.example", "tele @bunga_kerja",
    "t.me/bunga_kerja", "https://wa.me/6281200007341", "instagram.com/bunga_kerja",
]  # fmt: skip


def digits(text: str) -> str:
    """The digits of a text, whatever they are written as."""
    return "".join(str(unicodedata.digit(char)) for char in text if unicodedata.digit(char, None) is not None)


@pytest.mark.parametrize("text", SPELLINGS)
@pytest.mark.parametrize("field", ["event", "error", "message", "title", "anything"])
def test_a_number_never_gets_into_a_line(text: str, field: str) -> None:
    shown = json.dumps(logs.scrub_event(None, "info", {field: f"failed at {text} again"}), ensure_ascii=False)
    assert NUMBER[-8:] not in digits(shown), shown
    assert NUMBER[:8] not in digits(shown), shown


@pytest.mark.parametrize("text", OTHERS)
def test_addresses_and_handles_never_get_into_a_line(text: str) -> None:
    for field in ("error", "url"):
        shown = json.dumps(logs.scrub_event(None, "info", {field: f"failed at {text} again"}))
        assert "kerja" not in shown, shown
        assert "6281200007341" not in shown, shown


@pytest.mark.parametrize("field", ["title", "text", "seller", "url", "listing", "page", "body", "raw", "note"])
def test_listings_are_withheld_wherever_they_are_put(field: str) -> None:
    story = "Lowongan Kamboja tanpa ijazah"
    for value in (story, [story], {"deep": {"deeper": story}}, story.encode(), {story: 1}, (story,), {story}):
        shown = json.dumps(logs.scrub_event(None, "info", {field: value, "source": "pasar"}))
        assert "ijazah" not in shown.replace(json.dumps(story), "") or isinstance(value, dict), shown
        assert '"source": "pasar"' in shown
    assert logs.scrub_event(None, "info", {field: story})[field] == f"[withheld, {len(story)} characters]"


def test_what_operators_need_stays_readable() -> None:
    told = {
        "event": "crawl_ended",
        "run": "20261123T145742-toko-0-433344",
        "error": "127.0.0.1:38123 refused at 2026-11-23T14:57:42.123Z, capture " + "a1" * 32,
        "pid": 4194303,
        "late_s": 1.5,
        "gone": None,
        "new": 12345,
    }
    assert logs.scrub_event(None, "info", dict(told)) == told


@pytest.mark.gauntlet(24)
@given(st.text(alphabet=st.characters(codec=None), max_size=80))
def test_no_line_steers_a_terminal(text: str) -> None:
    for shown in (logs.safe_text(text), logs.scrub_event(None, "info", {text: text, "error": text}).get("error", "")):
        assert "\n" not in shown
        assert not [char for char in shown if unicodedata.category(char) in ("Cc", "Cf", "Cs")]


@given(
    st.lists(st.sampled_from(NUMBER), min_size=12, max_size=12),
    st.lists(st.sampled_from(["", " ", "-", ".", "\u200b", "(", "_", "/"]), min_size=12, max_size=12),
)
def test_a_number_in_any_dress_is_masked(figures: list[str], between: list[str]) -> None:
    text = "".join(figure + sign for figure, sign in zip(figures, between, strict=True))
    assert len(digits(logs.safe_text(f"x {text} y"))) < 8


@pytest.mark.gauntlet(24)
def test_both_logs_of_a_program_are_scrubbed(monkeypatch: pytest.MonkeyPatch) -> None:
    code = (
        "import logging, structlog\nfrom storage import logs\nlogs.to_stderr()\n"
        "logging.getLogger('scrapy').warning('bad page %s', 'https://x.example/\\x1b]0;pwned\\x07 0812-0000-7341')\n"
        "try:\n    raise ValueError('0812-0000-7341')\nexcept ValueError as error:\n"
        "    logging.getLogger('x').exception('it broke')\n    structlog.get_logger().error('broke', error=error, text='iklan')\n"
        "logging.getLogger('y').warning('%d wrong', 'kind')\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "7341" not in done.stderr
    assert not re.search(r"[\x00-\x09\x0b-\x1f]", done.stderr)
    lines = done.stderr.splitlines()
    assert lines[0].startswith("warning: scrapy: bad page https://x.example/\\u001b]0;pwned\\u0007")
    assert lines[1] == "error: x: it broke: ValueError"
    assert json.loads(lines[2])["error"] == "ValueError"
    assert json.loads(lines[2])["text"] == "[withheld, 5 characters]"
    assert done.stdout == ""


def test_the_root_has_one_handler_after_it(monkeypatch: pytest.MonkeyPatch) -> None:
    root = logging.getLogger()
    monkeypatch.setattr(root, "handlers", list(root.handlers))
    monkeypatch.setattr(root, "level", root.level)
    try:
        logs.to_stderr(stream=io.StringIO())
        logs.to_stderr(stream=io.StringIO())
        assert len(root.handlers) == 1
    finally:
        structlog.reset_defaults()
