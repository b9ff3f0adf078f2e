"""What a person sees of hostile listings on a real terminal, recorded byte by byte as `script` records it."""

from __future__ import annotations

import os
import pty
import re
import subprocess
import sys
from pathlib import Path

import pytest
from store_house import RULE, TEXT, config, judged

from storage import listings
from storage.database import Store

HOSTILE = "ker\x1b[31m\x1b[2J\x1b]0;pwned\x07\x9b5m\u202eja\u200b\u2066\x08\r\x00\u2028x"
COMMANDS = (
    "leads list",
    "leads show 1 --text",
    "db search kamboja",
    "links show listing/1",
    "sources list",
)
STYLE = re.compile(rb"\x1b\[[0-9;]*m")
"""The program's own bold and colours; the listing tries the same, and its must not be among them."""


def recorded(words: list[str], env: dict[str, str]) -> bytes:
    """What commands write to a terminal of their own, one after the other."""
    code = (
        "import sys\nfrom sandi.cli import main\n"
        "for words in sys.argv[1:]:\n    try:\n        main(words.split())\n"
        "    except SystemExit:\n        print('END', words)"
    )
    mine, theirs = pty.openpty()
    with subprocess.Popen([sys.executable, "-c", code, *words], env=env, stdin=theirs, stdout=theirs, stderr=theirs):
        os.close(theirs)
        told = b""
        while True:
            try:
                piece = os.read(mine, 65536)
            except OSError:  # the other end is closed
                break
            if not piece:
                break
            told += piece
    os.close(mine)
    return told


@pytest.mark.gauntlet(24)
@pytest.mark.parametrize("term", ["xterm-256color", "dumb"])
def test_no_byte_of_a_listing_steers_the_terminal(tmp_path: Path, term: str) -> None:
    settings = config(tmp_path)
    one = judged(1, listing_more={"title": HOSTILE, "seller": HOSTILE, "location": HOSTILE, "text": HOSTILE + TEXT})
    with Store.open(settings) as store:
        listings.save_batch(store, "r", [one], rules=[RULE])
    (tmp_path / "seeds").mkdir()
    own = {"SANDI_DATA": str(settings.data), "SANDI_KEYS": str(settings.keys), "SANDI_SEEDS": str(tmp_path / "seeds")}
    told = recorded(list(COMMANDS), os.environ | own | {"TERM": term, "COLUMNS": "160"})
    assert b"Traceback" not in told, told
    assert told.count(b"END ") == len(COMMANDS), told
    plain = told if term == "dumb" else STYLE.sub(b"", told)
    assert rb"\u001b[31m\u001b[2J\u001b]0;pwned\u0007\u009b5m\u202eja" in plain
    assert not re.search(rb"[\x00-\x09\x0b\x0c\x0e-\x1f\x7f]|\r(?!\n)|\xc2[\x80-\x9f]", plain)
    assert not set(plain.decode()) & {"\u202e", "\u200b", "\u2066", "\u2028"}
