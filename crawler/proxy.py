"""The browser's only way out, and that of a source with `proxy:`: a small proxy on loopback that asks the guard.

CONNECT and plain HTTP with absolute addresses, for the source's hosts only; one request a connection. It never reads
what is inside TLS. With a proxy of the source's own every connection goes on through that, and none past it.
"""

from __future__ import annotations

import asyncio
import contextlib
import socket
from dataclasses import dataclass
from urllib.parse import urlsplit

from crawler.guard import Guard, in_scope
from crawler.sources import Source
from crawler.upstream import UpstreamError

_HEAD_LIMIT = 64 * 1024
_IDLE_S = 30.0
_CHUNK = 64 * 1024
_HOP_HEADERS = ("proxy-connection:", "connection:", "keep-alive:", "proxy-authorization:")


class Refused(Exception):
    """The request may not leave; the status line says why."""


@dataclass(frozen=True, slots=True)
class _Ask:
    host: str
    port: int
    head: bytes
    body_bytes: int
    tunnel: bool


class GuardProxy:
    """Serves on a free loopback port between `start` and `close`; passes at most `max_bytes` of each answer."""

    def __init__(self, source: Source, guard: Guard, *, max_bytes: int) -> None:
        self._source = source
        self._guard = guard
        self._max_bytes = max_bytes
        self._server: asyncio.Server | None = None
        self.refused = 0
        self.trouble = ""
        """Why the source's own proxy could not be used, the last time that it could not."""

    async def start(self) -> str:
        """Starts listening; returns the proxy's address."""
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0, limit=_HEAD_LIMIT)
        return f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"

    async def close(self) -> None:
        if self._server is not None:
            self._server.close()
            self._server = None

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            ask = self._parsed(await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), _IDLE_S))
            out_reader, out_writer = await self._connect(ask)
        except Refused as error:
            self.refused += 1
            writer.write(
                f"HTTP/1.1 403 {error}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n".encode("ascii", "replace")
            )
        except (OSError, TimeoutError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
            writer.write(b"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
        else:
            await self._relay(ask, reader, writer, out_reader, out_writer)
        with contextlib.suppress(OSError):
            await writer.drain()
            writer.close()

    def _parsed(self, head: bytes) -> _Ask:
        lines = head.decode("latin-1").split("\r\n")
        method, _, rest = lines[0].partition(" ")
        target = rest.rpartition(" ")[0]
        tunnel = method == "CONNECT"
        url = f"https://{target}/" if tunnel else target
        if not in_scope(self._source, url):
            raise Refused("Not a host of this source")
        parts = urlsplit(url)
        port = parts.port or (443 if parts.scheme == "https" else 80)
        path = f"{parts.path or '/'}{'?' + parts.query if parts.query else ''}"
        kept = [line for line in lines[1:] if line and not line.lower().startswith(_HOP_HEADERS)]
        plain = "\r\n".join([f"{method} {path} HTTP/1.1", *kept, "Connection: close", "", ""])
        return _Ask(parts.hostname or "", port, plain.encode("latin-1"), _body_bytes(kept), tunnel)

    async def _connect(self, ask: _Ask) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        """A connection to the first answer of the resolver, if the guard allows every one of them."""
        upstream = self._source.proxy
        if upstream is None:
            return await asyncio.wait_for(asyncio.open_connection(await self._checked(ask), ask.port), _IDLE_S)
        try:
            stream = await upstream.open(await self._checked(ask), ask.port)
            self.trouble = ""
            return stream
        except UpstreamError as error:
            self.trouble = str(error)
            raise

    async def _checked(self, ask: _Ask) -> str:
        """The address to connect to; the name itself where the source's proxy looks names up. Raises Refused."""
        upstream = self._source.proxy
        if upstream is not None and upstream.takes_names:
            if not self._guard.allows_name(ask.host, ask.port):
                raise Refused("Not a public address")
            return ask.host
        loop = asyncio.get_running_loop()
        answers = await loop.getaddrinfo(ask.host, ask.port, type=socket.SOCK_STREAM)
        addresses = [str(answer[4][0]) for answer in answers]
        allowed = [self._guard.allows(ask.host, ask.port, address) for address in addresses]
        if not all(allowed):
            raise Refused("Not a public address")
        return addresses[0]

    async def _relay(
        self,
        ask: _Ask,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        out_reader: asyncio.StreamReader,
        out_writer: asyncio.StreamWriter,
    ) -> None:
        if ask.tunnel:
            writer.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
        else:
            out_writer.write(ask.head)
        limit = self._max_bytes if ask.tunnel else ask.body_bytes
        sending = asyncio.ensure_future(_pump(reader, out_writer, limit))
        try:
            await _pump(out_reader, writer, self._max_bytes)
        finally:
            sending.cancel()
            with contextlib.suppress(OSError):
                out_writer.close()


def _body_bytes(headers: list[str]) -> int:
    for line in headers:
        name, _, value = line.partition(":")
        if name.strip().lower() == "content-length" and value.strip().isdigit():
            return int(value)
    return 0


async def _pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, limit: int) -> None:
    """Copies until the end, `limit` bytes or half a minute of silence."""
    while limit > 0:
        try:
            chunk = await asyncio.wait_for(reader.read(min(_CHUNK, limit)), _IDLE_S)
            if not chunk:
                return
            limit -= len(chunk)
            writer.write(chunk)
            await writer.drain()
        except (OSError, TimeoutError):
            return
