"""A server that forks crawls: it has imported what every crawl needs, so one begins in milliseconds and shares memory.

It is a process of its own without threads, reactor or store, and never runs a crawl itself. A crawl is forked twice, so
that it becomes a child of whoever asked (a subreaper for that moment, prctl(2)) exactly as if that one had started it:
it is waited for, signalled and outlives both in the same ways. Linux only; elsewhere every crawl is a new interpreter.
"""

from __future__ import annotations

import contextlib
import ctypes
import fcntl
import gc
import json
import os
import runpy
import select
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from importlib import import_module
from typing import Any, NoReturn

from crawler.keeper import receive, send
from sandi.errors import SandiError

AVAILABLE = sys.platform == "linux"
PRELOADED = (
    "crawler.cli",
    "crawler.browser",
    "crawler.download",
    "crawler.extension",
    "crawler.memory",
    "crawler.pipelines",
    "crawler.process",
    "crawler.running",
    "crawler.resolver",
    "crawler.middlewares.pace",
    "crawler.middlewares.revisit",
    "crawler.middlewares.robots",
    "crawler.middlewares.wayout",
    "crawler.spiders.answers",
    "crawler.spiders.pages",
    "extruct.w3cmicrodata",
    "linking.placing",
    "rules.started",
    "sandi.cli",
    "scrapy.core.downloader.handlers.http11",
    "scrapy.core.engine",
)
"""What a crawl imports. None of it may install a reactor or open anything; a test watches over that."""
NAME = "sandi-crawl"
"""What `ps` and `top` call a forked crawl."""
PATIENCE_S = 120.0
_SUBREAPER = 36  # PR_SET_CHILD_SUBREAPER
_HIGH = 500
"""Descriptors are moved above this number before they are put where the crawl wants them."""


class ForkServerGone(SandiError):
    """The server ended; whoever asked starts the crawl in another way, or another server."""


@dataclass(slots=True)
class Forked:
    """A forked process, with what `subprocess.Popen` has of the same names."""

    pid: int
    returncode: int | None = None

    def wait(self) -> int:
        """Its end: the exit status, negative for a signal."""
        if self.returncode is None:
            self.returncode = os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])
        return self.returncode

    def kill(self) -> None:
        """End it at once."""
        if self.returncode is None:
            os.kill(self.pid, signal.SIGKILL)


class ForkServer:
    """Starts its process when it is first asked, and another one when that has ended."""

    def __init__(self, modules: Sequence[str] = PRELOADED) -> None:
        self._modules = modules
        self._process: subprocess.Popen[bytes] | None = None
        self._socket: socket.socket | None = None
        self._imported = False

    def ready(self) -> bool:
        """Whether a fork begins at once, without waiting for the server to import what it must; never waits itself."""
        try:
            own = self._socket or self._start()
            if not self._imported and select.select([own], [], [], 0)[0]:
                self._wait(own)
        except (OSError, EOFError):
            self.close()
        return self._imported

    def fork(self, module: str, arguments: Sequence[str], *, env: Mapping[str, str], handles: Mapping[int, int]) -> int:
        """Run `python -m module arguments` in a session of its own; its process, a child of this one.

        `handles`: the descriptors that it has, by the numbers that it has them under. Raises ForkServerGone.
        """
        for last in (False, True):
            try:
                return self._fork(module, arguments, env, handles)
            except (OSError, EOFError, ValueError) as error:  # no number: it died before it could tell it
                self.close()
                if last:
                    raise ForkServerGone(f"the server that forks crawls is gone ({error})") from None
        raise AssertionError

    def close(self) -> None:
        """End the server; what it forked lives on."""
        if self._socket is not None:
            self._socket.close()
        if self._process is not None:
            self._process.terminate()
            self._process.wait()
        self._socket = self._process = None
        self._imported = False

    def _wait(self, own: socket.socket) -> None:
        if not self._imported:
            receive(own)
            self._imported = True

    def _fork(self, module: str, arguments: Sequence[str], env: Mapping[str, str], handles: Mapping[int, int]) -> int:
        own = self._socket or self._start()
        self._wait(own)
        order = {"module": module, "arguments": list(arguments), "env": dict(env), "cwd": os.getcwd()}
        _subreaper(True)
        try:
            socket.send_fds(own, [b"f"], list(handles.values()))
            send(own, json.dumps(order | {"numbers": list(handles)}).encode())
            return int(receive(own))
        finally:
            _subreaper(False)

    def _start(self) -> socket.socket:
        ours, theirs = socket.socketpair()
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "crawler.forking", str(theirs.fileno()), *self._modules],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                pass_fds=(theirs.fileno(),),
            )
        ours.settimeout(PATIENCE_S)
        self._socket = ours
        return ours


