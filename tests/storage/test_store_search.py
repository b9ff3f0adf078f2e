from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from store_house import HANDLE, judged, plain

from storage import leads, listings
from storage.paging import CursorError
from storage.search import common, search

HOSTILE = [
    "", " ", '"', '""', "'", "*", "**", "a*", '"a', 'a"b', "(", ")", "a AND", "AND", "OR NOT NEAR", "NEAR(a b, 3)",
    "title:kaos", "{title text}: a", "-a", "^a", "a + b", "\x00", "a\x00b", "a;DROP TABLE listings", "%", "_", "\\",
    "\ud800", "\u202e", "((((" * 750, "a" * 10_000, "a " * 5_000, '" OR "1"="1', "'; --", "💥", "\u0301", "•",
]  # fmt: skip


@pytest.fixture(scope="module")
def kept(tmp_path_factory):
    from store_house import config

    from storage.database import Store

    with Store.open(config(tmp_path_factory.mktemp("search"))) as store:
        listings.save_batch(store, "r1", [judged(1), plain(2), plain(3, "Kafé Ñandú, ukuran M"), plain(4)])
        yield store


def ids(store, words):
    return [row.id for row in search(store, words).rows]


@pytest.mark.gauntlet(26)
@pytest.mark.parametrize("words", HOSTILE)
def test_no_text_breaks_the_search(kept, words):
    assert isinstance(ids(kept, words), list)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words=st.text(alphabet=st.sampled_from('abAND OR NEAR()*"^:-+{}\\\x00é•,')))
def test_no_syntax_reaches_the_index(kept, words):
    assert set(ids(kept, words)) <= {1, 2, 3, 4}


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("kaos", [4, 3, 2]),
        ("KAOS ukuran", [4, 3, 2]),
        ("kafe nandu", [3]),
        ("kambo*", [1]),
        ("kambo", []),
        ("kaos kamboja", []),
        ("tanpa-pengalaman", [1]),
        ("NOT kaos", []),
        (HANDLE, []),
        ("081200007341", []),
    ],
)
def test_what_is_found(kept, words, found):
    assert ids(kept, words) == found


def test_pages_newest_first(kept):
    first = search(kept, "kaos", limit=2)
    second = search(kept, "kaos", limit=2, cursor=first.cursor)
    assert [row.id for row in (*first.rows, *second.rows)] == [4, 3, 2]
    assert second.cursor is None
    with pytest.raises(CursorError):
        search(kept, "kaos", cursor="'")


def test_a_changed_text_is_found_by_its_new_words_only(store):
    listings.save_batch(store, "r1", [plain(1)])
    listings.save_batch(store, "r2", [plain(1, "Sepatu lari")])
    assert (ids(store, "sepatu"), ids(store, "ukuran")) == ([1], [])


def test_a_queue_finds_the_same_leads_by_words_that_are_common_and_by_those_that_are_not(store) -> None:
    listings.save_batch(store, "r", [judged(number) for number in range(1, 6)])
    word = leads.queue(store).rows[0].title.split()[0]
    rare = [row.id for row in leads.queue(store, text=word, by_cluster=True).rows]
    assert rare == [row.id for row in leads.queue(store, text=word, common=True, by_cluster=True).rows] != []
    assert not common(store, word)
    assert leads.queue(store, text="takadasama", common=True).rows == ()
