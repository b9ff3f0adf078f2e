"""Templates: one Jinja environment per language, escaping always on, and a missing value is an error."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from review import i18n, labels, marks
from review.readings import read_in
from review.reopened import told
from review.reported import reported
from review.rule_words import in_words
from sandi.text import visible

TEMPLATES = Path(__file__).parent / "templates"


class Renderer:
    """Renders a template in a language."""

    def __init__(self) -> None:
        self._environments = {language: _environment(language) for language in i18n.LANGUAGES}

    def render(self, template: str, language: str, values: Mapping[str, Any]) -> str:
        """The HTML of `template`. Raises jinja2.TemplateNotFound, UndefinedError."""
        return self._environments[language].get_template(template).render(values)


@cache
def _environment(language: str) -> Environment:
    """One for the whole process, so that a template is compiled once."""
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    catalogue = i18n.translations(language)
    environment.install_gettext_translations(catalogue, newstyle=True)  # type: ignore[attr-defined]

    def label(code: str, table: str) -> str:
        """What a code of a table in review/labels.py is called in this language."""
        names: Mapping[str, str] = getattr(labels, table)
        return catalogue.gettext(names[code]) if names.get(code) else visible(code)  # of "" gettext tells its own head

    environment.globals.update(language=language, languages=i18n.LANGUAGES, labels=labels)
    environment.filters.update(
        label=label,
        in_words=lambda text: in_words(text, language),
        read_in=lambda text: read_in(text, language),
        reported=lambda text: reported(text, language),
        translated=lambda text: catalogue.gettext(text) if text else "",
        local_time=lambda value: i18n.local_time(value, language),
        short_time=lambda value: i18n.short_time(value, language),
        utc_time=i18n.utc_time,
        change=lambda text: told(text, catalogue),
        day=lambda value: i18n.day(value, language),
        number=lambda value: i18n.number(value, language),
        percent=lambda share: i18n.percent(share, language),
        month=lambda value: i18n.month(value, language),
        money=lambda value, currency: i18n.money(value, currency, language),
        legible=marks.legible,
        line=lambda text, limit=None: visible(text, limit=limit),
        readable=lambda text, limit=None: marks.readable(text, limit=limit),
        safe_url=safe_url,
        host=lambda url: visible(urlsplit(url).hostname or "") if safe_url(url) else "",
    )
    return environment


def safe_url(url: str) -> str:
    """`url` when a browser may be sent there (http or https, with a host and nothing hidden), else an empty text."""
    if not url.isprintable() or any(char.isspace() for char in url):
        return ""
    try:
        parts = urlsplit(url)
        fits = parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        return ""
    return url if fits else ""
