"""The schema of a source file: pydantic at the edge, its errors turned into file, line, field and mend."""

from __future__ import annotations

import difflib
import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any, Literal, get_args
from urllib.parse import urlsplit

from jmespath.exceptions import JMESPathError
from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationError,
    ValidationInfo,
    field_validator,
    model_validator,
)
from pydantic_core import ErrorDetails, PydanticCustomError

from crawler.extraction.answers import compiled
from crawler.extraction.selectors import SelectorError, check_css, check_rule
from crawler.extraction.transforms import TRANSFORMS
from crawler.schedule_plan import Schedule, zone_of
from crawler.sources import FieldRule, JavaScript, More, Source, is_loopback, netloc
from sandi.errors import Problem
from sandi.listing import KINDS
from sandi.strict_yaml import Document

MIN_DELAY_S = 0.5

Adapter = Literal["pages", "feed", "json", "wordpress", "mastodon", "bluesky", "telegram", "archive"]
ADAPTERS: tuple[str, ...] = get_args(Adapter)

_DURATION = re.compile(r"(\d+(?:\.\d+)?)\s*(s|m|h|d)\Z")
_SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86400}
_LONGEST_S = 366 * 86400.0


def _wrong(found: str, mend: str, field: str = "") -> PydanticCustomError:
    """A mistake; `field` names where it stands when more than one field had to be looked at to see it."""
    return PydanticCustomError("source", "{found}", {"found": found, "mend": mend, "field": field})


def _duration(value: Any) -> Any:
    if isinstance(value, str) and (m := _DURATION.match(value.strip())):
        seconds = float(m[1]) * _SECONDS[m[2]]
    elif isinstance(value, (int, float)) and not isinstance(value, bool) and value >= 0:
        seconds = float(value)
    else:
        raise _wrong(f"{value!r} is no duration", "write seconds, or a number with s, m, h or d: `90s`, `20m`, `6h`")
    if seconds > _LONGEST_S:
        raise _wrong(f"{value!r} is longer than a year", "write a shorter one")
    return seconds


def _url(value: Any) -> Any:
    if not isinstance(value, str):
        raise _wrong(f"{value!r} is no address", "write a full address: `https://example.org/`")
    parts = urlsplit(value)
    if parts.scheme not in ("http", "https") or not netloc(value):
        raise _wrong(f"{value!r} is no http(s) address", "write a full address: `https://example.org/`")
    if parts.username or parts.password:
        raise _wrong("the address holds a name or password", "remove it; only public pages are collected")
    return value


