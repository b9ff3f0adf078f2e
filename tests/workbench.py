"""The workbench as a program, and a person who uses it by HTTP, for the long tests."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

import httpx2

from sandi.config import Config


@contextmanager
def opened(config: Config) -> Iterator[tuple[subprocess.Popen[str], httpx2.Client]]:
    """`sandi review` on the data of `config`, and a client with a session; killed in the end."""
    own = {"SANDI_DATA": str(config.data), "SANDI_KEYS": str(config.keys), "SANDI_USER": "rani"}
    command = [sys.executable, "-m", "sandi.cli", "review", "--no-open"]
    process = subprocess.Popen(command, env=os.environ | own, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        assert process.stdout
        line = process.stdout.readline()
        found = re.search(r"http://\S+", line)
        assert found, line + (process.stderr.read() if process.stderr else "")
        base = f"http://{urlsplit(found[0]).netloc}"
        with httpx2.Client(base_url=base, headers={"sec-fetch-site": "same-origin"}, timeout=300) as client:
            assert client.get(found[0]).status_code == 303
            yield process, client
    finally:
        process.kill()
        process.communicate()


def token(client: httpx2.Client) -> str:
    """The CSRF token of the session."""
    found = re.search(r'name="csrf" value="([^"]+)"', client.get("/keys").text)
    assert found
    return found[1]


def decide(client: httpx2.Client, csrf: str, lead: int, choice: str, seen: int = 1) -> int:
    """Press a button of a lead; the status of the answer, 303 when it was done."""
    data = {"csrf": csrf, "seen": str(seen), "choice": choice, "note": "x"}
    return client.post(f"/leads/{lead}/decision", data=data).status_code
