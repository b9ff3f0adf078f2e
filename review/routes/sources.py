"""The pages of operators: sources with state and health, their runs, and what may be done with them, each on record."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from starlette.exceptions import HTTPException
from starlette.responses import Response

from review import commands, i18n, source_files
from review.call import Call
from review.commands import Said
from review.rule_files import CannotWrite, digest
from sandi.listing import scrub
from storage import audit, captures, doctor, health, installation, runs, sources
from storage.installation import SourceCount
from storage.masking import scrubbed, scrubbed_url
from storage.records import Run, SourceState

TREND = 14
RUNS = 30
MAX_TEXT = 40_000
REASON_MOST = 300
SICK = ("degraded", "broken", "parked")


@dataclass(frozen=True, slots=True)
class Line:
    """A source of the list. `plan` is its row of `sandi schedule status`, empty when that cannot be asked."""

    state: SourceState
    last: Run | None
    trend: tuple[int, ...]
    count: SourceCount
    plan: Mapping[str, Any]

    @property
    def says(self) -> str:
        """paused, running, failed, lost, ok or new."""
        if self.last is not None and self.last.state == "leased":
            return "running"
        if self.state.paused:
            return "paused"
        return {"done": "ok", "planned": "waiting"}.get(self.last.state, self.last.state) if self.last else "new"


def show(call: Call) -> Response:
    """All sources that were ever registered, or that the files name; the sick ones first."""
    plans = commands.schedule_status(call.store.config)
    counts = installation.by_source(call.store)
    known = {state.id: state for state in sources.all_states(call.store)}
    names = sorted(known.keys() | plans.keys())
    lines = [_line(call, known.get(name, SourceState(name)), counts, plans) for name in names]
    lines.sort(key=lambda line: (line.state.health not in SICK, line.says not in ("failed", "lost"), line.state.id))
    values = {
        "lines": lines,
        "sick": sum(line.state.health in SICK for line in lines),
        "running": sum(line.says == "running" for line in lines),
        "paused": sum(line.state.paused for line in lines),
        "runs": runs.recent(call.store, None, RUNS),
        "planned": bool(plans),
        "back": "/sources",
    }
    return call.page("sources.html", 200, values)


def machine(call: Call) -> Response:
    """Disk, database, keys, clock, browser and backups."""
    values = {
        "installation": installation.state(call.store),
        "findings": doctor.check(call.store.config),
        "back": "/sources/machine",
    }
    return call.page("machine.html", 200, values)


def page(call: Call) -> Response:
    """One source: state, health, runs, its file, and the acts."""
    return _page(call, _asked(call))


def new(call: Call) -> Response:
    """An empty source file to fill in."""
    return _editor(call, "", source_files.NEW, "")


def edit(call: Call) -> Response:
    """The file of a source."""
    source = _asked(call).id
    path = source_files.file_of(call.store.config, source)
    if path is None:
        say = i18n.translations(call.language).gettext
        return _page(
            call,
            _asked(call),
            409,
            problem=say("This source has no file of its own; edit it where it is written."),
        )
    return _editor(call, source, path.read_text("utf-8", "replace"), digest(path))


def act(call: Call) -> Response:
    """Pause, resume, run now, or read a run again; each with its reason in the audit log."""
    state = _asked(call)
    reason, what = call.field("reason").strip()[:REASON_MOST], call.field("act")
    if not reason:
        return _page(call, state, 400, problem=_reason_wanted(call))
    actor = call.signed_in.user
    if what == "pause":
        sources.pause(call.store, state.id, reason, actor)
    elif what == "resume":
        sources.resume(call.store, state.id, reason, actor)
    elif what in ("run", "replay"):
        run = call.field("run")[:100] if what == "replay" else ""
        found = runs.get(call.store, run) if run else None
        if what == "replay" and (found is None or found.source != state.id):
            raise HTTPException(404)
        with call.store.writer() as conn:
            detail = {"replay": run} if run else {}
            audit.record(
                conn, actor=actor, action=f"source.{what}", object=f"source/{state.id}", reason=reason, detail=detail
            )
        commands.crawl(call.store.config, state.id, actor=actor, replay=run)
    else:
        raise HTTPException(400)
    commands.forget_status(call.store.config)
    return call.go(f"/sources/{state.id}")


def try_(call: Call) -> Response:
    """Check, preview or save a source file that is being written."""
    text = scrub(call.field("yaml")).replace("\r\n", "\n")[:MAX_TEXT]
    opened, base = call.field("source")[:100], call.field("base")[:64]
    config = call.store.config
    what = call.field("act")
    if what == "preview":
        return _editor(call, opened, text, base, said=commands.preview(config, text), previewed=True)
    reason = call.field("reason").strip()[:REASON_MOST]
    if what == "save" and not reason:
        return _editor(call, opened, text, base, 400, problem=_reason_wanted(call))
    said = commands.check(config, text)
    if what != "save" or said.status != 0:
        return _editor(call, opened, text, base, 200 if what != "save" else 400, said=said)
    try:
        path = source_files.save(config, text, opened=opened, base_sha256=base)
    except CannotWrite as error:
        return _editor(call, opened, text, base, 409, said=said, problem=str(error))
    source = source_files.id_in(text)
    with call.store.writer() as conn:
        detail = {"file": path.name, "sha256": digest(path), "base_sha256": base}
        audit.record(
            conn,
            actor=call.signed_in.user,
            action="source.edit",
            object=f"source/{source}",
            reason=reason,
            detail=detail,
        )
    commands.forget_status(config)
    return call.go(f"/sources/{source}")


def _asked(call: Call) -> SourceState:
    """The source of the address, registered or only in the files. Raises HTTPException."""
    name = scrub(call.request.path_params["source"])[:100]
    state = sources.state(call.store, name)
    if state.registered_at or state.paused or runs.latest(call.store, name):
        return state
    if source_files.file_of(call.store.config, name) is None:
        raise HTTPException(404)
    return state


def _page(call: Call, state: SourceState, status: int = 200, *, problem: str = "") -> Response:
    recent = runs.recent(call.store, state.id, RUNS)
    kept = {run.id for run in recent[:10] if captures.of_run(call.store, run.id)}
    line = _line(call, state, installation.by_source(call.store), commands.schedule_status(call.store.config))
    values = {
        "line": line,
        "state": state,
        "runs": recent,
        "replayable": kept,
        "file": source_files.file_of(call.store.config, state.id),
        "problem": problem,
        "back": f"/sources/{state.id}",
    }
    return call.page("source.html", status, values)


def _line(
    call: Call, state: SourceState, counts: Mapping[str, SourceCount], plans: Mapping[str, Mapping[str, Any]]
) -> Line:
    trend = tuple(int(one.get("listings", 0)) for one in health.history(call.store, state.id, TREND)[::-1])
    count = counts.get(state.id, SourceCount(state.id, 0, 0, 0))
    return Line(state, runs.latest(call.store, state.id), trend, count, plans.get(state.id, {}))


def _editor(
    call: Call,
    source: str,
    text: str,
    base: str,
    status: int = 200,
    *,
    said: Said | None = None,
    previewed: bool = False,
    problem: str = "",
) -> Response:
    found = said.value if said is not None and previewed and isinstance(said.value, list) else []
    values = {
        "source": source,
        "text": text,
        "base": base,
        "said": said,
        "told": [scrubbed(line) for line in said.lines] if said else [],
        "previewed": previewed,
        "listings": [_shown(one) for one in found if isinstance(one, dict)],
        "problem": problem,
        "back": "/sources",
    }
    return call.page("source_edit.html", status, values)


def _shown(listing: Mapping[str, Any]) -> dict[str, Any]:
    """A previewed listing with its contacts masked; it was judged by nobody and may hold any."""
    told = {name: scrubbed(str(listing.get(name) or ""))[:300] for name in ("title", "text", "seller", "location")}
    price = listing.get("price")
    return {
        **told,
        "url": scrubbed_url(str(listing.get("url") or "")),
        "price": price if isinstance(price, (int, float)) else None,
        "currency": str(listing.get("currency") or ""),
    }


def _reason_wanted(call: Call) -> str:
    say = i18n.translations(call.language).gettext
    return say("Give a reason first; it goes into the audit log.")
