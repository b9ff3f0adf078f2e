"""Finds Chromium on this machine, and brings it where that is possible.

`python -m sandi.chromium --install` is what `make setup` runs: Debian's package as root, else Playwright's own build.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

HOW = "Chromium is missing: run `apt-get install chromium` as root, or `.venv/bin/playwright install chromium`"

_NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chromium-headless-shell")


def find_chromium() -> str | None:
    """The path of a Chromium: on PATH first, then Playwright's own; None when there is none."""
    on_path = next((path for name in _NAMES if (path := shutil.which(name))), None)
    if on_path:
        return on_path
    cache = Path(os.environ.get("PLAYWRIGHT_BROWSERS_PATH", Path.home() / ".cache" / "ms-playwright"))
    own = sorted(cache.glob("chromium-*/chrome-linux*/chrome"))
    return str(own[-1]) if own else None


def install() -> bool:
    """Try to bring Chromium; whether there is one afterwards."""
    if find_chromium():
        return True
    if os.geteuid() == 0 and shutil.which("apt-get"):
        print("Installing Chromium with apt-get ...", flush=True)
        for words in ("update -qq", "install -y -qq chromium"):
            _quietly(["apt-get", *words.split()])
    if not find_chromium():
        print("Installing Chromium with Playwright ...", flush=True)
        _quietly([sys.executable, "-m", "playwright", "install", "chromium"])
    return find_chromium() is not None


def _quietly(command: list[str]) -> None:
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run(command, env=environment, check=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


if __name__ == "__main__":
    if "--install" in sys.argv and not install():
        print(HOW, file=sys.stderr)
