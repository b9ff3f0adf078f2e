"""JSON answers of any API read by JMESPath (https://jmespath.org), of WordPress, and Telegram's public preview."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import jmespath
from jmespath.exceptions import JMESPathError
from selectolax.lexbor import LexborHTMLParser

from crawler.extraction.found import Found
from crawler.extraction.selectors import matched
from crawler.extraction.text import markup_text, node_text, tidy
from crawler.extraction.transforms import transformed
from crawler.sources import FieldRule, Source


@lru_cache(maxsize=512)
def compiled(path: str) -> Any:
    """A JMESPath, compiled. Raises jmespath.exceptions.JMESPathError."""
    return jmespath.compile(path)


def at(path: str, value: Any) -> Any:
    """What stands at `path`; None when nothing does or a function of it does not fit the value."""
    try:
        return compiled(path).search(value)
    except JMESPathError:
        return None


def items_in(value: Any, source: Source) -> list[Found]:
    """The listings of an answer: `items` of the source names them, its `fields` what each says."""
    return items_at(value, source.items or "@", source.fields)


def items_at(value: Any, path: str, rules: Mapping[str, FieldRule]) -> list[Found]:
    """The objects at a JMESPath, each read by JMESPaths of its own."""
    items = at(path, value)
    items = items if isinstance(items, list) else [items]
    return [_item(item, rules) for item in items if isinstance(item, Mapping)]


def _item(item: Mapping[str, Any], rules: Mapping[str, FieldRule]) -> Found:
    values: dict[str, Any] = {}
    extra: dict[str, str] = {}
    for name, rule in rules.items():
        texts = _texts(at(rule.select, item))
        if rule.match is not None:
            texts = matched(texts, rule.match)
        texts = [text for text in transformed(texts, rule.then) if text]
        if not texts:
            continue
        if name == "images":
            values[name] = tuple(texts)
        elif name.startswith("extra."):
            extra[name.removeprefix("extra.")] = (rule.join or ", ").join(texts)
        else:
            values[name] = (rule.join or ", ").join(texts)
    return Found(**values, extra=extra)


def _texts(value: Any) -> list[str]:
    """Texts and numbers as texts, freed of markup; lists opened."""
    if isinstance(value, list):
        return [text for one in value for text in _texts(one)]
    if isinstance(value, bool) or value is None or isinstance(value, Mapping):
        return []
    return [markup_text(str(value))]


def wordpress_posts(value: Any) -> list[Found]:
    """Posts of the REST API (https://developer.wordpress.org/rest-api/reference/posts/), terms and author embedded."""
    return [_wordpress(post) for post in value if isinstance(post, Mapping)] if isinstance(value, list) else []


def _wordpress(post: Mapping[str, Any]) -> Found:
    stamp = str(post.get("date_gmt") or "")
    terms = [str(one["name"]) for one in _flat(at('_embedded."wp:term"', post)) if one.get("name")]
    authors = [str(one["name"]) for one in _flat(at("_embedded.author", post)) if one.get("name")]
    body = markup_text(str(at("content.rendered", post) or ""))
    return Found(
        url=str(post.get("link") or ""),
        kind="",
        title=markup_text(str(at("title.rendered", post) or "")),
        text=body or markup_text(str(at("excerpt.rendered", post) or "")),
        category=", ".join(dict.fromkeys(markup_text(term) for term in terms)),
        seller=", ".join(authors),
        posted_at=f"{stamp}+00:00" if stamp else str(post.get("date") or ""),
    )


def _flat(value: Any) -> list[Mapping[str, Any]]:
    if isinstance(value, list):
        return [inner for one in value for inner in _flat(one)]
    return [value] if isinstance(value, Mapping) else []


def telegram_posts(html: str) -> tuple[list[Found], str]:
    """The messages of a channel's public preview (t.me/s/NAME), oldest first, and the id before which older are."""
    tree = LexborHTMLParser(html)
    found = []
    for message in tree.css(".tgme_widget_message[data-post]"):
        place = message.attributes.get("data-post") or ""
        body = message.css_first(".tgme_widget_message_text:not(.js-message_reply_text)")
        when = message.css_first(".tgme_widget_message_date time[datetime]") or message.css_first("time[datetime]")
        owner = message.css_first(".tgme_widget_message_owner_name")
        passed_on = message.css_first(".tgme_widget_message_forwarded_from_name")
        extra = {"views": message.css_first(".tgme_widget_message_views"), "forwarded_from": passed_on}
        found.append(
            Found(
                url=f"https://t.me/{place}",
                kind="post",
                text=node_text(body) if body is not None else "",
                seller=place.partition("/")[0],
                posted_at=(when.attributes.get("datetime") or "") if when is not None else "",
                extra={name: tidy(node.text()) for name, node in extra.items() if node is not None}
                | ({"channel": tidy(owner.text())} if owner is not None else {}),
            )
        )
    older = tree.css_first("[data-before]")
    return found, (older.attributes.get("data-before") or "") if older is not None else ""
