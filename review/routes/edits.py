"""Edits of rules: what each changes in the file, what the look back said, and the second person who lets it through."""

from __future__ import annotations

import difflib
from pathlib import Path

from starlette.exceptions import HTTPException
from starlette.responses import Response

from review import i18n, rule_files
from review.call import Call
from review.routes.lead import whole
from storage import rule_edits
from storage.rule_edits import EditError, RuleEdit

CONTEXT = 4
MOST_LINES = 2_000


def show(call: Call) -> Response:
    """The edits that wait for a second person."""
    return call.page("edits.html", 200, {"edits": rule_edits.waiting(call.store), "back": "/rules/edits"})


def page(call: Call) -> Response:
    """One edit."""
    return _page(call, _asked(call))


def decide(call: Call) -> Response:
    """Let an edit through, or refuse it with a reason. Its author may only take it back."""
    edit = _asked(call)
    actor, say = call.signed_in.user, i18n.translations(call.language).gettext
    try:
        if call.field("act") == "refuse":
            answer = call.field("answer").strip()[:500]
            if not answer:
                return _page(call, edit, 400, problem=say("Give a reason first; it goes into the audit log."))
            rule_edits.refuse(call.store, edit.id, actor=actor, answer=answer)
        else:
            rule_edits.let_through(
                call.store,
                edit.id,
                actor=actor,
                write=lambda one: rule_files.write(Path(one.path), one.text, one.base_sha256),
                alone=not call.bench.people,
            )
    except (EditError, rule_files.CannotWrite) as error:
        return _page(call, edit, 409, problem=str(error))
    return call.go(f"/rules/edits/{edit.id}")


def _asked(call: Call) -> RuleEdit:
    edit = rule_edits.get(call.store, whole(call.request.path_params["edit"]))
    if edit is None:
        raise HTTPException(404)
    return edit


def _page(call: Call, edit: RuleEdit, status: int = 200, *, problem: str = "") -> Response:
    lines = difflib.unified_diff(edit.base_text.splitlines(), edit.text.splitlines(), lineterm="", n=CONTEXT)
    mine = edit.author == call.signed_in.user
    values = {
        "edit": edit,
        "diff": [(_kind(line), line) for line in list(lines)[2:MOST_LINES]],
        "problem": problem,
        "may_let_through": edit.state == "waiting" and (not mine or not call.bench.people),
        "mine": mine,
        "back": f"/rules/edits/{edit.id}",
    }
    return call.page("edit.html", status, values)


def _kind(line: str) -> str:
    return {"+": "ins", "-": "del", "@": "gap"}.get(line[:1], "same")
