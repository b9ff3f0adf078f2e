"""`sandi` commands forked from a process that has everything imported: of a command's seconds most go into imports,
and the tests run hundreds of them. What a command does, prints and returns is that of a fresh process.
"""

from __future__ import annotations

import contextlib
import functools
import gc
import importlib
import json
import os
import runpy
import signal
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
GUARD_S = 600.0
"""A command that takes longer hangs; a busy machine is slow by far less."""
WARM = (
    *("crawler.archive.bring", "crawler.archive.reading", "crawler.cli", "crawler.download", "crawler.extension"),
    *("crawler.extraction.page", "crawler.memory", "crawler.middlewares.pace", "crawler.middlewares.revisit"),
    *("crawler.middlewares.robots", "crawler.middlewares.scope", "crawler.middlewares.wayout", "crawler.newsource"),
    *("crawler.parsing", "crawler.pipelines", "crawler.process", "crawler.reading", "crawler.rejudging"),
    *("crawler.replaying", "crawler.resolver", "crawler.running", "crawler.sink", "crawler.source_schema"),
    *("crawler.spiders.answers", "crawler.spiders.feed", "crawler.spiders.look", "crawler.spiders.mastodon"),
    *("crawler.spiders.pages", "crawler.spiders.telegram", "linking.placing", "linking.watching", "rules.engine"),
    *("rules.started", "storage.captures", "storage.controller", "storage.database", "storage.leads", "storage.logs"),
    *("storage.pace", "storage.runs", "aiohttp.web", "dateparser", "extruct.w3cmicrodata", "feedparser", "jmespath"),
    *("psutil", "rich.traceback", "scrapy.commands", "scrapy.core.downloader.handlers.http11", "scrapy.core.engine"),
    *("scrapy.dupefilters", "scrapy.pqueues", "scrapy.squeues", "scrapy.statscollectors", "structlog", "tldextract"),
)


class Forks:
    """The process that forks, and the talk with it. One command at a time."""

    def __init__(self) -> None:
        self._near, far = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        command = [sys.executable, "-m", "tests.crawler.forks", str(far.fileno())]
        self._process = subprocess.Popen(command, cwd=ROOT, pass_fds=(far.fileno(),))
        far.close()
        self._one_at_a_time = threading.Lock()

    def run(self, module: str, args: Sequence[str], env: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
        """`python -m module args`, until it has ended. Raises subprocess.TimeoutExpired when it hangs."""
        told = json.dumps({"module": module, "args": list(args), "env": dict(env)}).encode()
        with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err, self._one_at_a_time:
            socket.send_fds(self._near, [told], [out.fileno(), err.fileno()])
            pid = int(self._near.recv(64))
            self._near.settimeout(GUARD_S)
            try:
                status = int(self._near.recv(64))
            except TimeoutError:
                os.kill(pid, signal.SIGKILL)
                self._near.recv(64)
                raise subprocess.TimeoutExpired(list(args), GUARD_S) from None
            finally:
                self._near.settimeout(None)
            texts = [_whole(file.fileno()) for file in (out, err)]
        return subprocess.CompletedProcess(list(args), status, *texts)

    def close(self) -> None:
        """End the process that forks."""
        self._near.close()
        self._process.wait()


def _whole(handle: int) -> str:
    with open(os.dup(handle), encoding="utf-8") as file:
        file.seek(0)
        return file.read()


@functools.cache
def forks() -> Forks:
    """The one of this process; it ends with it, when its side of the talk is closed."""
    return Forks()


def serve(talk: socket.socket) -> None:
    """Fork a child for each command until the other side hangs up; in the child this runs it, and ends as it ends."""
    while True:
        told, handles, _, _ = socket.recv_fds(talk, 1 << 20, 2)
        if not told:
            return
        pid = os.fork()
        if not pid:
            talk.close()
            _become(json.loads(told), handles)
            return
        for handle in handles:
            os.close(handle)
        with contextlib.suppress(OSError):
            talk.send(str(pid).encode())
            talk.send(str(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])).encode())


def _become(told: dict[str, object], handles: Sequence[int]) -> None:
    for number, handle in enumerate(handles, start=1):
        os.dup2(handle, number)
        os.close(handle)
    assert isinstance(told["args"], list)
    assert isinstance(told["env"], dict)
    os.environ.clear()
    os.environ.update(told["env"])
    module = str(told["module"])
    sys.argv = [module, *told["args"]]
    runpy.run_module(module, run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    for name in WARM:
        importlib.import_module(name)
    gc.freeze()
    assert "twisted.internet.reactor" not in sys.modules, "a reactor does not outlive a fork"
    serve(socket.socket(fileno=int(sys.argv[1])))
