"""A keeper of child processes: forked once before the reactor starts, it forks a worker whenever one is asked for.

Strangers' pages are read in the workers, so a page that takes a minute, a gigabyte or the whole process costs one
worker, which is killed and replaced in milliseconds. The keeper has loaded everything beforehand, and workers share
that memory. It never touches the network or the store: every descriptor but its own is closed at its start.
"""

from __future__ import annotations

import contextlib
import gc
import os
import resource
import signal
import socket
import struct
from collections.abc import Callable, Iterator
from typing import NoReturn

from sandi.errors import SandiError

Work = Callable[[bytes], bytes]

MEMORY_BYTES = 512 * 1024 * 1024
"""What one worker may take beyond what the keeper had loaded; a page of 4 MiB with its tree needs a fourth of it."""

PATIENCE_S = 60.0
LOADING_S = 900.0
"""How long loading may take: where rules were edited their engine is made anew, on a busy machine for minutes."""
_FRAME = struct.Struct("!Q")
_PID = struct.Struct("!i")
_READY, _FAILED = b"r", b"f"
_LONGEST = 256 * 1024 * 1024


class KeeperGone(SandiError):
    """The process that starts the workers is no more."""


class Keeper:
    """`prepare` runs in the keeper and gives the function that each worker calls for each message."""

    def __init__(self, prepare: Callable[[], Work], *, memory_bytes: int = MEMORY_BYTES) -> None:
        self._socket, theirs = socket.socketpair()
        self.pid = os.fork()
        if self.pid == 0:
            _keep(theirs, prepare, memory_bytes)
        theirs.close()
        self._socket.settimeout(PATIENCE_S)
        self._ready = False

    def wait(self) -> None:
        """Until everything is loaded. Raises SandiError with what `prepare` raised."""
        if self._ready:
            return
        self._socket.settimeout(LOADING_S)
        with self._told():
            answer = receive(self._socket)
        self._socket.settimeout(PATIENCE_S)
        if answer[:1] == _FAILED:
            raise SandiError(answer[1:].decode())
        self._ready = True

    def spawn(self) -> tuple[int, socket.socket]:
        """A new worker: its process, and the socket that it answers on. Raises KeeperGone, SandiError."""
        self.wait()
        ours, theirs = socket.socketpair()
        try:
            with theirs, self._told():
                socket.send_fds(self._socket, [b"s"], [theirs.fileno()])
                return _PID.unpack(_exactly(self._socket, _PID.size))[0], ours
        except KeeperGone:
            ours.close()
            raise

    def kill(self, pid: int) -> None:
        """End a worker at once. Only its parent, the keeper, does it, so the number cannot be somebody else's."""
        with contextlib.suppress(KeeperGone), self._told():
            self._socket.sendall(b"k" + _PID.pack(pid))

    def close(self) -> None:
        """End the keeper and all workers."""
        self._socket.close()
        with contextlib.suppress(ChildProcessError):
            os.waitpid(self.pid, 0)

    @contextlib.contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except (OSError, EOFError) as error:
            raise KeeperGone(f"the process that starts parsers is gone ({error or type(error).__name__})") from None


def send(to: socket.socket, message: bytes) -> None:
    """One message, its length before it."""
    to.sendall(_FRAME.pack(len(message)))
    to.sendall(message)


def receive(source: socket.socket) -> bytes:
    """One message. Raises EOFError when the other side has ended, ValueError for one that is too long."""
    (length,) = _FRAME.unpack(_exactly(source, _FRAME.size))
    if length > _LONGEST:
        raise ValueError(f"a message of {length} bytes")
    return _exactly(source, length)


def _exactly(source: socket.socket, count: int) -> bytes:
    chunks, left = [], count
    while left:
        chunk = source.recv(min(left, 1 << 20))
        if not chunk:
            raise EOFError("the other side has ended")
        chunks.append(chunk)
        left -= len(chunk)
    return b"".join(chunks)


def _keep(own: socket.socket, prepare: Callable[[], Work], memory_bytes: int) -> NoReturn:
    """The keeper's life. Whatever happens, it ends here and its workers with it."""
    workers: set[int] = set()
    try:
        alone(own)
        try:
            work = prepare()
        except SandiError as error:
            send(own, _FAILED + str(error).encode("utf-8", "replace"))
            os._exit(0)
        gc.collect()
        gc.freeze()  # else the first collection of each worker would copy what it shares with the others
        send(own, _READY)
        _serve(own, work, workers, memory_bytes)
    except (EOFError, OSError):
        pass
    finally:
        for pid in workers:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        os._exit(0)


def _serve(own: socket.socket, work: Work, workers: set[int], memory_bytes: int) -> None:
    while True:
        order, handles, _, _ = socket.recv_fds(own, 1, 1)
        if not order:
            return
        if order == b"k":
            (pid,) = _PID.unpack(_exactly(own, _PID.size))
            if pid in workers:
                os.kill(pid, signal.SIGKILL)
                os.waitpid(pid, 0)
                workers.discard(pid)
            continue
        pid = os.fork()
        if pid == 0:
            own.close()
            _work(socket.socket(fileno=handles[0]), work, memory_bytes)
        os.close(handles[0])
        workers.add(pid)
        own.sendall(_PID.pack(pid))


def _work(own: socket.socket, work: Work, memory_bytes: int) -> NoReturn:
    """A worker's life: answer until the other side hangs up. What `work` cannot do ends the worker."""
    try:
        _limit(memory_bytes)
        while True:
            send(own, work(receive(own)))
    except (EOFError, OSError, MemoryError, RecursionError):
        pass
    finally:
        os._exit(0)


def alone(own: socket.socket) -> None:
    """Close what was inherited (the lock of the source among it) and leave Ctrl-C to the crawl."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    handle = own.fileno()
    os.closerange(3, handle)
    os.closerange(handle + 1, resource.getrlimit(resource.RLIMIT_NOFILE)[0] if handle < 4096 else handle + 1)


def _limit(memory_bytes: int) -> None:
    """No more address space than now and `memory_bytes`, where the system tells how much that is."""
    try:
        with open("/proc/self/statm", encoding="ascii") as statm:
            now = int(statm.read().split()[0]) * resource.getpagesize()
    except OSError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (now + memory_bytes, now + memory_bytes))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
