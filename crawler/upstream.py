"""`proxy:` of a source: a tunnel to a site through a SOCKS5 proxy (Tor) or an HTTP proxy.

What may be reached is decided before, by the guard; here is only the way. Nothing falls back to a direct connection.
"""

from __future__ import annotations

import asyncio
import ipaddress
from dataclasses import dataclass
from urllib.parse import urlsplit

SCHEMES = ("socks5", "socks5h", "http")
WAIT_S = 30.0
_HEAD_LIMIT = 64 * 1024
_REPLIES = {
    1: "it failed",
    2: "the connection is not allowed by its rules",
    3: "the network cannot be reached",
    4: "the host cannot be reached",
    5: "the site refused the connection",
    6: "it took too long",
    7: "it cannot connect",
    8: "it does not know this kind of address",
}
"""RFC 1928 §6."""

Stream = tuple[asyncio.StreamReader, asyncio.StreamWriter]


class UpstreamError(OSError):
    """The proxy could not be used for a connection; the text says why."""


@dataclass(frozen=True, slots=True)
class Upstream:
    """A proxy that an operator named. `socks5h` looks names up itself, as Tor must; else they are looked up here."""

    scheme: str
    host: str
    port: int

    @classmethod
    def parse(cls, url: str) -> Upstream:
        """Raises ValueError, with what is wrong, when this is no proxy that can be used."""
        parts = urlsplit(url)
        if parts.username is not None or parts.password is not None:
            raise ValueError("the proxy's address holds a name or password")
        try:
            port = parts.port
        except ValueError:
            raise ValueError(f"{url!r} is no proxy") from None
        if parts.scheme not in SCHEMES or not parts.hostname or parts.path.strip("/") or parts.query:
            raise ValueError(f"{url!r} is no proxy")
        if port is None:
            raise ValueError(f"{url!r} has no port")
        return cls(parts.scheme, parts.hostname, port)

    def __str__(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{self.scheme}://{host}:{self.port}"

    @property
    def takes_names(self) -> bool:
        """Whether the proxy looks names up."""
        return self.scheme == "socks5h"

    async def open(self, host: str, port: int) -> Stream:
        """A connection through the proxy; `host` is an address, or a name where `takes_names`. Raises UpstreamError."""
        writer: asyncio.StreamWriter | None = None
        try:
            async with asyncio.timeout(WAIT_S):
                try:
                    reader, writer = await asyncio.open_connection(self.host, self.port, limit=_HEAD_LIMIT)
                except OSError as error:
                    raise UpstreamError(f"the proxy {self} cannot be reached ({error.strerror or error})") from None
                await (_connect if self.scheme == "http" else _socks)(self, reader, writer, host, port)
                return reader, writer
        except (TimeoutError, asyncio.IncompleteReadError, asyncio.LimitOverrunError) as error:
            _close(writer)
            why = f"did not answer in {WAIT_S:g} s" if isinstance(error, TimeoutError) else "broke off"
            raise UpstreamError(f"the proxy {self} {why}") from None
        except BaseException:
            _close(writer)
            raise


def _close(writer: asyncio.StreamWriter | None) -> None:
    if writer is not None:
        writer.close()


async def _connect(
    proxy: Upstream, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, host: str, port: int
) -> None:
    """RFC 9110 §9.3.6. Also for plain http: a proxy that is given a name would look it up once more."""
    place = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
    writer.write(f"CONNECT {place} HTTP/1.1\r\nHost: {place}\r\n\r\n".encode("ascii"))
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
    words = head.split(None, 2)
    if not head.startswith("HTTP/1.") or not words[1].isdigit():
        raise UpstreamError(f"the proxy {proxy} speaks no HTTP")
    if not 200 <= int(words[1]) < 300:
        raise UpstreamError(f"the proxy {proxy} answered {words[1]}")


async def _socks(
    proxy: Upstream, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, host: str, port: int
) -> None:
    """RFC 1928, without a login."""
    writer.write(b"\x05\x01\x00")
    version, method = await reader.readexactly(2)
    if version != 5:
        raise UpstreamError(f"the proxy {proxy} speaks no SOCKS5")
    if method != 0:
        raise UpstreamError(f"the proxy {proxy} wants a login")
    writer.write(b"\x05\x01\x00" + _socks_address(host) + port.to_bytes(2, "big"))
    version, reply, _, kind = await reader.readexactly(4)
    if version != 5 or kind not in (1, 3, 4):
        raise UpstreamError(f"the proxy {proxy} speaks no SOCKS5")
    await reader.readexactly((4 if kind == 1 else 16 if kind == 4 else (await reader.readexactly(1))[0]) + 2)
    if reply != 0:
        raise UpstreamError(f"the proxy {proxy} says: {_REPLIES.get(reply, f'error {reply}')}")


def _socks_address(host: str) -> bytes:
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        name = host.encode("idna" if not host.isascii() else "ascii")
        return bytes([3, len(name)]) + name
    return (b"\x01" if address.version == 4 else b"\x04") + address.packed
