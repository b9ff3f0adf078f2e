"""The parts of a source file as pydantic sees them: durations, addresses, selectors, schedules."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from jmespath.exceptions import JMESPathError
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationInfo, field_validator, model_validator
from pydantic_core import PydanticCustomError

from crawler.extraction.answers import compiled
from crawler.extraction.selectors import SelectorError, check_css, check_rule
from crawler.extraction.transforms import TRANSFORMS
from crawler.schedule_plan import Schedule
from crawler.sources import FieldRule, netloc

_DURATION = re.compile(r"(\d+(?:\.\d+)?)\s*(s|m|h|d)\Z")
_SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86400}
_LONGEST_S = 366 * 86400.0


def wrong(found: str, mend: str, field: str = "") -> PydanticCustomError:
    """A mistake; `field` names where it stands when more than one field had to be looked at to see it."""
    return PydanticCustomError("source", "{found}", {"found": found, "mend": mend, "field": field})


def _duration(value: Any) -> Any:
    if isinstance(value, str) and (m := _DURATION.match(value.strip())):
        seconds = float(m[1]) * _SECONDS[m[2]]
    elif isinstance(value, (int, float)) and not isinstance(value, bool) and value >= 0:
        seconds = float(value)
    else:
        raise wrong(f"{value!r} is no duration", "write seconds, or a number with s, m, h or d: `90s`, `20m`, `6h`")
    if seconds > _LONGEST_S:
        raise wrong(f"{value!r} is longer than a year", "write a shorter one")
    return seconds


def _url(value: Any) -> Any:
    if not isinstance(value, str):
        raise wrong(f"{value!r} is no address", "write a full address: `https://example.org/`")
    parts = urlsplit(value)
    if parts.scheme not in ("http", "https") or not netloc(value):
        raise wrong(f"{value!r} is no http(s) address", "write a full address: `https://example.org/`")
    if parts.username or parts.password:
        raise wrong("the address holds a name or password", "remove it; only public pages are collected")
    return value


def one_or_many(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


def _rule(value: Any) -> Any:
    return {"select": value} if isinstance(value, str) else value


Duration = Annotated[float, BeforeValidator(_duration)]
Url = Annotated[str, BeforeValidator(_url)]
Urls = Annotated[list[Url], BeforeValidator(one_or_many)]
Text = Annotated[str, Field(min_length=1, max_length=2000)]


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class RuleModel(Strict):
    """A field's selector, as a text or with `match` and `join`."""

    select: Text
    match: Text | None = None
    join: str | None = None
    then: Annotated[list[str], BeforeValidator(one_or_many)] = Field(default_factory=list)

    @field_validator("then")
    @classmethod
    def _known(cls, value: list[str]) -> list[str]:
        for name in value:
            if name not in TRANSFORMS:
                raise wrong(f"{name!r} is no transform", f"known are {', '.join(TRANSFORMS)}")
        return value

    @model_validator(mode="after")
    def _compiles(self, info: ValidationInfo) -> RuleModel:
        try:
            if reads_json(info):
                jmespath(self.select)
            check_rule(self.value() if not reads_json(info) else replace(self.value(), select="x"))
        except SelectorError as error:
            raise wrong(str(error), error.mend) from None
        return self

    def value(self) -> FieldRule:
        return FieldRule(self.select, self.match, self.join, tuple(self.then))


Rule = Annotated[RuleModel, BeforeValidator(_rule)]


class FieldsModel(Strict):
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


class ScheduleModel(Strict):
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
            raise wrong(f"{value!r} is no cron line ({error})", mend) from None
        return value

    @model_validator(mode="after")
    def _one(self) -> ScheduleModel:
        if (self.cron is None) == (self.every is None):
            raise wrong(
                "a schedule needs `cron` or `every`, and not both", "write `schedule: {every: 6h, jitter: 20m}`"
            )
        if self.between is not None and not self.between[0] <= (self.every or 0.0) <= self.between[1]:
            mend = "write `{every: 6h, between: [1h, 1d]}`, the usual interval between the shortest and the longest"
            raise wrong("`between` does not hold `every`", mend)
        given = [value for value in (self.every, *(self.between or ())) if value is not None]
        if any(value < 60 for value in given):
            raise wrong("runs less than a minute apart", "write `every: 1m` or more")
        return self


class MoreModel(Strict):
    url: Text
    first: Annotated[int, Field(ge=0)] = 2
    step: Annotated[int, Field(ge=1)] = 1
    last: Annotated[int, Field(ge=1, le=100_000)] = 1000

    @field_validator("url")
    @classmethod
    def _counts(cls, value: str) -> str:
        if ("{n}" in value) == ("{next}" in value):
            mend = "write `{n}` where the number of the page stands: `https://example.org/jual?hal={n}`"
            raise wrong(f"{value!r} has no place for the page's number", mend)
        if value not in ("{next}",):
            _url(value)
        return value


class JavaScriptModel(Strict):
    reason: Text
    wait_for: Text | None = None

    @field_validator("wait_for")
    @classmethod
    def _selector(cls, value: str | None) -> str | None:
        return css(value)


class RobotsModel(Strict):
    obey: Literal[False]
    reason: Annotated[str, Field(min_length=15)]


def css(value: str | None) -> str | None:
    if value is not None:
        try:
            check_css(value)
        except SelectorError as error:
            raise wrong(str(error), error.mend) from None
    return value


def reads_json(info: ValidationInfo) -> bool:
    return bool(info.context and info.context.get("adapter") == "json")


def jmespath(value: str) -> str:
    try:
        compiled(value)
    except JMESPathError as error:
        mend = "write a JMESPath such as `data.items` or `offer.price` (https://jmespath.org)"
        raise wrong(f"{value!r} is no JMESPath ({str(error).splitlines()[0]})", mend) from None
    return value
