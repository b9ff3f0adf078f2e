"""A source for tests of single functions."""

from crawler.sources import Source

SOURCE = Source(
    id="toko",
    title="Toko",
    purpose="A test.",
    adapter="pages",
    start=("http://127.0.0.1:8765/",),
    hosts=frozenset({"127.0.0.1:8765"}),
    file="toko.yaml",
    definition="",
    loopback=True,
)
