"""Who may do what: one table of roles, one table of routes.

The workbench refuses to start when a route stands in no table (`check_routes`), so that a new page is closed until
somebody has said who may open it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import StrEnum

from starlette.routing import BaseRoute, Mount, Route

from sandi.errors import SandiError


class Permission(StrEnum):
    """What a route asks for. `OPEN` asks for nothing, `SIGNED_IN` only for a session."""

    OPEN = "open"
    SIGNED_IN = "signed in"
    READ_LEADS = "read leads"
    UNMASK = "unmask a contact"
    DECIDE = "decide"
    SETTLE = "settle disagreement"
    PACK = "build a pack"
    SOURCES = "sources"
    RULES = "rules"
    ADMIN = "users, keys, retention"
    READ_AUDIT = "read the audit log"


_INVESTIGATES = frozenset({Permission.READ_LEADS, Permission.UNMASK, Permission.DECIDE, Permission.PACK})
ROLES: dict[str, frozenset[Permission]] = {
    "investigator": _INVESTIGATES,
    "lead-investigator": _INVESTIGATES | {Permission.SETTLE},
    "operator": frozenset({Permission.SOURCES}),
    "rule-author": frozenset({Permission.RULES}),
    "admin": frozenset({Permission.ADMIN, Permission.READ_AUDIT}),
    "auditor": frozenset({Permission.READ_LEADS, Permission.READ_AUDIT}),
}

ROUTES: dict[str, Permission] = {
    "static": Permission.OPEN,
    "enter": Permission.OPEN,
    "login": Permission.OPEN,
    "sign-in": Permission.OPEN,
    "home": Permission.SIGNED_IN,
    "keys": Permission.SIGNED_IN,
    "preferences": Permission.SIGNED_IN,
    "settings": Permission.SIGNED_IN,
    "password": Permission.SIGNED_IN,
    "keymap": Permission.SIGNED_IN,
    "rest": Permission.SIGNED_IN,
    "leave": Permission.SIGNED_IN,
    "queue": Permission.READ_LEADS,
    "lead": Permission.READ_LEADS,
    "company": Permission.READ_LEADS,
    "decisions": Permission.READ_LEADS,
    "decide": Permission.DECIDE,
    "decide-all": Permission.DECIDE,
    "undo-act": Permission.DECIDE,
    "second": Permission.DECIDE,
    "look": Permission.DECIDE,
    "answer": Permission.DECIDE,
    "agreement": Permission.READ_LEADS,
    "work": Permission.DECIDE,
    "skip": Permission.DECIDE,
    "unskip": Permission.DECIDE,
    "undo": Permission.DECIDE,
    "contact": Permission.UNMASK,
    "original": Permission.UNMASK,
    "capture": Permission.UNMASK,
    "pack": Permission.PACK,
    "cases": Permission.READ_LEADS,
    "case": Permission.READ_LEADS,
    "open-case": Permission.DECIDE,
    "change-case": Permission.DECIDE,
    "join-case": Permission.DECIDE,
    "case-pack": Permission.PACK,
    "approvals": Permission.PACK,
    "approve": Permission.PACK,
    "rules": Permission.RULES,
    "rule": Permission.RULES,
    "rule-lead": Permission.RULES,
    "playground": Permission.RULES,
    "try": Permission.RULES,
    "edits": Permission.RULES,
    "learn": Permission.RULES,
    "edit": Permission.RULES,
    "let-through": Permission.RULES,
    "overview": Permission.SIGNED_IN,
    "report": Permission.SIGNED_IN,
    "exports": Permission.PACK,
    "export": Permission.PACK,
    "sources": Permission.SOURCES,
    "machine": Permission.SOURCES,
    "new-source": Permission.SOURCES,
    "try-source": Permission.SOURCES,
    "source": Permission.SOURCES,
    "edit-source": Permission.SOURCES,
    "act-on-source": Permission.SOURCES,
}


class UndeclaredRoute(SandiError):
    """A route without a permission; the workbench does not start."""


def allowed(roles: Iterable[str], permission: Permission) -> bool:
    """Whether one of `roles` carries `permission`. An unknown role carries nothing."""
    if permission in (Permission.OPEN, Permission.SIGNED_IN):
        return True
    return any(permission in ROLES.get(role, frozenset()) for role in roles)


def permission_of(name: str) -> Permission:
    """The permission of the route called `name`. Raises UndeclaredRoute."""
    try:
        return ROUTES[name]
    except KeyError:
        raise UndeclaredRoute(
            f"the route {name!r} has no permission; add it to ROUTES in review/permissions.py"
        ) from None


def check_routes(routes: Iterable[BaseRoute]) -> None:
    """Raises UndeclaredRoute for the first route that the table does not know."""
    for name in _names(routes):
        permission_of(name)


def _names(routes: Iterable[BaseRoute]) -> Iterator[str]:
    for route in routes:
        yield route.name if isinstance(route, (Route, Mount)) and route.name else repr(route)
