"""What a page handler is given: the request, the session behind it, and the ways to answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from review import i18n
from review.navigation import places_for
from review.permissions import Permission, allowed
from review.render import Renderer
from review.session import Session, Sessions
from review.signals import SignalCard
from storage.database import Store


@dataclass(frozen=True, slots=True)
class Workbench:
    """The parts that every page shares; `cookie` is the name of the session cookie.

    `people`: whether people sign in with accounts, or one person by the one-time link. `scheme`: https behind a proxy
    that ends TLS, else http.
    """

    store: Store
    sessions: Sessions
    renderer: Renderer
    cookie: str
    signals: Mapping[str, SignalCard]
    people: bool = False
    scheme: str = "http"


@dataclass(frozen=True, slots=True)
class Call:
    """One request, checked: origin, session, permission and token fit the route."""

    request: Request
    bench: Workbench
    session: Session | None
    form: FormData

    @property
    def store(self) -> Store:
        return self.bench.store

    @property
    def signed_in(self) -> Session:
        """The session of a route that asks for one."""
        if self.session is None:
            raise RuntimeError("a page that needs a session was declared OPEN")
        return self.session

    @property
    def language(self) -> str:
        """The language chosen in the session, else Indonesian."""
        if self.session is not None:
            return self.session.language
        return i18n.DEFAULT

    def may(self, permission: Permission) -> bool:
        return self.session is not None and allowed(self.session.roles, permission)

    def field(self, name: str) -> str:
        """A text of the form, empty when it is missing or a file."""
        value = self.form.get(name, "")
        return value if isinstance(value, str) else ""

    def page(
        self, template: str, status: int, values: Mapping[str, Any], *, headers: Mapping[str, str] | None = None
    ) -> Response:
        """An HTML page in the language of the person."""
        notice = self.session.take_notice() if self.session is not None and status < 400 else None
        context = {
            "session": self.session,
            "notice": notice,
            "people": self.bench.people,
            "read_only": self.store.read_only,
            "places": places_for(self.session.roles) if self.session is not None else (),
            "can_decide": self.may(Permission.DECIDE),
            **values,
        }
        return HTMLResponse(self.bench.renderer.render(template, self.language, context), status, headers)

    def keep_session(self, response: Response, session_id: str) -> Response:
        """`response` with the cookie of a session; behind TLS the browser never sends it without."""
        secure = self.bench.scheme == "https"
        response.set_cookie(self.bench.cookie, session_id, path="/", httponly=True, samesite="strict", secure=secure)
        return response

    def go(self, path: str) -> Response:
        """Send the browser to `path`, with GET."""
        return RedirectResponse(path, 303)