def _subreaper(on: bool) -> None:
    """Whether orphans below this process become its children. Raises OSError."""
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(_SUBREAPER, int(on), 0, 0, 0):
        raise OSError(ctypes.get_errno(), "prctl refused")


def serve(own: socket.socket) -> Callable[[], object]:
    """Forks until whoever asks has gone; comes back in each forked process, with what is to be run there."""
    while True:
        mark, handles, _, _ = socket.recv_fds(own, 1, 64)
        if not mark:
            _end()
        order = json.loads(receive(own))
        reading, writing = os.pipe()
        between = os.fork()
        if between == 0:
            first = os.getpid()
            if os.fork():
                _end()
            while os.getppid() == first:  # it does nothing before it is the child of whoever asked
                os.sched_yield()
            os.setsid()  # before anybody knows its number, so that its group can be signalled from the first moment
            os.write(writing, str(os.getpid()).encode())
            os.close(reading)
            os.close(writing)
            own.close()
            return _become(order, handles)
        os.close(writing)
        for handle in handles:
            os.close(handle)
        os.waitpid(between, 0)  # from here on the forked process is a child of whoever asked
        with open(reading, "rb") as told:
            send(own, told.read())


def _end() -> NoReturn:
    os._exit(0)


def _become(order: Mapping[str, Any], handles: Sequence[int]) -> Callable[[], object]:
    """Make this forked process what was ordered."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.default_int_handler if number == signal.SIGINT else signal.SIG_DFL)
    high = [fcntl.fcntl(handle, fcntl.F_DUPFD_CLOEXEC, _HIGH) for handle in handles]
    for handle in handles:
        os.close(handle)
    for handle, number in zip(high, order["numbers"], strict=True):
        os.dup2(handle, number)
        os.close(handle)
    os.chdir(order["cwd"])
    os.environ.clear()
    os.environ.update(order["env"])
    sys.stdin = open(0, encoding="utf-8", closefd=False)  # noqa: SIM115  (the process's own until it ends)
    sys.stdout = open(1, "w", encoding="utf-8", closefd=False, buffering=1)  # noqa: SIM115
    sys.stderr = open(2, "w", encoding="utf-8", closefd=False, buffering=1, errors="backslashreplace")  # noqa: SIM115
    sys.argv = ["sandi", *order["arguments"]]
    sys.modules["__main__"].__package__ = None  # else messages name the server's module as the program
    with contextlib.suppress(OSError), open("/proc/self/comm", "w", encoding="ascii") as name:
        name.write(NAME)
    module: str = order["module"]

    return partial(_run, module)


def _run(module: str) -> object:
    loaded = sys.modules.get(module)
    if loaded is None:
        return runpy.run_module(module, run_name="__main__", alter_sys=True)
    return loaded.main()


def main() -> None:
    """The server's process: its socket's descriptor, and the modules to import."""
    own = socket.socket(fileno=int(sys.argv[1]))
    own.set_inheritable(False)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the scheduler, which then ends what there is to end
    for module in sys.argv[2:]:
        import_module(module)
    gc.collect()
    gc.freeze()  # else the first collection of each crawl would copy what it shares with the others
    run: Callable[[], object]
    try:
        send(own, b"imported")
        run = serve(own)
    except (EOFError, OSError):
        return
    run()


if __name__ == "__main__":
    main()
