"""schema.org objects (from JSON-LD or microdata) read as listings.

Names of types and properties as in https://schema.org; an object is a dict with `@type` and its properties.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from crawler.extraction.found import Found
from crawler.extraction.text import markup_text, tidy

Thing = Mapping[str, Any]

_KIND_OF_TYPE = {
    **dict.fromkeys(("Product", "IndividualProduct", "ProductModel", "ProductGroup", "Vehicle", "Car"), "product"),
    **dict.fromkeys(("House", "Apartment", "Accommodation", "RealEstateListing", "Offer"), "product"),
    "JobPosting": "job",
    **dict.fromkeys(("SocialMediaPosting", "DiscussionForumPosting", "BlogPosting", "Comment", "Question"), "post"),
    **dict.fromkeys(("Article", "NewsArticle"), "post"),
    "Service": "service",
    **dict.fromkeys(("Person", "ProfilePage"), "profile"),
}
_LISTS = ("ItemList", "OfferCatalog")
_INSIDE = ("@graph", "mainEntity", "itemListElement", "item", "hasPart")
_MAX_DEPTH = 8


def kind_of(thing: Thing) -> str:
    """The kind of listing that this object is; empty when it is none.

    >>> kind_of({"@type": "JobPosting"}), kind_of({"@type": ["Thing", "schema:Product"]}), kind_of({"@type": "WebSite"})
    ('job', 'product', '')
    """
    for name in _as_list(thing.get("@type")):
        if (short := _short(str(name))) in _KIND_OF_TYPE:
            return _KIND_OF_TYPE[short]
    return ""


def _short(name: str) -> str:
    return name.rstrip("/").rpartition("/")[2].rpartition(":")[2]


def is_read(name: str) -> bool:
    """Whether objects of this type are listings or name some; of all others nothing is ever read.

    >>> is_read("https://schema.org/Product"), is_read("schema:ItemList"), is_read("http://schema.org/BreadcrumbList")
    (True, True, False)
    """
    return _short(name) in _LISTS or bool(kind_of({"@type": name}))


def things(value: Any, depth: int = 0) -> Iterator[Thing]:
    """Every object that is a listing, in document order: lists, `@graph`, `mainEntity`, `ItemList` are looked into."""
    if depth > _MAX_DEPTH:
        return
    if isinstance(value, list):
        for item in value:
            yield from things(item, depth + 1)
    elif isinstance(value, Mapping):
        if kind_of(value) and not _only_names(value):
            yield value
        for name in _INSIDE:
            if name in value:
                yield from things(value[name], depth + 1)


def list_links(value: Any, depth: int = 0) -> Iterator[str]:
    """Addresses that an `ItemList` names without describing what is there."""
    if depth > _MAX_DEPTH:
        return
    if isinstance(value, list):
        for item in value:
            yield from list_links(item, depth + 1)
    elif isinstance(value, Mapping):
        for element in _as_list(value.get("itemListElement")):
            if isinstance(element, str):
                yield element
            elif isinstance(element, Mapping) and not kind_of(element):
                yield from _element_link(element)
        for name in ("@graph", "mainEntity"):
            yield from list_links(value.get(name), depth + 1)


def _element_link(element: Thing) -> Iterator[str]:
    item = element.get("item")
    if isinstance(item, str):
        yield item
    elif isinstance(item, Mapping) and not (kind_of(item) and not _only_names(item)):
        yield _first(item.get("url"), item.get("@id"))
    elif item is None:
        yield _first(element.get("url"))


def _only_names(thing: Thing) -> bool:
    """Whether the object merely points elsewhere: nothing but type, name and address."""
    return not set(thing) - {"@type", "@id", "@context", "url", "name", "position"} and "url" in thing


def found_in(thing: Thing) -> Found:
    """What a schema.org object says of its listing."""
    offer = _offer(thing)
    salary = _salary(thing)
    return Found(
        url=_first(thing.get("url"), offer.get("url"), thing.get("@id")),
        kind=kind_of(thing),
        title=tidy(_first(thing.get("title"), thing.get("name"), thing.get("headline"))),
        text=markup_text(_first(thing.get("description"), thing.get("articleBody"), thing.get("text"))),
        price=_first(offer.get("price"), offer.get("lowPrice"), _price_part(offer), salary.get("value")),
        currency=_first(offer.get("priceCurrency"), _price_part(offer, "priceCurrency"), salary.get("currency")),
        category=_names(_first_value(thing, "category", "articleSection", "occupationalCategory", "industry")),
        seller=_names(_first_value(thing, "hiringOrganization", "seller", "author", "provider", "creator"))
        or _names(offer.get("seller") or offer.get("offeredBy")),
        location=_location(thing, offer),
        posted_at=_first(
            thing.get("datePosted"), thing.get("datePublished"), thing.get("dateCreated"), offer.get("validFrom")
        ),
        language=_first(thing.get("inLanguage")),
        images=tuple(_images(thing.get("image"))),
        extra=_extra(thing, salary),
    )


def _as_list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _first(*values: Any) -> str:
    """The first text or number among `values`, lists opened, `@value` and `@id` read."""
    for value in values:
        for item in _as_list(value):
            plain = item.get("@value", item.get("@id")) if isinstance(item, Mapping) else item
            if isinstance(plain, (str, int, float)) and not isinstance(plain, bool) and str(plain).strip():
                return str(plain).strip()
    return ""


def _first_value(thing: Thing, *names: str) -> Any:
    return next((thing[name] for name in names if thing.get(name)), None)


def _names(value: Any) -> str:
    """Names of people, organisations or categories, as one text."""
    names = []
    for item in _as_list(value):
        name = _first(item.get("name"), item.get("alternateName")) if isinstance(item, Mapping) else _first(item)
        if name:
            names.append(tidy(name))
    return ", ".join(dict.fromkeys(names))


def _offer(thing: Thing) -> Thing:
    if "Offer" in [str(name) for name in _as_list(thing.get("@type"))]:
        return thing
    offers = [offer for offer in _as_list(thing.get("offers")) if isinstance(offer, Mapping)]
    return offers[0] if offers else {}


def _price_part(offer: Thing, name: str = "price") -> str:
    parts = [part for part in _as_list(offer.get("priceSpecification")) if isinstance(part, Mapping)]
    return _first(parts[0].get(name)) if parts else ""


def _salary(thing: Thing) -> dict[str, str]:
    """`baseSalary` as value, currency, min, max, unit; empty texts left out."""
    base = _first_value(thing, "baseSalary", "estimatedSalary")
    base = _as_list(base)[0] if base else None
    if not isinstance(base, Mapping):
        return {"value": text} if (text := _first(base)) else {}
    amount = base.get("value")
    inner: Thing = amount if isinstance(amount, Mapping) else {"value": amount}
    salary = {
        "value": _first(inner.get("value"), inner.get("minValue"), base.get("minValue")),
        "currency": _first(base.get("currency"), inner.get("currency")),
        "min": _first(inner.get("minValue"), base.get("minValue")),
        "max": _first(inner.get("maxValue"), base.get("maxValue")),
        "unit": _first(inner.get("unitText"), base.get("unitText")),
    }
    return {name: value for name, value in salary.items() if value}


_PLACES = (
    "jobLocation",
    "availableAtOrFrom",
    "contentLocation",
    "locationCreated",
    "location",
    "areaServed",
    "address",
)


def _location(thing: Thing, offer: Thing) -> str:
    for holder in (thing, offer):
        for name in _PLACES:
            places = [place for item in _as_list(holder.get(name)) if (place := _place(item))]
            if places:
                return "; ".join(dict.fromkeys(places))
    return ""


def _place(value: Any) -> str:
    if not isinstance(value, Mapping):
        return tidy(_first(value))
    address = value.get("address", value)
    if not isinstance(address, Mapping):
        return tidy(_first(address))
    names = ("streetAddress", "addressLocality", "addressRegion", "addressCountry")
    parts = [_names(address.get(name)) for name in names]
    return ", ".join(dict.fromkeys(filter(None, parts))) or _names(value)


def _images(value: Any) -> Iterator[str]:
    for item in _as_list(value):
        url = _first(item.get("url"), item.get("contentUrl"), item.get("@id")) if isinstance(item, Mapping) else item
        if isinstance(url, str) and url:
            yield url


def _extra(thing: Thing, salary: Mapping[str, str]) -> dict[str, str]:
    extra = {f"salary_{name}": salary[name] for name in ("min", "max", "unit") if name in salary}
    for name in ("employmentType", "validThrough", "sku", "itemCondition", "identifier", "qualifications"):
        text = ", ".join(filter(None, (_first(item) for item in _as_list(thing.get(name)))))
        if text:
            extra[name] = tidy(text)
    if brand := _names(thing.get("brand")):
        extra["brand"] = brand
    return extra
