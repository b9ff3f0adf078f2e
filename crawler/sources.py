"""Sources: what operators write in `seeds/*.yaml`, as checked values, and the functions that find and check them.

The file's schema is `crawler/source_schema.py`; every mistake is collected and told with file, line, field and mend.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from crawler.schedule_plan import Schedule
from crawler.upstream import Upstream
from sandi.config import Config
from sandi.errors import InputError, Problem, SandiError
from sandi.strict_yaml import load_file

SUFFIXES = (".yaml", ".yml")
AUTO = "auto"
"""Written for `items`, `card` or `follow`: found on the page itself, without a selector."""


class UnknownSource(SandiError):
    """No file under the seeds folder has this id."""


@dataclass(frozen=True, slots=True)
class FieldRule:
    """Where a field stands on a page: a CSS selector (`h1`, `a::attr(href)`) or an XPath, and what to keep of it.

    `match` is an RE2 pattern whose first group (or whole match) is kept; `then` names what is done to each text
    (crawler/extraction/transforms.py); `join` joins all elements found, else the first one counts.
    """

    select: str
    match: str | None = None
    join: str | None = None
    then: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class JavaScript:
    """That a source needs a browser, why, and the selector whose appearance says that the page is ready."""

    reason: str
    wait_for: str | None


@dataclass(frozen=True, slots=True)
class More:
    """Further pages by an address with `{n}` (a number), or `{next}` (what `follow` of a JSON source names)."""

    url: str
    first: int = 2
    step: int = 1
    last: int = 1000


@dataclass(frozen=True, slots=True)
class Source:
    """One checked source. Times in seconds, `zone` an IANA name, `hosts` the `host[:port]` that may be visited.

    `loopback` is true only for a test site: the file says so and every host of it is a loopback name or address.
    """

    id: str
    title: str
    purpose: str
    adapter: str
    start: tuple[str, ...]
    hosts: frozenset[str]
    file: str
    definition: str
    sitemap: tuple[str, ...] = ()
    loopback: bool = False
    kind: str = "post"
    language: str | None = None
    region: str = "ID"
    zone: str = "Asia/Jakarta"
    schedule: Schedule | None = None
    deadline_s: int = 1800
    delay_s: float = 2.0
    budget: int = 500
    daily: int | None = None
    retention_s: float | None = None
    items: str | None = None
    follow: str | None = None
    card: str | None = None
    more: More | None = None
    fields: Mapping[str, FieldRule] = field(default_factory=dict)
    changes: tuple[str, ...] = ()
    javascript: JavaScript | None = None
    proxy: Upstream | None = None
    robots_override: str | None = None

    @property
    def automatic(self) -> bool:
        """Whether cards or links are found without selectors."""
        return AUTO in (self.items, self.card)

    @property
    def url(self) -> str:
        """The first address: what people are shown as the source's; empty for files without one."""
        return next(iter((*self.start, *self.sitemap)), "")


def netloc(url: str) -> str:
    """`host` or `host:port` of an address in lower case, the scheme's own port left out; empty if it has none.

    >>> netloc("HTTP://User@Example.org:80/a"), netloc("https://example.org:8443/")
    ('example.org', 'example.org:8443')
    """
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return ""
    host = (parts.hostname or "").rstrip(".")
    if ":" in host:
        host = f"[{host}]"
    default = {"http": 80, "https": 443}.get(parts.scheme)
    return host if port is None or port == default else f"{host}:{port}"


def is_loopback(url: str) -> bool:
    """Whether the host of `url` is `localhost` or a literal loopback address; other names never are."""
    host = urlsplit(url).hostname or ""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host in ("localhost",)


def source_files(config: Config) -> list[Path]:
    """Every source file under the seeds folder, sorted."""
    return sorted(path for path in config.seeds.rglob("*") if path.suffix in SUFFIXES and path.is_file())


def load_all(config: Config) -> list[Source]:
    """All sources, by id. Raises InputError with every mistake in every file."""
    sources, problems = read_files(source_files(config))
    if problems:
        raise InputError(problems)
    return sorted(sources, key=lambda source: source.id)


def load_source(source_id: str, config: Config) -> Source:
    """The source `source_id`. Raises UnknownSource, or InputError when its own file holds mistakes."""
    files = source_files(config)
    sources, problems = read_files(files)
    found = [source for source in sources if source.id == source_id]
    if found:
        duplicates = [p for p in problems if p.where == found[-1].file]
        if duplicates:
            raise InputError(duplicates)
        return found[0]
    own = [p for p in problems if Path(p.where).stem in (source_id, source_id.partition("-")[2])]
    if own:
        raise InputError(own)
    known = ", ".join(sorted(source.id for source in sources)) or "none"
    broken = f" ({len({p.where for p in problems})} files cannot be read: `sandi sources check`)" if problems else ""
    raise UnknownSource(f"no source {source_id!r} under {config.seeds}; known: {known}{broken}")


def check(paths: Iterable[Path]) -> list[Problem]:
    """Every mistake in these files; folders are searched."""
    files: list[Path] = []
    for path in paths:
        files += sorted(p for p in path.rglob("*") if p.suffix in SUFFIXES) if path.is_dir() else [path]
    return read_files(files)[1]


def read_files(files: Iterable[Path]) -> tuple[list[Source], list[Problem]]:
    """Sources that are right and problems of those that are not; an id used twice is a problem of the later file."""
    from crawler.source_schema import read_source

    sources: list[Source] = []
    problems: list[Problem] = []
    seen: dict[str, str] = {}
    for file in files:
        try:
            documents = load_file(file)
        except InputError as error:
            problems += error.problems
            continue
        if not documents:
            problems.append(Problem(str(file), 0, "", "the file is empty", "write a source or delete the file"))
        for document in documents:
            source, mistakes = read_source(document, file)
            problems += mistakes
            if source is None:
                continue
            if source.id in seen:
                found = f"the id {source.id!r} is already used in {seen[source.id]}"
                problems.append(document.problem(("id",), found, "give one of them another id"))
            seen.setdefault(source.id, source.file)
            sources.append(source)
    return sources, problems
