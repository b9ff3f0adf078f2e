"""The schema of a source file: pydantic at the edge, its errors turned into file, line, field and mend."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal, get_args
from urllib.parse import urlsplit

from pydantic import (
    BaseModel,
    BeforeValidator,
    Field,
    ValidationError,
    ValidationInfo,
    field_validator,
    model_validator,
)

from crawler.schedule_plan import Schedule, zone_of
from crawler.source_mistakes import told
from crawler.source_parts import (
    Duration,
    FieldsModel,
    JavaScriptModel,
    MoreModel,
    RobotsModel,
    RuleModel,
    ScheduleModel,
    Strict,
    Text,
    Urls,
    css,
    jmespath,
    one_or_many,
    reads_json,
    wrong,
)
from crawler.sources import JavaScript, More, Source, is_loopback, netloc
from crawler.upstream import Upstream
from sandi.errors import Problem
from sandi.listing import KINDS
from sandi.strict_yaml import Document
from storage.veil import COMPARED

MIN_DELAY_S = 0.5

Adapter = Literal["pages", "feed", "json", "wordpress", "mastodon", "bluesky", "telegram", "archive"]
ADAPTERS: tuple[str, ...] = get_args(Adapter)

_PROXY = (
    "write `socks5://127.0.0.1:1080`, `socks5h://127.0.0.1:9050` (Tor) or `http://proxy.example.org:3128`;"
    " for a proxy that wants a login run one on this machine that logs in there"
)


class SourceModel(Strict):
    """The fields of a source file; seeds/README.md says what each means."""

    id: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{1,62}$")]
    title: Text
    purpose: Text
    adapter: Adapter
    start: Urls = Field(default_factory=list)
    sitemap: Urls = Field(default_factory=list)
    hosts: Annotated[list[str], BeforeValidator(one_or_many)] = Field(default_factory=list)
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
    changes: Annotated[list[str], BeforeValidator(one_or_many), Field(min_length=1)] | None = None
    javascript: JavaScriptModel | None = None
    proxy: str | None = None
    robots: RobotsModel | None = None

    @field_validator("kind")
    @classmethod
    def _kind(cls, value: str) -> str:
        if value not in KINDS:
            raise wrong(f"{value!r} is no kind of listing", f"write one of {', '.join(KINDS)}")
        return value

    @field_validator("timezone")
    @classmethod
    def _zone(cls, value: str) -> str:
        try:
            return zone_of(value).key
        except ValueError:
            raise wrong(f"{value!r} is no time zone", "write WIB, WITA, WIT or a name such as Asia/Jakarta") from None

    @field_validator("deadline")
    @classmethod
    def _deadline(cls, value: float) -> float:
        if value < 1:
            raise wrong("a run that ends before it begins", "write how long a run may take: `deadline: 30m`")
        return value

    @field_validator("hosts")
    @classmethod
    def _hosts(cls, value: list[str]) -> list[str]:
        for host in value:
            if netloc(f"http://{host}/") != host.lower() or any(char.isspace() for char in host):
                raise wrong(f"{host!r} is no host name", "write the name only: `www.example.org`")
        return value

    @field_validator("changes")
    @classmethod
    def _changes(cls, value: list[str] | None) -> list[str] | None:
        for name in value or ():
            if name not in COMPARED and not (name.startswith("extra.") and len(name) > len("extra.")):
                mend = f"choose of {', '.join(COMPARED)} and `extra.NAME`: `changes: [title, price, text]`"
                raise wrong(f"{name!r} is no field that is compared", mend)
        return value

    @field_validator("proxy")
    @classmethod
    def _proxy(cls, value: str | None) -> str | None:
        try:
            return str(Upstream.parse(value)) if value is not None else None
        except ValueError as error:
            raise wrong(str(error), _PROXY) from None

    @field_validator("items", "follow", "card")
    @classmethod
    def _selector(cls, value: str | None, info: ValidationInfo) -> str | None:
        return jmespath(value) if reads_json(info) and value else css(value)

    @model_validator(mode="after")
    def _whole(self) -> SourceModel:
        if self.adapter == "archive":
            if self.schedule is not None:
                mend = "remove it; files are brought in with `sandi sources import`"
                raise wrong("files have no schedule", mend, "schedule")
        elif not self.start and not self.sitemap:
            raise wrong("there is no address to start from", "add `start:` or `sitemap:` with at least one address")
        _only_known(self)
        _check_hosts(self)
        _check_proxy(self)
        if not self.loopback and self.delay < MIN_DELAY_S:
            raise wrong(f"a delay of {self.delay:g} s is impolite", f"write `delay: {MIN_DELAY_S:g}s` or more", "delay")
        return self


_MEANT = {
    "pages": ("items", "follow", "card", "more", "fields", "sitemap", "javascript"),
    "json": ("items", "follow", "more", "fields"),
    "archive": ("card", "fields"),
}
"""The fields that only some adapters know."""


def _only_known(model: SourceModel) -> None:
    used = [name for name in _MEANT["pages"] if name in model.model_fields_set]
    foreign = [name for name in used if name not in _MEANT.get(model.adapter, ())]
    if foreign:
        mend = "remove it, or write `adapter: pages`"
        raise wrong(f"`{foreign[0]}` means nothing to the adapter {model.adapter}", mend, foreign[0])
    if model.adapter == "json" and not (model.fields.title or model.fields.text):
        raise wrong("nothing says where title or text stand", "add `fields: {title: …}` with a JMESPath", "fields")


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
                raise wrong(f"{url} lies on this machine", mend, field)
            if model.loopback and not local:
                mend = "remove `loopback: true`"
                raise wrong(f"`loopback: true`, but {url} does not lie on this machine", mend, field)


def _check_proxy(model: SourceModel) -> None:
    upstream = Upstream.parse(model.proxy) if model.proxy else None
    addresses = [*model.start, *model.sitemap, *(f"http://{host}/" for host in model.hosts)]
    onions = [url for url in addresses if (urlsplit(url).hostname or "").endswith(".onion")]
    if onions and (upstream is None or not upstream.takes_names):
        raise wrong(
            f"{onions[0]} is an onion address", "write `proxy: socks5h://127.0.0.1:9050`, as Tor has it", "proxy"
        )
    if upstream is not None and model.loopback and not is_loopback(f"http://{upstream.host}/"):
        mend = "name a proxy on loopback, or remove `loopback: true`"
        raise wrong("a test site on this machine, but the proxy lies elsewhere", mend, "proxy")


_MODELS: dict[str, type[BaseModel]] = {
    "": SourceModel,
    "*": RuleModel,
    "schedule": ScheduleModel,
    "javascript": JavaScriptModel,
    "robots": RobotsModel,
    "fields": FieldsModel,
    "more": MoreModel,
}


def read_source(document: Document, file: Path) -> tuple[Source | None, list[Problem]]:
    """The source in `document`, or its mistakes."""
    if not isinstance(document.data, dict):
        mend = "write `id: …`, `title: …`, one field a line"
        return None, [document.problem((), "the file holds no fields", mend)]
    try:
        model = SourceModel.model_validate(document.data, context={"adapter": document.data.get("adapter")})
    except ValidationError as error:
        problems = [told(document, details, _MODELS) for details in error.errors(include_url=False)]
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
        changes=tuple(model.changes or ()),
        javascript=JavaScript(script.reason, script.wait_for) if script else None,
        proxy=Upstream.parse(model.proxy) if model.proxy else None,
        robots_override=model.robots.reason if model.robots else None,
    )


def _schedule(rhythm: ScheduleModel, model: SourceModel) -> Schedule:
    least, most = rhythm.between or (None, None)
    return Schedule(rhythm.cron, rhythm.every, rhythm.jitter, model.timezone, model.deadline, least, most)
