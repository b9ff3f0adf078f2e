"""The browser's way out: the source's own hosts, and only addresses that the guard allows."""

from __future__ import annotations

import asyncio
import dataclasses
from urllib.parse import urlsplit

from crawler.guard import Guard
from crawler.proxy import GuardProxy
from tests.crawler.conftest import Site, serving
from tests.crawler.sample import SOURCE
from tests.loops import run_alone


async def through(proxy: GuardProxy, *heads: str) -> list[bytes]:
    """What the proxy answers to each request head."""
    address = urlsplit(await proxy.start())
    answers = []
    for head in heads:
        reader, writer = await asyncio.open_connection(address.hostname, address.port)
        writer.write(f"{head}\r\n\r\n".encode())
        answers.append(await asyncio.wait_for(reader.read(), 240))
        writer.close()
    await proxy.close()
    return answers


def proxy_for(site: Site, *, hosts: set[str], test_hosts: set[str], max_bytes: int = 1_000_000) -> GuardProxy:
    source = dataclasses.replace(SOURCE, hosts=frozenset(hosts))
    return GuardProxy(source, Guard(test_hosts=test_hosts), max_bytes=max_bytes)


def test_own_host_passes_and_others_do_not(site: Site) -> None:
    own = f"127.0.0.1:{site.port}"
    with serving(Site()) as other:
        proxy = proxy_for(site, hosts={own}, test_hosts={own})
        site.put("/x?y=1", "halo")
        passed, elsewhere, tunnel, local = run_alone(
            through(
                proxy,
                f"GET http://{own}/x?y=1 HTTP/1.1\r\nHost: {own}\r\nProxy-Connection: keep-alive",
                f"GET {other.url}/x HTTP/1.1\r\nHost: x",
                f"CONNECT 127.0.0.1:{other.port} HTTP/1.1",
                "GET /x HTTP/1.1\r\nHost: x",
            )
        )
        assert passed.startswith(b"HTTP/1.1 200")
        assert passed.endswith(b"halo")
        assert [answer.split(b"\r\n")[0] for answer in (elsewhere, tunnel, local)] == [
            b"HTTP/1.1 403 Not a host of this source"
        ] * 3
        assert (sum(other.hits.values()), proxy.refused) == (0, 3)


def test_a_host_of_the_source_that_lies_inside_is_refused(site: Site) -> None:
    own = f"localhost:{site.port}"
    proxy = proxy_for(site, hosts={own}, test_hosts=set())
    (plain, tunnel) = run_alone(
        through(proxy, f"GET http://{own}/ HTTP/1.1\r\nHost: {own}", f"CONNECT {own} HTTP/1.1\r\nHost: {own}")
    )
    assert plain.startswith(b"HTTP/1.1 403 Not a public address")
    assert tunnel.startswith(b"HTTP/1.1 403 Not a public address")
    assert sum(site.hits.values()) == 0


def test_an_answer_is_cut_at_the_limit(site: Site) -> None:
    own = f"127.0.0.1:{site.port}"
    site.put("/besar", b"x" * 500_000)
    proxy = proxy_for(site, hosts={own}, test_hosts={own}, max_bytes=100_000)
    (answer,) = run_alone(through(proxy, f"GET http://{own}/besar HTTP/1.1\r\nHost: {own}"))
    assert len(answer) == 100_000
