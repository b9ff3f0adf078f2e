"""What hostile servers send: bombs, drips, broken replies. All are made here; none is kept in a file."""

from __future__ import annotations

import gzip
import socket
import struct
import zlib
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler

import brotli

try:
    from compression import zstd
except ImportError:
    from backports import zstd

from tests.crawler.conftest import Answer

MIB = 1 << 20
SWOLLEN = 160 * MIB


def _chunks(total: int) -> list[bytes]:
    return [b"\0" * (8 * MIB)] * (total // (8 * MIB))


def brotli_bomb() -> bytes:
    packer = brotli.Compressor(quality=5, lgwin=24)
    return b"".join(packer.process(chunk) for chunk in _chunks(SWOLLEN)) + packer.finish()


def zstd_bomb() -> bytes:
    packer = zstd.ZstdCompressor(level=3)
    return b"".join(packer.compress(chunk) for chunk in _chunks(SWOLLEN)) + packer.flush()


def deflate_bomb(wbits: int = 15) -> bytes:
    packer = zlib.compressobj(1, zlib.DEFLATED, wbits)
    return b"".join(packer.compress(chunk) for chunk in _chunks(SWOLLEN)) + packer.flush()


def gzip_bomb() -> bytes:
    return deflate_bomb(31)


def answering(head: str, *chunks: bytes, close: bool = True) -> Answer:
    """An answer of exactly these bytes."""

    def answer(request: BaseHTTPRequestHandler) -> None:
        try:
            request.wfile.write(head.replace("\n", "\r\n").encode() + b"\r\n\r\n")
            for chunk in chunks:
                request.wfile.write(chunk)
        except OSError:
            pass
        request.close_connection = close

    return answer


HTML = "HTTP/1.1 200 OK\nContent-Type: text/html"


def nine_gigabytes(sent: list[int]) -> Answer:
    """Says 9 GB and sends as long as somebody reads; `sent` gets how much that was."""

    def answer(request: BaseHTTPRequestHandler) -> None:
        request.wfile.write(f"{HTML}\nContent-Length: {9 * 10**9}".replace("\n", "\r\n").encode() + b"\r\n\r\n")
        count = 0
        try:
            while count < 64 * MIB:
                count += request.wfile.write(b"x" * 65536)
        except OSError:
            pass
        sent.append(count)
        request.close_connection = True

    return answer


def many_headers(sent: list[int]) -> Answer:
    def answer(request: BaseHTTPRequestHandler) -> None:
        count = 0
        request.connection.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 65536)
        try:
            request.wfile.write(b"HTTP/1.1 200 OK\r\n")
            for start in range(0, 400_000, 1000):
                lines = "".join(f"X-{number}: {number}\r\n" for number in range(start, start + 1000))
                count += request.wfile.write(lines.encode())
        except OSError:
            pass
        sent.append(count)
        request.close_connection = True

    return answer


def dripping(head: bytes, pause_s: float) -> Answer:
    """Sends `head`, then a byte at a time until nobody listens."""

    def answer(request: BaseHTTPRequestHandler) -> None:
        request.connection.settimeout(pause_s)
        try:
            request.wfile.write(head)
            while True:
                request.wfile.write(b"x")
                try:
                    if not request.connection.recv(1):
                        break
                except TimeoutError:
                    continue
        except OSError:
            pass
        request.close_connection = True

    return answer


def reset(request: BaseHTTPRequestHandler) -> None:
    """Resets the connection instead of answering."""
    request.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    request.rfile.close()
    request.wfile.close()
    request.connection.close()
    request.close_connection = True


def attribute_bomb() -> bytes:
    """1.9 MB on one tag, as an object of microdata: the slow reader of those compares each name with all others."""
    names = " ".join(f"a{number}" for number in range(200_000))
    return f"<html><div itemscope itemtype=https://schema.org/Product {names}><b itemprop=name>x</b></div>".encode()


def nested_bomb() -> bytes:
    return b"<html>" + b"<div itemscope itemprop=x>" * 150_000


def tag_bomb() -> bytes:
    return b"<html itemscope>" + b"<b>" * 1_300_000


def billion_laughs() -> str:
    entities = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    return (
        f'<?xml version="1.0"?><!DOCTYPE s [<!ENTITY l0 "ha">{entities}]>'
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url><loc>&l9;</loc></url></urlset>'
    )


def xxe(site: str) -> str:
    return (
        '<?xml version="1.0"?><!DOCTYPE s [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
        f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url><loc>{site}/x?&x;</loc></url></urlset>'
    )


def sitemap(addresses: list[str], kind: str = "urlset", entry: str = "url") -> str:
    inner = "".join(f"<{entry}><loc>{address}</loc></{entry}>" for address in addresses)
    return f'<{kind} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{inner}</{kind}>'


def a_million_addresses(site: str) -> bytes:
    return gzip.compress(sitemap([f"{site}/p/{n}" for n in range(1_000_000)]).encode(), 1)


VARIANTS: dict[str, tuple[str, Callable[[], bytes]]] = {
    "br": ("br", brotli_bomb),
    "gzip": ("gzip", gzip_bomb),
    "zstd": ("zstd", zstd_bomb),
    "deflate": ("deflate", deflate_bomb),
    "twice": ("gzip, gzip", lambda: gzip.compress(gzip_bomb())),
}
