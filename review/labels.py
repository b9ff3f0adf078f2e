"""What codes are called on pages: tactics, slots, decisions, reasons, states. English here; Indonesian in locale/id.

A code without a label is shown as it is, so that a pack's own tactic or a new reason never breaks a page.
"""

from __future__ import annotations

from dataclasses import dataclass


def t(text: str) -> str:
    """Marks a text for the catalogues; it is translated where it is shown."""
    return text


TACTICS = {
    "fake-job": t("Fake job"),
    "crew-plantation-debt": t("Crew or plantation debt"),
    "mail-order-bride": t("Mail-order bride"),
    "baby-adoption": t("Adoption for a price"),
    "organ-trade": t("Organ trade"),
    "third-party-exploitation": t("Exploitation by a third party"),
    "people-as-goods": t("People offered as goods"),
    "disguised-goods": t("Goods as a disguise"),
    "child-labour": t("Child labour"),
    "unlicensed-placement": t("Unlicensed placement"),
}
SLOTS = {
    "act": t("act"),
    "means": t("means"),
    "purpose": t("purpose"),
    "person": t("person"),
    "deal": t("deal"),
    "counter": t("speaks against"),
    "context": t("context"),
    "contact": t("contact"),
}
SLOT_MEANINGS = {
    "act": t("recruiting, moving, housing or handing over"),
    "means": t("deception, debt, held documents, payment to a controller"),
    "purpose": t("the exploitation it leads to"),
    "person": t("a human being is offered or sought"),
    "deal": t("price, contact or hand-over"),
}
RULE_STATES = {
    "experimental": t("experimental: only watches"),
    "test": t("on trial"),
    "stable": t("stable"),
    "deprecated": t("retired"),
}
WAYS = {
    "leet": t("figures for letters"),
    "homoglyph": t("letters of other alphabets"),
    "zero-width": t("invisible characters"),
    "spaced": t("spaced letters"),
    "dotted": t("dots between letters"),
    "repeated": t("repeated letters"),
    "fullwidth": t("full-width letters"),
    "fancy": t("fancy letters"),
    "hashtag": t("hashtags"),
    "mixed": t("two ways at once"),
}
RUN_STATES = {
    "new": t("never ran"),
    "waiting": t("waits"),
    "running": t("runs"),
    "ok": t("went well"),
    "failed": t("failed"),
    "lost": t("lost"),
    "paused": t("paused"),
}
HEALTHS = {
    "healthy": t("healthy"),
    "degraded": t("something is missing"),
    "broken": t("broken"),
    "parked": t("parked"),
}
TRIGGERS = {
    "schedule": t("by schedule"),
    "catch-up": t("missed run"),
    "retry": t("second try"),
    "manual": t("by hand"),
    "replay": t("replay"),
}
FINDINGS = {"ok": t("in order"), "warn": t("look at it"), "fail": t("mend it")}
FORMATS = {"jsonl": "JSON Lines", "csv": t("CSV, for spreadsheets"), "stix": "STIX 2.1", "misp": "MISP"}
GRADES = {"error": t("error"), "warning": t("warning"), "note": t("note")}
EDIT_STATES = {"waiting": t("waits for a second person"), "saved": t("saved"), "refused": t("refused")}
OUTCOMES = {
    "confirmed": t("kept or escalated"),
    "dismissed": t("dismissed"),
    "undecided": t("undecided"),
    "none": t("no lead so far"),
}
MISSING = {
    "no rule that may alert fires": t("no rule that may alert fires"),
    "nobody under 18 is offered or sought": t("nobody under 18 is offered or sought"),
    "act is empty": t("act is empty"),
    "neither a purpose nor a payment is named": t("neither a purpose nor a payment is named"),
    "means weighs 0 of 2": t("means are not named"),
    "means weighs 1 of 2": t("means weigh one of the two that are needed"),
    "neither act nor purpose is filled by more than generic words": t(
        "neither act nor purpose is filled by more than generic words"
    ),
    "it is not about a person or a job": t("it is not about a person or a job"),
    "it is neither an offer nor a search": t("it is neither an offer nor a search"),
    "silenced: the segment reads as news": t("silenced: it reads as news"),
    "silenced: the segment reads as warning": t("silenced: it reads as a warning"),
    "silenced: the segment reads as research": t("silenced: it reads as research"),
    "silenced: the segment reads as joke": t("silenced: it reads as a joke"),
    "silenced: the segment reads as pet": t("silenced: it reads as a pet"),
    "silenced: the segment reads as doll": t("silenced: it reads as a doll"),
    "silenced: the segment reads as child goods": t("silenced: it reads as goods for children"),
}
"""What the engine says is missing for an alert, in its words and in those of the page."""
LANES = {"adult": t("adult"), "child": t("child")}
VERDICTS = {"alert": t("lead"), "help": t("asks for help"), "watch": t("watched"), "quiet": t("quiet")}
STATES = {
    "open": t("open"),
    "kept": t("kept"),
    "dismissed": t("dismissed"),
    "unsure": t("unsure"),
    "escalated": t("escalated"),
    "all": t("all states"),
}
KEY_ACTS = {
    "work": t("take the next free lead"),
    "next": t("next"),
    "previous": t("previous"),
    "keep": t("Keep"),
    "dismiss": t("Dismiss"),
    "unsure": t("Unsure"),
    "escalate": t("Escalate"),
    "undo": t("Undo"),
    "skip": t("Pass over"),
    "note": t("write a note"),
    "tags": t("Tags"),
    "cluster": t("the cluster"),
    "search": t("search"),
    "help": t("this page"),
}
CASE_STATES = {"open": t("open"), "referred": t("referred"), "closed": t("closed")}
OUTCOMES_OF_CASES = {
    "no-answer": t("no answer"),
    "under-way": t("under way"),
    "victims-found": t("victims found"),
    "charged": t("somebody was charged"),
    "no-offence": t("no offence"),
}
VARIED = {
    "contact": t("contact"),
    "price": t("price"),
    "age": t("age"),
    "place": t("place"),
    "name": t("name"),
    "words": t("words"),
}
JOINS = {"contact": t("contact"), "image": t("picture"), "template": t("text")}
VIEWS = {"mine": t("new and mine"), "everyone": t("everybody's too")}
AGES = {"1": t("opened today"), "7": t("opened in 7 days"), "30": t("opened in 30 days")}
DECISIONS = {
    "keep": t("Keep"),
    "dismiss": t("Dismiss"),
    "unsure": t("Unsure"),
    "escalate": t("Escalate"),
    "undo": t("Undone"),
}
DECISION_KEYS = {"keep": "a", "dismiss": "x", "unsure": "s", "escalate": "e"}
DECISION_MEANINGS = {
    "keep": t("worth following up"),
    "dismiss": t("nothing to follow up"),
    "unsure": t("a second person should look"),
    "escalate": t("someone must act soon"),
}
REASONS = {
    "debt-or-documents": t("recruitment with debt or held documents"),
    "possible-minor": t("a possible minor"),
    "third-party-control": t("signs of control by a third party"),
    "movement-or-housing": t("signs of movement or housing"),
    "adult-independent": t("an adult who acts alone"),
    "legitimate-employer": t("a legitimate employer"),
    "news-or-advocacy": t("news or advocacy"),
    "spam-or-scam": t("spam or another scam"),
    "other-sense": t("the words mean something else"),
    "duplicate": t("a duplicate"),
    "rule-wrong": t("the rule is wrong"),
    "second-opinion": t("a second opinion is needed"),
    "too-little-evidence": t("too little evidence"),
    "language": t("I do not read this language well"),
    "immediate-danger": t("immediate danger"),
    "asks-for-help": t("somebody asks for help"),
    "other": t("other (write a note)"),
    "": "",
}
ROLES = {
    "investigator": t("investigator"),
    "lead-investigator": t("lead investigator"),
    "operator": t("operator"),
    "rule-author": t("rule author"),
    "admin": t("administrator"),
    "auditor": t("auditor"),
}
CONTACTS = {
    "phone": t("phone"),
    "whatsapp": "WhatsApp",
    "telegram": "Telegram",
    "line": "LINE",
    "instagram": "Instagram",
    "michat": "MiChat",
    "email": t("e-mail"),
    "url": t("link"),
}
EVIDENCE = {
    "validated": t("tested against case outcomes"),
    "official": t("government, police or ILO/IOM guidance"),
    "reported": t("press, court or NGO case report"),
    "vendor": t("a vendor's claim"),
    "folklore": t("widely repeated, no source"),
    "refuted": t("tested and found wrong"),
}
LEVELS = {
    "validated": t("validated"),
    "official": t("official"),
    "reported": t("reported"),
    "vendor": t("vendor"),
    "folklore": t("folklore"),
    "refuted": t("refuted"),
}
FIELDS = {
    "title": t("title"),
    "text": t("text"),
    "price": t("price"),
    "currency": t("currency"),
    "category": t("category"),
    "seller": t("seller"),
    "location": t("location"),
    "images": t("pictures"),
    "extra": t("further fields"),
    "kind": t("kind"),
}
KINDS = {
    "product": t("product"),
    "job": t("job"),
    "post": t("post"),
    "service": t("service"),
    "profile": t("profile"),
    "pet": t("pet"),
}


@dataclass(frozen=True, slots=True)
class Channel:
    """A public reporting channel: whom it is for, the number, and who answers."""

    name: str
    number: str
    purpose: str


NOTED_ON = "2026-11-23"
"""When the channels were last written down. They are to be called and confirmed before each release."""
CHANNELS = (
    Channel("SAPA 129", "129", t("women and children who live with violence")),
    Channel("Polisi 110", "110", t("danger to life, crimes")),
    Channel("KP2MI", "08001000", t("Indonesian migrant workers and their families")),
)
