"""The workbench as an ASGI application: routes, the check before each of them, and error pages without tracebacks."""

from __future__ import annotations

import hmac
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.convertors import Convertor, register_url_convertor
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp

from review.call import Call, Workbench
from review.doorway import Doorway, same_origin
from review.permissions import Permission, allowed, check_routes, permission_of
from review.render import Renderer
from review.rooms import ROOMS
from review.routes import (
    cases,
    company,
    decisions,
    entrance,
    handover,
    lead,
    queue,
    second,
    settings,
    signing_in,
    unmask,
)
from review.session import Session, Sessions
from review.signals import read_signals
from sandi.errors import SandiError
from storage import users
from storage.database import Store
from storage.paging import CursorError

MAX_BODY = 64 * 1024
MAX_FIELDS = 100
"""Enough for a cluster's members, each of which can be left out of a decision."""
STATIC = Path(__file__).parent / "static"
Handler = Callable[[Call], Response]


@dataclass(frozen=True, slots=True)
class Page:
    """A route: its name decides, through review/permissions.py, who may open it."""

    name: str
    path: str
    handler: Handler
    method: str = "GET"


class LeadNumber(Convertor[int]):
    """A number that SQLite can hold; of thousands of digits Python itself makes no number."""

    regex = "[0-9]{1,18}"

    def convert(self, value: str) -> int:
        return int(value)

    def to_string(self, value: int) -> str:
        return str(value)


register_url_convertor("lead", LeadNumber())

PAGES = (
    Page("enter", "/enter", entrance.enter),
    Page("login", "/login", signing_in.show),
    Page("sign-in", "/login", signing_in.sign_in, "POST"),
    Page("home", "/", entrance.home),
    Page("keys", "/keys", entrance.keys),
    Page("preferences", "/preferences", entrance.preferences, "POST"),
    Page("settings", "/settings", settings.show),
    Page("keymap", "/settings/keys", settings.keymap, "POST"),
    Page("rest", "/settings/rest", settings.rest, "POST"),
    Page("password", "/settings/password", settings.password, "POST"),
    Page("leave", "/leave", entrance.leave, "POST"),
    Page("queue", "/leads", queue.show),
    Page("lead", "/leads/{lead_id:lead}", lead.show),
    Page("company", "/leads/{lead_id:lead}/company", company.show),
    Page("work", "/work", lead.work, "POST"),
    Page("unskip", "/work/again", lead.unskip, "POST"),
    Page("skip", "/leads/{lead_id:lead}/skip", lead.skip, "POST"),
    Page("decide", "/leads/{lead_id:lead}/decision", lead.decide, "POST"),
    Page("undo", "/leads/{lead_id:lead}/undo", lead.undo, "POST"),
    Page("contact", "/leads/{lead_id:lead}/contact", unmask.contact, "POST"),
    Page("original", "/leads/{lead_id:lead}/original", unmask.original, "POST"),
    Page("capture", "/leads/{lead_id:lead}/capture", unmask.capture, "POST"),
    Page("cases", "/cases", cases.show),
    Page("open-case", "/cases", cases.start, "POST"),
    Page("case", "/cases/{case:lead}", cases.case),
    Page("change-case", "/cases/{case:lead}", cases.change, "POST"),
    Page("case-pack", "/cases/{case:lead}/pack", cases.download, "POST"),
    Page("join-case", "/leads/{lead_id:lead}/case", cases.join, "POST"),
    Page("approvals", "/approvals", handover.requests),
    Page("approve", "/approvals/{approval:lead}", handover.decide, "POST"),
    Page("pack", "/leads/{lead_id:lead}/pack", handover.download, "POST"),
    Page("decisions", "/decisions", decisions.show),
    Page("undo-act", "/acts/{act:lead}/undo", decisions.undo, "POST"),
    Page("decide-all", "/leads/decision", decisions.decide_all, "POST"),
    Page("second", "/second", second.show),
    Page("agreement", "/second/agreement", second.figures),
    Page("look", "/second/{look:lead}", second.look),
    Page("answer", "/second/{look:lead}", second.answer, "POST"),
    *(Page(*room) for room in ROOMS),
)


