"""Serves an ASGI application on loopback and says when it really listens."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import uvicorn
from starlette.types import ASGIApp

HOST = "127.0.0.1"


class Server(uvicorn.Server):
    """A uvicorn server that calls `listening` once requests are answered."""

    def __init__(self, app: ASGIApp, listening: Callable[[], None]) -> None:
        super().__init__(
            uvicorn.Config(
                app,
                log_config=None,
                log_level="critical",
                access_log=False,
                date_header=False,  # the town sets its own, see DayClock
                server_header=False,
                timeout_graceful_shutdown=1,
                ws="none",
            )
        )
        self._listening = listening

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets=sockets)
        self._listening()


def open_socket(port: int = 0) -> socket.socket:
    """A socket bound to loopback; port 0 takes any that is free. Raises OSError when the port is taken."""
    # asyncio turns Nagle's delay (40 ms an answer) off only where the protocol is named
    bound = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        bound.bind((HOST, port))
    except OSError:
        bound.close()
        raise
    return bound


def address(bound: socket.socket) -> str:
    """The base address of a bound socket, without a slash at its end."""
    return f"http://{HOST}:{bound.getsockname()[1]}"


@contextmanager
def serve(app: ASGIApp, port: int = 0) -> Iterator[str]:
    """Serve `app` from a thread while the block runs; gives its base address, without a slash at its end."""
    listening = threading.Event()
    server = Server(app, listening.set)
    with open_socket(port) as bound:
        thread = threading.Thread(target=_run, args=(server, bound, listening), name="town", daemon=True)
        thread.start()
        listening.wait()
        if not server.started:
            raise RuntimeError("the server did not start")
        try:
            yield address(bound)
        finally:
            server.should_exit = True
            thread.join()


def _run(server: Server, bound: socket.socket, listening: threading.Event) -> None:
    try:
        server.run(sockets=[bound])
    finally:
        listening.set()  # also when starting failed: nobody may wait for ever
