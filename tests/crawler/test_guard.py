"""The guard: only public addresses, however they are written; excepted is a test site's own host and port."""

from __future__ import annotations

import dataclasses
import socket

import pytest

from crawler.guard import Guard, guard_for, in_scope, is_public
from crawler.sources import Source
from tests.crawler.sample import SOURCE

INNER = [
    "127.0.0.1", "127.0.0.2", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0",
    "224.0.0.1", "239.1.1.1", "240.0.0.1", "255.255.255.255", "198.18.0.1", "192.0.2.1", "::", "::1", "fe80::1",
    "fe80::1%eth0", "fc00::1", "ff02::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::127.0.0.1", "64:ff9b::7f00:1",
    "2002:7f00:1::", "2002:a00:1::", "2001:0:7f00:1::1", "2001:0:808:808:0:0:80ff:fffe", "2001:db8::1", "nonsense", "",
]  # fmt: skip
PUBLIC = ["8.8.8.8", "93.184.216.34", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808"]


@pytest.mark.parametrize("address", INNER)
def test_inner_addresses_are_refused(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", PUBLIC)
def test_public_addresses_are_allowed(address: str) -> None:
    assert is_public(address)


SPELLINGS = ["2130706433", "0x7f000001", "0x7f.1", "0177.0.0.1", "127.1", "127.0.1", "0", "localhost", "[::1]"]


@pytest.mark.parametrize("host", SPELLINGS)
def test_odd_spellings_are_refused_by_what_they_resolve_to(host: str) -> None:
    guard = Guard()
    answers = socket.getaddrinfo(host.strip("[]"), 80, type=socket.SOCK_STREAM)
    assert answers
    assert not any(guard.allows(host, 80, str(answer[4][0])) for answer in answers)
    assert guard.refused_host(host)


def source(**changes: object) -> Source:
    return dataclasses.replace(SOURCE, **changes)  # type: ignore[arg-type]


def test_a_test_site_may_be_reached_at_its_own_host_and_port_only() -> None:
    guard = guard_for(source(loopback=True, hosts=frozenset({"127.0.0.1:8765"})))
    assert guard.allows("127.0.0.1", 8765, "127.0.0.1")
    assert not guard.allows("127.0.0.1", 8766, "127.0.0.1")
    assert not guard.allows("127.0.0.2", 8765, "127.0.0.2")
    assert not guard.allows("127.0.0.1", 8765, "10.0.0.1")


def test_the_word_loopback_alone_opens_nothing() -> None:
    guard = guard_for(source(loopback=True, hosts=frozenset({"127.0.0.1:80", "example.org"})))
    assert not guard.allows("127.0.0.1", 80, "127.0.0.1")
    assert not guard_for(source(loopback=False)).allows("127.0.0.1", 8765, "127.0.0.1")


@pytest.mark.parametrize(
    ("url", "inside"),
    [
        ("http://127.0.0.1:8765/a", True),
        ("HTTP://127.0.0.1:8765/a", True),
        ("http://127.0.0.1:8766/a", False),
        ("http://127.0.0.1/a", False),
        ("http://x@127.0.0.1:8765/", False),
        ("file:///etc/passwd", False),
        ("ftp://127.0.0.1:8765/", False),
        ("javascript:alert(1)", False),
        ("http://127.0.0.1:8765.evil.example/", False),
        ("http://[127.0.0.1:8765/", False),
    ],
)
def test_scope(url: str, inside: bool) -> None:
    assert in_scope(SOURCE, url) is inside
