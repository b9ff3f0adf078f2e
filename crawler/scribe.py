"""A process beside a crawl that stores what the crawl hands it, so that fetching and storing share no interpreter.

Forked before the crawl has a reactor, a store or threads, and before it gives way to other programs: while a batch is
written, people at the workbench may wait for it. It hears its parent alone, finishes what it has in hand when the
parent is gone, and lives no longer. What it says it has stored is on the disk.
"""

from __future__ import annotations

import contextlib
import os
import pickle
import signal
import socket
import sqlite3
import threading
from typing import Any, NoReturn

from crawler.keeper import alone, receive, send
from crawler.storing import Batch, Here, Stored
from sandi import priority
from sandi.config import Config
from sandi.errors import SandiError

STORE_ERRORS = (sqlite3.Error, OSError, SandiError)
_SETTLE = b"settle"


class NotStored(SandiError):
    """The other process could not store a batch, or is no more."""


class Scribe:
    """Stores in a process of its own. `store` and `settle` wait for it, so call them from a thread."""

    def __init__(self, config: Config) -> None:
        self._asking = threading.Lock()
        self._socket, theirs = socket.socketpair()
        self.pid = os.fork()
        if self.pid == 0:
            _serve(theirs, config)
        theirs.close()

    def store(self, batch: Batch) -> Stored:
        """As `Here.store`. Raises NotStored."""
        stored: Stored = self._ask(pickle.dumps(batch, pickle.HIGHEST_PROTOCOL))
        return stored

    def settle(self) -> None:
        """As `Here.settle`. Raises NotStored."""
        self._ask(_SETTLE)

    def close(self) -> None:
        """Let the process end, and wait for it."""
        self._socket.close()
        with contextlib.suppress(ChildProcessError):
            os.waitpid(self.pid, 0)

    def _ask(self, order: bytes) -> Any:
        try:
            with self._asking:
                send(self._socket, order)
                answer = receive(self._socket)
        except (OSError, EOFError):
            raise NotStored("the process that stores is gone") from None
        told = pickle.loads(answer)  # noqa: S301  (our own fork wrote it)
        if isinstance(told, str):
            raise NotStored(told)
        return told


def _serve(own: socket.socket, config: Config) -> NoReturn:
    """The life of the process. Signals are for the crawl, which then has stored what it has, and hangs up."""
    try:
        alone(own)
        priority.write_after_people()
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        from storage import logs
        from storage.database import Store

        logs.to_stderr()
        here: Here | None = None
        while True:
            order = receive(own)
            answer: Any
            try:
                here = here or Here(Store.open(config))
                answer = _done(here, order)
            except STORE_ERRORS as error:
                answer = str(error)
            except Exception as error:  # whatever it was, the crawl must hear that the batch is not stored
                answer = f"{type(error).__name__}: {error}"
            send(own, pickle.dumps(answer, pickle.HIGHEST_PROTOCOL))
    except (EOFError, OSError):
        pass
    finally:
        os._exit(0)


def _done(here: Here, order: bytes) -> Stored | None:
    if order == _SETTLE:
        here.settle()
        return None
    return here.store(pickle.loads(order))  # noqa: S301  (the process that forked this one wrote it)
