"""No contact and no listing gets into the log, however it is tried; and nothing steers a terminal."""

from __future__ import annotations

import io
import json
import logging
import re
import subprocess
import sys
import threading
import unicodedata
import warnings
from collections.abc import Iterator
from contextlib import contextmanager

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
    "0812\n0000\n7341",
    repr("0812\n0000\n7341"),
    repr("0\u200b8\u200b1\u200b2\u200b0\u200b0\u200b0\u200b0\u200b7\u200b3\u200b4\u200b1"),
    json.dumps("\uff10\uff18\uff11\uff12\uff10\uff10\uff10\uff10\uff17\uff13\uff14\uff11"),
    "%30%38%31%32%30%30%30%30%37%33%34%31",
    "".join(f"&#{ord(figure)};" for figure in NUMBER),
    "0\ufe0f\u20e38\ufe0f\u20e31\ufe0f\u20e32\ufe0f\u20e30\ufe0f\u20e30\ufe0f\u20e30\ufe0f\u20e30\ufe0f\u20e37\ufe0f\u20e33\ufe0f\u20e34\ufe0f\u20e31\ufe0f\u20e3",
    "0812 ....... 0000 ------- 7341",
    "0a8a1a2a0a0a0a0a7a3a4a1",
    str("0812\u200b0000\u200b7341".encode()),
]
WORDS = [
    "nol delapan satu dua nol nol nol nol tujuh tiga empat satu",
    "zero eight one two zero zero zero zero seven three four one",
    "nol 8 satu-dua 0000 tujuh341",
    "O8I2-OOOO-7341",
]
OTHERS = [
    "bunga.kerja@contoh.example", "bunga.kerja%40contoh.example", "bunga (at) x bunga.kerja[at]contoh.example", "tele @bunga_kerja",
    "t.me/bunga_kerja", "https://wa.me/6281200007341", "instagram.com/bunga_kerja", "to bunga.kerja (at) contoh (dot) example",
    "bunga.kerja&#64;contoh.example", "bunga.kerja {at} contoh.example", "bunga.kerja\uff20contoh.example", "telegram: bunga_kerja",
    "tg bunga_kerja99", "ig=bunga.kerja", "id line bunga_kerja", repr("bunga.kerja\u200b@contoh.example"),
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


@pytest.mark.parametrize("text", WORDS)
def test_a_number_in_words_or_letters_never_gets_into_a_line(text: str) -> None:
    shown = json.dumps(logs.scrub_event(None, "info", {"error": f"failed at {text} again"}))
    assert not re.search("tujuh|seven|7341|empat", shown), shown


def test_a_number_is_not_shown_by_cutting_it() -> None:
    for length in range(3980, 4010):
        assert "0812" not in logs.safe_text("x" * 3 + " 0812 0000 7341" + "." * (length - 18) + "0812 0000 7341")
        assert "7341" not in digits(logs.safe_text("a@b.example " * 330 + "." * (length - 3960) + "0812 0000 7341"))


def test_a_number_is_no_name_of_a_field_and_no_fraction() -> None:
    event = {
        "0812-0000-7341": 1,
        "sources": {"Loker Kamboja tanpa ijazah": 1},
        "late_s": 6281200007341.0,
        "new": 81200007341,
    }
    shown = json.dumps(logs.scrub_event(None, "info", event))
    assert not re.search("7341|ijazah|Kamboja", shown), shown


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
    st.lists(
        st.sampled_from(["", " ", "-", ".", "\u200b", "(", "_", "/", "\n", "\r\n", "\\n", " - ", "%20"]),
        min_size=12,
        max_size=12,
    ),
)
def test_a_number_in_any_dress_is_masked(figures: list[str], between: list[str]) -> None:
    text = "".join(figure + sign for figure, sign in zip(figures, between, strict=True))
    assert len(digits(logs.safe_text(f"x {text} y"))) < 8


PROGRAM = """
import logging, structlog, warnings
from storage import logs
logs.to_stderr()
logging.getLogger('scrapy').warning('bad page %s', 'https://x.example/\x1b]0;pwned\x07 0812-0000-7341')
try:
    raise ValueError('0812-0000-7341')
except ValueError as error:
    logging.getLogger('x').exception('it broke')
    structlog.get_logger().error('broke', error=error, text='iklan')
    structlog.get_logger().exception('broke again', stack_info=True)
class Odd:
    def __str__(self):
        raise KeyError('0812-0000-7341')
logging.getLogger('y').warning('%d wrong', '0812-0000-7341')
logging.getLogger('y').warning('%s is odd', Odd())
warnings.warn('0812-0000-7341')
{}['0812-' + '0000-7341']
""".lstrip()


@pytest.mark.gauntlet(24)
def test_both_logs_of_a_program_are_scrubbed() -> None:
    done = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=False)
    assert "7341" not in done.stderr
    assert not re.search(r"[\x00-\x09\x0b-\x1f]", done.stderr)
    lines = done.stderr.splitlines()
    assert lines[0].startswith("warning: scrapy: bad page https://x.example/\\u001b]0;pwned\\u0007")
    assert lines[1] == "error: x: it broke: ValueError at /<string>:6"
    assert json.loads(lines[2])["error"] == "ValueError at /<string>:6"
    assert json.loads(lines[2])["text"] == "[withheld, 5 characters]"
    assert json.loads(lines[3])["exception"] == "ValueError at /<string>:6"
    assert lines[4] == "warning: y: %d wrong"
    assert lines[5] == "warning: y: %s is odd"
    assert lines[6].startswith("warning: py.warnings: ")
    assert lines[-1] == "KeyError", "of what nobody caught the words are left out"
    assert "this is a mistake of the program" in done.stderr
    assert (done.stdout, done.returncode) == ("", 1)


@pytest.mark.gauntlet(24)
def test_a_terminal_is_shown_no_colours_and_nothing_that_lay_in_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    terminal = Terminal()
    with as_it_was(monkeypatch):
        logs.to_stderr(stream=terminal)
        number = "0812-0000-7341"
        try:
            raise ValueError(number)
        except ValueError:
            structlog.get_logger().exception("it broke", stack_info=True)
    shown = terminal.getvalue()
    assert "it broke" in shown
    assert "ValueError at storage/test_store_logs.py" in shown
    assert "7341" not in shown
    assert not re.search(r"[\x00-\x09\x0b-\x1f]", shown)


@contextmanager
def as_it_was(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Puts back in the end what `to_stderr` sets for the whole program."""
    root = logging.getLogger()
    for holder, name in ((root, "handlers"), (root, "level"), (logging, "raiseExceptions"), (sys, "excepthook")):
        monkeypatch.setattr(holder, name, getattr(holder, name))
    monkeypatch.setattr(sys, "unraisablehook", sys.unraisablehook)
    monkeypatch.setattr(threading, "excepthook", threading.excepthook)
    monkeypatch.setattr(warnings, "showwarning", warnings.showwarning)
    monkeypatch.setattr(root, "handlers", list(root.handlers))
    try:
        yield
    finally:
        logging.captureWarnings(False)
        structlog.reset_defaults()


def test_the_root_has_one_handler_after_it(monkeypatch: pytest.MonkeyPatch) -> None:
    with as_it_was(monkeypatch):
        logs.to_stderr(stream=io.StringIO())
        logs.to_stderr(stream=io.StringIO())
        assert len(logging.getLogger().handlers) == 1
