"""The places of the workbench beside the queue, as links for whoever may go there."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from review.labels import t
from review.permissions import Permission, allowed


@dataclass(frozen=True, slots=True)
class Place:
    """A link of the head: its name in English (translated where shown), the key that presses it, who may follow it."""

    code: str
    path: str
    name: str
    key: str
    permission: Permission


PLACES = (
    Place("cases", "/cases", t("Cases"), "g c", Permission.READ_LEADS),
    Place("overview", "/overview", t("Overview"), "g o", Permission.SIGNED_IN),
    Place("rules", "/rules", t("Rules"), "g r", Permission.RULES),
    Place("sources", "/sources", t("Sources"), "g s", Permission.SOURCES),
    Place("exports", "/exports", t("Export"), "g x", Permission.PACK),
)


def places_for(roles: Iterable[str]) -> tuple[Place, ...]:
    """The places that somebody with `roles` may open."""
    held = tuple(roles)
    return tuple(place for place in PLACES if allowed(held, place.permission))