def _one_or_many(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


def _rule(value: Any) -> Any:
    return {"select": value} if isinstance(value, str) else value


Duration = Annotated[float, BeforeValidator(_duration)]
Url = Annotated[str, BeforeValidator(_url)]
Urls = Annotated[list[Url], BeforeValidator(_one_or_many)]
Text = Annotated[str, Field(min_length=1, max_length=2000)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class RuleModel(_Strict):
    """A field's selector, as a text or with `match` and `join`."""

    select: Text
    match: Text | None = None
    join: str | None = None
    then: Annotated[list[str], BeforeValidator(_one_or_many)] = Field(default_factory=list)

    @field_validator("then")
    @classmethod
    def _known(cls, value: list[str]) -> list[str]:
        for name in value:
            if name not in TRANSFORMS:
                raise _wrong(f"{name!r} is no transform", f"known are {', '.join(TRANSFORMS)}")
        return value

    @model_validator(mode="after")
    def _compiles(self, info: ValidationInfo) -> RuleModel:
        try:
            if _reads_json(info):
                _jmespath(self.select)
            check_rule(self.value() if not _reads_json(info) else replace(self.value(), select="x"))
        except SelectorError as error:
            raise _wrong(str(error), error.mend) from None
        return self

    def value(self) -> FieldRule:
        return FieldRule(self.select, self.match, self.join, tuple(self.then))


Rule = Annotated[RuleModel, BeforeValidator(_rule)]


class FieldsModel(_Strict):
    """The fields of a listing that a page can show; what a source has besides goes under `extra`."""

    url: Rule | None = None
    title: Rule | None = None
    text: Rule | None = None
    price: Rule | None = None
    currency: Rule | None = None
    category: Rule | None = None
    seller: Rule | None = None
    location: Rule | None = None
    posted_at: Rule | None = None
    language: Rule | None = None
    images: Rule | None = None
    extra: dict[str, Rule] = Field(default_factory=dict)

    def rules(self) -> dict[str, FieldRule]:
        """The rules that are set, by field name; those of `extra` as `extra.name`."""
        named = {name: getattr(self, name) for name in type(self).model_fields if name != "extra"}
        named |= {f"extra.{name}": rule for name, rule in self.extra.items()}
        return {name: rule.value() for name, rule in named.items() if rule is not None}


class ScheduleModel(_Strict):
    cron: Text | None = None
    every: Duration | None = None
    jitter: Duration = 0.0
    between: Annotated[list[Duration], Field(min_length=2, max_length=2)] | None = None

    @field_validator("cron")
    @classmethod
    def _cron(cls, value: str | None) -> str | None:
        if value is None:
            return None
        try:
            Schedule(value, None, 0, "UTC", 60)
        except ValueError as error:
            mend = "five fields: minute hour day month weekday, as in `0 */6 * * *`"
            raise _wrong(f"{value!r} is no cron line ({error})", mend) from None
        return value

    @model_validator(mode="after")
    def _one(self) -> ScheduleModel:
        if (self.cron is None) == (self.every is None):
            raise _wrong(
                "a schedule needs `cron` or `every`, and not both", "write `schedule: {every: 6h, jitter: 20m}`"
            )
        if self.between is not None and not self.between[0] <= (self.every or 0.0) <= self.between[1]:
            mend = "write `{every: 6h, between: [1h, 1d]}`, the usual interval between the shortest and the longest"
            raise _wrong("`between` does not hold `every`", mend)
        given = [value for value in (self.every, *(self.between or ())) if value is not None]
        if any(value < 60 for value in given):
            raise _wrong("runs less than a minute apart", "write `every: 1m` or more")
        return self


class MoreModel(_Strict):
    url: Text
    first: Annotated[int, Field(ge=0)] = 2
    step: Annotated[int, Field(ge=1)] = 1
    last: Annotated[int, Field(ge=1, le=100_000)] = 1000

    @field_validator("url")
    @classmethod
    def _counts(cls, value: str) -> str:
        if ("{n}" in value) == ("{next}" in value):
            mend = "write `{n}` where the number of the page stands: `https://example.org/jual?hal={n}`"
            raise _wrong(f"{value!r} has no place for the page's number", mend)
        if value not in ("{next}",):
            _url(value)
        return value


class JavaScriptModel(_Strict):
    reason: Text
    wait_for: Text | None = None

    @field_validator("wait_for")
    @classmethod
    def _selector(cls, value: str | None) -> str | None:
        return _css(value)


class RobotsModel(_Strict):
    obey: Literal[False]
    reason: Annotated[str, Field(min_length=15)]


class SourceModel(_Strict):
    """The fields of a source file; seeds/README.md says what each means."""

    id: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{1,62}$")]
    title: Text
    purpose: Text
    adapter: Adapter
    start: Urls = Field(default_factory=list)
    sitemap: Urls = Field(default_factory=list)
    hosts: Annotated[list[str], BeforeValidator(_one_or_many)] = Field(default_factory=list)
    loopback: bool = False
    kind: str = "post"
    language: str | None = None
    region: Annotated[str, Field(pattern=r"^[A-Z]{2}$")] = "ID"
    timezone: str = "Asia/Jakarta"
    schedule: ScheduleModel | None = None
    deadline: Duration = 1800.0
    delay: Duration = 2.0
    budget: Annotated[int, Field(ge=1, le=100_000)] = 500
    retention: Duration | None = None
    daily: Annotated[int, Field(ge=1, le=1_000_000)] | None = None
    items: str | None = None
    follow: str | None = None
    card: str | None = None
    more: MoreModel | None = None
    fields: FieldsModel = Field(default_factory=FieldsModel)
    javascript: JavaScriptModel | None = None
    robots: RobotsModel | None = None

    @field_validator("kind")
    @classmethod
    def _kind(cls, value: str) -> str:
        if value not in KINDS:
            raise _wrong(f"{value!r} is no kind of listing", f"write one of {', '.join(KINDS)}")
        return value

    @field_validator("timezone")
    @classmethod
    def _zone(cls, value: str) -> str:
        try:
            return zone_of(value).key
        except ValueError:
            raise _wrong(f"{value!r} is no time zone", "write WIB, WITA, WIT or a name such as Asia/Jakarta") from None

    @field_validator("deadline")
    @classmethod
    def _deadline(cls, value: float) -> float:
        if value < 1:
            raise _wrong("a run that ends before it begins", "write how long a run may take: `deadline: 30m`")
        return value

    @field_validator("hosts")
    @classmethod
    def _hosts(cls, value: list[str]) -> list[str]:
        for host in value:
            if netloc(f"http://{host}/") != host.lower() or any(char.isspace() for char in host):
                raise _wrong(f"{host!r} is no host name", "write the name only: `www.example.org`")
        return value

    @field_validator("items", "follow", "card")
    @classmethod
    def _selector(cls, value: str | None, info: ValidationInfo) -> str | None:
        return _jmespath(value) if _reads_json(info) and value else _css(value)

    @model_validator(mode="after")
    def _whole(self) -> SourceModel:
        if self.adapter == "archive":
            if self.schedule is not None:
                mend = "remove it; files are brought in with `sandi sources import`"
                raise _wrong("files have no schedule", mend, "schedule")
        elif not self.start and not self.sitemap:
            raise _wrong("there is no address to start from", "add `start:` or `sitemap:` with at least one address")
        _only_known(self)
        _check_hosts(self)
        if not self.loopback and self.delay < MIN_DELAY_S:
            raise _wrong(
                f"a delay of {self.delay:g} s is impolite", f"write `delay: {MIN_DELAY_S:g}s` or more", "delay"
            )
        return self


def _css(value: str | None) -> str | None:
    if value is not None:
        try:
            check_css(value)
        except SelectorError as error:
            raise _wrong(str(error), error.mend) from None
    return value


def _reads_json(info: ValidationInfo) -> bool:
    return bool(info.context and info.context.get("adapter") == "json")


def _jmespath(value: str) -> str:
    try:
        compiled(value)
    except JMESPathError as error:
        mend = "write a JMESPath such as `data.items` or `offer.price` (https://jmespath.org)"
        raise _wrong(f"{value!r} is no JMESPath ({str(error).splitlines()[0]})", mend) from None
    return value


_MEANT = {
    "pages": ("items", "follow", "card", "more", "fields", "sitemap", "javascript"),
    "json": ("items", "follow", "more", "fields"),
    "archive": ("card", "fields"),
}
"""The fields that only some adapters know."""


def _only_known(model: SourceModel) -> None:
    used = [name for name in _MEANT["pages"] if name in model.model_fields_set]
    wrong = [name for name in used if name not in _MEANT.get(model.adapter, ())]
    if wrong:
        mend = "remove it, or write `adapter: pages`"
        raise _wrong(f"`{wrong[0]}` means nothing to the adapter {model.adapter}", mend, wrong[0])
    if model.adapter == "json" and not (model.fields.title or model.fields.text):
        raise _wrong("nothing says where title or text stand", "add `fields: {title: …}` with a JMESPath", "fields")


def _check_hosts(model: SourceModel) -> None:
    more = [model.more.url] if model.more and model.more.url != "{next}" else []
    addresses = {
        "more": more,
        "start": model.start,
        "sitemap": model.sitemap,
        "hosts": [f"http://{host}/" for host in model.hosts],
    }
    for field, urls in addresses.items():
        for url in urls:
            local = is_loopback(url)
            if local and not model.loopback:
                mend = "Only a test site may; if it is one, add `loopback: true`"
                raise _wrong(f"{url} lies on this machine", mend, field)
            if model.loopback and not local:
                mend = "remove `loopback: true`"
                raise _wrong(f"`loopback: true`, but {url} does not lie on this machine", mend, field)


def read_source(document: Document, file: Path) -> tuple[Source | None, list[Problem]]:
    """The source in `document`, or its mistakes."""
    if not isinstance(document.data, dict):
        mend = "write `id: …`, `title: …`, one field a line"
        return None, [document.problem((), "the file holds no fields", mend)]
    try:
        model = SourceModel.model_validate(document.data, context={"adapter": document.data.get("adapter")})
    except ValidationError as error:
        problems = [_problem(document, details) for details in error.errors(include_url=False)]
        return None, sorted(problems, key=lambda problem: problem.line)
    return _source(model, file), []


def _source(model: SourceModel, file: Path) -> Source:
    hosts = {netloc(url) for url in (*model.start, *model.sitemap)} | {host.lower() for host in model.hosts}
    if not model.loopback:
        hosts |= {host[4:] if host.startswith("www.") else f"www.{host}" for host in hosts}
    rhythm = model.schedule
    script = model.javascript
    return Source(
        id=model.id,
        title=model.title,
        purpose=model.purpose,
        adapter=model.adapter,
        start=tuple(model.start),
        sitemap=tuple(model.sitemap),
        hosts=frozenset(hosts),
        file=str(file),
        definition=file.read_text("utf-8"),
        loopback=model.loopback,
        kind=model.kind,
        language=model.language,
        region=model.region,
        zone=model.timezone,
        schedule=_schedule(rhythm, model) if rhythm else None,
        deadline_s=int(model.deadline),
        delay_s=model.delay,
        budget=model.budget,
        daily=model.daily,
        retention_s=model.retention,
        items=model.items,
        follow=model.follow,
        card=model.card,
        more=More(**model.more.model_dump()) if model.more else None,
        fields=model.fields.rules(),
        javascript=JavaScript(script.reason, script.wait_for) if script else None,
        robots_override=model.robots.reason if model.robots else None,
    )


_MENDS = {
    "id": "small letters, digits and hyphens: `toko-contoh`",
    "purpose": "say why this source is watched, in a sentence",
    "adapter": f"write {', '.join(f'`{name}`' for name in ADAPTERS[:-1])} or `{ADAPTERS[-1]}`",
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


def _problem(document: Document, details: ErrorDetails) -> Problem:
    path = _path_in(document, details["loc"])
    name = ".".join(str(part) for part in path)
    context = details.get("ctx", {})
    if details["type"] == "source":
        place = (*path, context["field"]) if context["field"] else path
        return document.problem(place, str(context["found"]), str(context["mend"]))
    if details["type"] == "missing":
        mend = _MENDS.get(name, f"add `{path[-1]}: …`")
        return document.problem(path, "the field is missing", f"add it: {mend}" if name in _MENDS else mend)
    if details["type"] == "extra_forbidden":
        return document.problem(path, "unknown field", _nearest(str(path[-1]), path))
    found = f"{details['input']!r:.60} cannot be used ({details['msg'][:1].lower()}{details['msg'][1:]})"
    return document.problem(path, found, _MENDS.get(name, "correct the value"))


def _path_in(document: Document, loc: Sequence[str | int]) -> tuple[str | int, ...]:
    """`loc` without the parts that pydantic adds (validators, unions); a missing last key is kept."""
    path: tuple[str | int, ...] = ()
    for position, part in enumerate(loc):
        last = position == len(loc) - 1
        if (*path, part) in document.lines or (last and isinstance(part, str) and "-" not in part):
            path = (*path, part)
    return path


def _nearest(name: str, path: Sequence[str | int]) -> str:
    models: dict[Any, type[BaseModel]] = {
        "schedule": ScheduleModel,
        "javascript": JavaScriptModel,
        "robots": RobotsModel,
        "fields": FieldsModel,
        "more": MoreModel,
    }
    model = SourceModel if len(path) == 1 else models.get(path[0], RuleModel) if len(path) == 2 else RuleModel
    near = difflib.get_close_matches(name, list(model.model_fields), n=1)
    known = ", ".join(model.model_fields)
    return f"did you mean `{near[0]}`?" if near else f"remove it; known are {known}"


def _schedule(rhythm: ScheduleModel, model: SourceModel) -> Schedule:
    least, most = rhythm.between or (None, None)
    return Schedule(rhythm.cron, rhythm.every, rhythm.jitter, model.timezone, model.deadline, least, most)
