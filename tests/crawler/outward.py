"""Little proxies on loopback for tests: SOCKS5 and HTTP CONNECT. Each leads every connection to one site."""

from __future__ import annotations

import contextlib
import ipaddress
import socket
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field


@dataclass
class Outward:
    """A running proxy: `asked` are the `host:port` that were asked of it, as they were written. `leads_to` is a port."""

    scheme: str
    leads_to: int
    refuses: bool = False
    port: int = 0
    asked: list[str] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"{self.scheme}://127.0.0.1:{self.port}"


@contextmanager
def outward(scheme: str, leads_to: int, *, refuses: bool = False) -> Iterator[Outward]:
    """A proxy of `scheme` (socks5, socks5h, http) while the block runs."""
    proxy = Outward(scheme, leads_to, refuses)

    class Handler(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            with contextlib.suppress(OSError, EOFError):
                self._connect() if scheme == "http" else self._socks()

        def _connect(self) -> None:
            method, target, _ = self.rfile.readline().decode().split(" ", 2)
            assert method == "CONNECT"
            while self.rfile.readline() not in (b"\r\n", b""):
                pass
            proxy.asked.append(target)
            self.wfile.write(b"HTTP/1.1 403 No\r\n\r\n" if refuses else b"HTTP/1.1 200 Fine\r\nVia: me\r\n\r\n")
            self._relay()

        def _socks(self) -> None:
            _, methods = self.rfile.read(2)
            assert 0 in self.rfile.read(methods)
            self.wfile.write(b"\x05\x00")
            _, command, _, kind = self.rfile.read(4)
            assert command == 1
            length = {1: 4, 4: 16}.get(kind) or self.rfile.read(1)[0]
            raw = self.rfile.read(length)
            host = raw.decode() if kind == 3 else str(ipaddress.ip_address(raw))
            proxy.asked.append(f"{host}:{int.from_bytes(self.rfile.read(2), 'big')}")
            self.wfile.write(bytes([5, 2 if refuses else 0, 0, 1, 0, 0, 0, 0, 0, 0]))
            self._relay()

        def _relay(self) -> None:
            if refuses:
                return
            with socket.create_connection(("127.0.0.1", leads_to)) as out:
                there = threading.Thread(target=_copy, args=(self.connection, out), daemon=True)
                there.start()
                _copy(out, self.connection)

    class Server(socketserver.ThreadingTCPServer):
        daemon_threads = True
        allow_reuse_address = True

    with Server(("127.0.0.1", 0), Handler) as server:
        proxy.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield proxy
        finally:
            server.shutdown()
            thread.join()


def _copy(source: socket.socket, target: socket.socket) -> None:
    with contextlib.suppress(OSError):
        while chunk := source.recv(65536):
            target.sendall(chunk)
        target.shutdown(socket.SHUT_WR)
