"""Mistakes in source files, told to whoever can mend them: pydantic's errors as line, field, finding and mend."""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence
from typing import get_args

from pydantic import BaseModel
from pydantic_core import ErrorDetails

from sandi.errors import Problem
from sandi.strict_yaml import Document

Models = Mapping[str, type[BaseModel]]
"""The models by the field whose parts they are; "" is the whole file, "*" any other part."""

_MENDS = {
    "id": "small letters, digits and hyphens: `toko-contoh`",
    "purpose": "say why this source is watched, in a sentence",
    "more": "write `more: {url: 'https://example.org/jual?hal={n}', first: 2, last: 50}`",
    "title": "write the name of the site as people know it",
    "region": "two capital letters, as in `ID`",
    "hosts": "write a name or a list of names: `www.example.org`",
    "budget": "a whole number of pages a run, from 1 to 100000",
    "robots": "write `robots: {obey: false, reason: …}`; the reason (15 letters or more) is kept with every run",
    "robots.reason": "say in 15 letters or more who allowed it; the reason is kept with every run",
    "javascript": "write `javascript: {reason: …}`: why the page needs a browser",
    "javascript.reason": "say why the page needs a browser; a browser costs a hundred times more than a request",
}


def told(document: Document, details: ErrorDetails, models: Models) -> Problem:
    """The mistake `details` as one of `document`: its line, field, what was found and how to mend it."""
    path = _path_in(document, details["loc"])
    name = ".".join(str(part) for part in path)
    context = details.get("ctx", {})
    if details["type"] == "source":
        place = (*path, context["field"]) if context["field"] else path
        return document.problem(place, str(context["found"]), str(context["mend"]))
    if details["type"] == "missing":
        mend = _mend(name, models)
        return document.problem(path, "the field is missing", f"add it: {mend}" if mend else f"add `{path[-1]}: …`")
    if details["type"] == "extra_forbidden":
        return document.problem(path, "unknown field", _nearest(path, models))
    found = f"{details['input']!r:.60} cannot be used ({details['msg'][:1].lower()}{details['msg'][1:]})"
    return document.problem(path, found, _mend(name, models) or "correct the value")


def _mend(name: str, models: Models) -> str:
    if name == "adapter":
        *names, last = get_args(models[""].model_fields[name].annotation)
        return f"write {', '.join(f'`{one}`' for one in names)} or `{last}`"
    return _MENDS.get(name, "")


def _path_in(document: Document, loc: Sequence[str | int]) -> tuple[str | int, ...]:
    """`loc` without the parts that pydantic adds (validators, unions); a missing last key is kept."""
    path: tuple[str | int, ...] = ()
    for position, part in enumerate(loc):
        last = position == len(loc) - 1
        if (*path, part) in document.lines or (last and isinstance(part, str) and "-" not in part):
            path = (*path, part)
    return path


def _nearest(path: Sequence[str | int], models: Models) -> str:
    model = models[""] if len(path) == 1 else models.get(str(path[0]), models["*"]) if len(path) == 2 else models["*"]
    near = difflib.get_close_matches(str(path[-1]), list(model.model_fields), n=1)
    known = ", ".join(model.model_fields)
    return f"did you mean `{near[0]}`?" if near else f"remove it; known are {known}"
