"""The guard: which addresses a crawl may reach. Asked with every answer of a resolver, before anything is connected.

Only global addresses may be reached. The one exception, for test sites, is given to the constructor by
`guard_for`, and only when the source file says `loopback: true` and each of its hosts is a loopback name or literal;
it then covers exactly those hosts and ports. There is no setting and no environment variable for it.
"""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Iterable
from urllib.parse import urlsplit

from crawler.sources import Source, is_loopback, netloc

Address = ipaddress.IPv4Address | ipaddress.IPv6Address

_INNER_NAMES = (".localhost", ".local", ".internal", ".intranet", ".lan", ".home", ".corp", ".home.arpa", ".private")
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")


def reached_by(address: Address) -> list[Address]:
    """The addresses that a connection to `address` may end at.

    A mapped or NAT64 address ends at the IPv4 address it carries; 6to4, Teredo and compatible ones may end at either.
    """
    if isinstance(address, ipaddress.IPv4Address):
        return [address]
    number = int(address)
    last = ipaddress.IPv4Address(number & 0xFFFF_FFFF)
    if address.ipv4_mapped or address in _NAT64:
        return [last]
    carried = [address.sixtofour, *(address.teredo or ()), last if number >> 32 == 0 else None]
    return [address, *(inner for inner in carried if inner is not None)]


def is_public(address: str) -> bool:
    """Whether `address` (a literal, a zone after `%` ignored) and all it may end at are global unicast addresses."""
    try:
        parsed = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    return all(ip.is_global and not ip.is_multicast and not ip.is_reserved for ip in reached_by(parsed))


def leads_inside(url: str) -> bool:
    """Whether the host of `url` is, in whatever spelling, a literal address that is not public, or `localhost`."""
    try:
        host = (urlsplit(url).hostname or "").rstrip(".")
    except ValueError:
        return False
    if host == "localhost" or host.endswith(".localhost"):
        return True
    address = _literal(host)
    return bool(address) and not is_public(address)


def _literal(host: str) -> str:
    """The address that `host` spells; empty for a name."""
    try:
        return str(ipaddress.ip_address(host.partition("%")[0]))
    except ValueError:
        try:
            return socket.inet_ntoa(socket.inet_aton(host))  # 127.1, 0x7f.1, 2130706433 and their like
        except (OSError, UnicodeEncodeError):
            return ""


class Guard:
    """Answers whether a resolved address may be connected, and remembers what it refused.

    `test_hosts` are `host:port` (or `host` for ports 80 and 443) that may lie on loopback.
    """

    def __init__(self, *, test_hosts: Iterable[str] = ()) -> None:
        self._test_hosts = frozenset(test_hosts)
        self.refused: list[str] = []

    def allows(self, host: str, port: int, address: str) -> bool:
        """Whether `address`, which is what `host` resolved to, may be connected; a refusal is remembered."""
        if is_public(address) or self._is_test_site(host, port, address):
            return True
        self.refused.append(f"{host}:{port}")
        return False

    def allows_name(self, host: str, port: int) -> bool:
        """Whether `host` may be handed to a proxy that looks names up itself: never a name of an inner network."""
        name = host.rstrip(".").lower()
        literal = _literal(name)
        if literal:
            return self.allows(host, port, literal)
        inner = "." not in name or name.endswith(_INNER_NAMES)
        if inner and not (name == "localhost" and self._is_test_site(host, port, "127.0.0.1")):
            self.refused.append(f"{host}:{port}")
            return False
        return True

    def open_way_out(self, port: int) -> None:
        """Lets the crawl reach sandi's own proxy on loopback, which asks this guard about every connection."""
        self._test_hosts |= {f"127.0.0.1:{port}"}

    def refused_host(self, host: str) -> bool:
        """Whether a connection to `host` was refused in this run."""
        return any(place.rpartition(":")[0] == host for place in self.refused)

    def _is_test_site(self, host: str, port: int, address: str) -> bool:
        bracketed = f"[{host}]" if ":" in host else host
        names = {f"{bracketed}:{port}"} | ({bracketed} if port in (80, 443) else set())
        return bool(names & self._test_hosts) and ipaddress.ip_address(address.partition("%")[0]).is_loopback


def guard_for(source: Source) -> Guard:
    """The guard of a source: without exception, unless the source is a test site through and through."""
    hosts_are_local = all(is_loopback(f"http://{host}/") for host in source.hosts)
    if source.loopback and hosts_are_local:
        return Guard(test_hosts=source.hosts)
    return Guard()


def in_scope(source: Source, url: str) -> bool:
    """Whether `url` is http(s), names no user, and its host (and port) is one of the source's."""
    scheme, _, rest = url.partition("://")
    userinfo = "@" in rest.partition("/")[0]
    return scheme.lower() in ("http", "https") and not userinfo and netloc(url) in source.hosts