def build_app(
    store: Store, sessions: Sessions, *, hosts: frozenset[str], people: bool = False, scheme: str = "http"
) -> ASGIApp:
    """The workbench over `store`, answering only to `hosts` ("127.0.0.1:8000"). Raises UndeclaredRoute.

    With `people` they sign in with name and password. `scheme` is what the browser sees: https behind a proxy.
    """
    signals = read_signals(store.config.packs)
    bench = Workbench(store, sessions, Renderer(), cookie_name(hosts), signals, people, scheme)
    routes: list[BaseRoute] = [_route(page, bench) for page in PAGES]
    routes.append(Mount("/static", StaticFiles(directory=STATIC), name="static"))
    return assemble(bench, routes, hosts)


def assemble(bench: Workbench, routes: list[BaseRoute], hosts: frozenset[str]) -> ASGIApp:
    """An application of `routes`, none of which may be without a permission. Raises UndeclaredRoute."""
    check_routes(routes)
    errors = _error_pages(bench)
    app = Starlette(
        routes=routes,
        exception_handlers={HTTPException: errors, SandiError: errors, Exception: errors},
        max_body_size=MAX_BODY,
    )
    return Doorway(app, hosts)


def cookie_name(hosts: frozenset[str]) -> str:
    """Browsers share cookies between ports of a host, so the port is part of the name: two workbenches, two names."""
    ports = sorted(host.rpartition(":")[2] for host in hosts)
    return f"sandi-{ports[0]}" if ports else "sandi"


def _route(page: Page, bench: Workbench) -> Route:
    permission = permission_of(page.name)
    handler = page.handler

    async def endpoint(request: Request) -> Response:
        call = await _checked(request, bench, permission)
        return await run_in_threadpool(handler, call)

    return Route(page.path, endpoint, methods=[page.method], name=page.name)


async def _checked(request: Request, bench: Workbench, permission: Permission) -> Call:
    """The call behind a request. Raises HTTPException when origin, session, permission or token do not allow it."""
    unsafe = request.method not in ("GET", "HEAD")
    if unsafe and not same_origin(request.headers, bench.scheme):
        raise HTTPException(403, "foreign")
    session = await run_in_threadpool(standing, request, bench)
    form = FormData()
    if permission is not Permission.OPEN:
        if session is None:
            raise HTTPException(401, "session")
        if not allowed(session.roles, permission):
            raise HTTPException(403, "permission")
    if unsafe:
        form = await request.form(max_files=0, max_fields=MAX_FIELDS)
        if permission is not Permission.OPEN and session is not None and not _token_fits(form, session):
            raise HTTPException(403, "token")
    return Call(request, bench, session, form)


def standing(request: Request, bench: Workbench) -> Session | None:
    """The session of a request. One of an account is over as soon as its password, roles or state have changed."""
    session_id = request.cookies.get(bench.cookie)
    session = bench.sessions.get(session_id)
    if session is None or session.stamp is None:
        return session
    user = users.get(bench.store, session.user)
    if user is None or user.stamp != session.stamp or user.state != "active":
        bench.sessions.leave(session_id or "")
        return None
    return session


def _token_fits(form: FormData, session: Session) -> bool:
    given = form.get("csrf")
    return isinstance(given, str) and hmac.compare_digest(given.encode(), session.csrf.encode())


def _error_pages(bench: Workbench) -> Callable[[Request, Exception], Awaitable[Response]]:
    async def handle(request: Request, error: Exception) -> Response:
        status = error.status_code if isinstance(error, HTTPException) else 500
        detail = error.detail if isinstance(error, HTTPException) else ""
        if isinstance(error, SandiError):
            status, detail = (400, "") if isinstance(error, CursorError) else (503, str(error))
        session = bench.sessions.get(request.cookies.get(bench.cookie))
        if status == 401 and bench.people:
            return signing_in.page(Call(request, bench, None, FormData()), 401)
        call = Call(request, bench, session, FormData())
        if status in (301, 302, 303, 307, 308):
            return RedirectResponse("/", status)
        headers: dict[str, Any] = dict((error.headers or {}) if isinstance(error, HTTPException) else {})
        return call.page("error.html", status, {"status": status, "why": detail}, headers=headers)

    return handle
