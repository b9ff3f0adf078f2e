"""`sandi` as a process of its own, quickly: forked by one server a test process instead of a new interpreter each time."""

from __future__ import annotations

import inspect
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from crawler.forking import AVAILABLE, PRELOADED, ForkServer

ROOT = Path(__file__).resolve().parent.parent
GUARD_S = 600.0
"""A command that takes longer hangs; a busy machine is slow by far less."""
MORE = (
    *(
        "crawler.archive.bring",
        "crawler.archive.reading",
        "crawler.newsource",
        "crawler.rejudging",
        "crawler.replaying",
    ),
    *("crawler.schedule_cli", "crawler.spiders.feed", "crawler.spiders.look", "crawler.spiders.mastodon"),
    *("crawler.spiders.telegram", "aiohttp.web", "dateparser", "feedparser", "jmespath", "psutil", "rich.traceback"),
    *("storage.leads", "tldextract"),
)
"""What commands other than a crawl import."""
forks = ForkServer((*PRELOADED, *MORE))
"""The one of this process; it ends with it."""


class _Forked(subprocess.Popen[str]):
    """A process that the server forks; in all else a Popen, which tests wait for, signal and read."""

    def _execute_child(self, *args: Any, **named: Any) -> None:
        given = inspect.signature(subprocess.Popen._execute_child).bind(self, *args, **named).arguments  # type: ignore[attr-defined]
        module, *words = given["args"]
        pipes = {0: given["p2cread"], 1: given["c2pwrite"], 2: given["errwrite"]}
        handles = {number: handle for number, handle in pipes.items() if handle != -1}
        try:
            self.pid = forks.fork(
                module, words, env=given["env"], handles=handles | {handle: handle for handle in given["pass_fds"]}
            )
            self._child_created = True
        finally:
            ends = ("p2cread", "p2cwrite", "c2pread", "c2pwrite", "errread", "errwrite")
            self._close_pipe_fds(*(given[name] for name in ends))  # type: ignore[attr-defined]


def started(
    module: str, *args: str, env: Mapping[str, str], pass_fds: Sequence[int] = (), **streams: Any
) -> subprocess.Popen[str]:
    """`python -m module args` in the project's folder, text on both of its streams unless `streams` say otherwise."""
    streams = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "stdin": subprocess.DEVNULL} | streams
    if AVAILABLE and os.getcwd() == str(ROOT):
        return _Forked([module, *args], env=env, text=True, pass_fds=pass_fds, **streams)
    command = [sys.executable, "-m", module, *args]
    return subprocess.Popen(command, cwd=ROOT, env=env, text=True, pass_fds=pass_fds, **streams)
