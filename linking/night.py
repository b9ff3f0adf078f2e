"""What a night should bring to links: all built anew when it is time or giants split, correlation rules over all."""

from __future__ import annotations

from dataclasses import dataclass

from linking.correlating import raise_all, rules_of
from linking.rebuilding import Rebuilt, rebuild
from linking.settling import settle
from storage import linking
from storage.database import Store

GROWN = 1.2
"""How many times the listings of the last rebuilding make the next one worth its time."""


@dataclass(frozen=True, slots=True)
class Tended:
    """`rebuilt` is None when it was not time; `raised`: leads by correlation rules."""

    rebuilt: Rebuilt | None
    raised: int

    @property
    def lines(self) -> tuple[str, ...]:
        """For people."""
        made = (
            f"built links anew: {self.rebuilt.clusters:,} clusters" if self.rebuilt else "links are as they should be"
        )
        return (made, f"correlation rules raised {self.raised:,} leads")


def tend(store: Store) -> Tended:
    """Build links anew when listings were forgotten since, or there are a fifth more, else split the giants that wait;
    then run correlation rules.

    Raises StoreBusy, StoreError.
    """
    with store.reader() as conn:
        count = linking.figures(conn)["listings"]
        due = count > GROWN * linking.built_with(conn)
    made = rebuild(store) if due else None
    if made is None:
        settle(store, None)
    raised = {number for fired in raise_all(store, rules_of(store.config.packs)) for number in fired.raised}
    return Tended(made, len(raised))
