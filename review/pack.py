"""The evidence pack of a lead or a case: one ZIP that speaks for itself, is the same whenever it is built from the same
facts, and is verified with `sha256sum` and `openssl` alone.

It holds what was published, unmasked, and the pages as they were received; so it takes a reason and is written down.
"""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

import orjson

from review.evidence import evidence_of
from review.export import decision_json
from review.i18n import LANGUAGES
from review.render import Renderer
from review.signals import read_signals
from review.tlp import Shared
from sandi.errors import SandiError
from sandi.listing import Listing
from storage import audit, captures, leads, listings
from storage.captures import NoCapture
from storage.cases import Case
from storage.database import Store
from storage.listings import NoListing
from storage.records import AuditEntry, Lead

BEGINNING = (1980, 1, 1, 0, 0, 0)
"""The time of every file in the ZIP: the oldest one it can name."""
FORMAT = "sandi-pack-1"
SUMS = "SHA256SUMS"
"""The file that names the sums of all others; the signature is over it, so nothing can be changed beside it."""
_UNTOLD = frozenset({"pack.build", "listing.original"})
"""Acts that only look: they stand in the audit log of the installation, and would make every pack differ."""


class PackError(SandiError):
    """A pack that cannot be built."""


@dataclass(frozen=True, slots=True)
class Pack:
    """`body` is the ZIP, `files` its members."""

    name: str
    body: bytes
    files: tuple[str, ...]


def build(store: Store, lead_id: int, shared: Shared, *, actor: str, reason: str, second: str | None = None) -> Pack:
    """The pack of a lead, with contacts in clear; `second` is who agreed, None where there is nobody else.

    Writes one audit row. Raises PackError, ReasonMissing, SealBroken.
    """
    audit.need_reason(reason, "an evidence pack")
    lead, files = files_of(store, lead_id, shared)
    files["manifest.json"] = _manifest(files, lead)
    return sealed(store, f"lead/{lead.id}", files, shared, actor=actor, reason=reason, second=second)


def build_case(store: Store, case: Case, shared: Shared, *, actor: str, reason: str, second: str | None = None) -> Pack:
    """The pack of a case: what the case says of itself, and the files of each of its leads in a folder of its own.

    A lead that was erased is named in the case and has no folder. Raises PackError, ReasonMissing, SealBroken.
    """
    audit.need_reason(reason, "an evidence pack")
    files: dict[str, bytes] = {"case.json": _json(asdict(case)), "README.txt": _README.encode()}
    for number in case.lead_ids:
        try:
            _, own = files_of(store, number, shared)
        except PackError:
            continue
        files |= {f"lead-{number}/{name}": body for name, body in own.items() if name != "README.txt"}
    sums = {name: hashlib.sha256(body).hexdigest() for name, body in files.items()}
    files["manifest.json"] = _json({"format": FORMAT, "case": case.id, "leads": case.lead_ids, "sha256": sums})
    return sealed(store, f"case/{case.id}", files, shared, actor=actor, reason=reason, second=second)


def files_of(store: Store, lead_id: int, shared: Shared) -> tuple[Lead, dict[str, bytes]]:
    """A lead with the files that tell of it. Raises PackError, SealBroken."""
    lead = leads.get(store, lead_id)
    if lead is None:
        raise PackError(f"there is no lead {lead_id}; sandi leads list --state all shows those there are")
    try:
        published = listings.published(store, lead.listing_id)
    except NoListing as erased:
        raise PackError(f"lead {lead_id}: {erased}; there is nothing left to hand over") from None
    return lead, dict(_files(store, lead, published, shared))


def sealed(
    store: Store,
    about: str,
    files: dict[str, bytes],
    shared: Shared,
    *,
    actor: str,
    reason: str,
    second: str | None,
) -> Pack:
    """The files with their sums and the signature over these, as a ZIP. Writes one audit row."""
    files = files | {"public.pem": store.keys.public_key()}
    sums = b"".join(_sum_line(name, body) for name, body in sorted(files.items()))
    files |= {SUMS: sums, f"{SUMS}.sig": store.keys.signature(sums)}
    body = _zip(files)
    with store.writer() as conn:
        audit.record(
            conn,
            actor=actor,
            action="pack.build",
            object=about,
            reason=reason,
            detail={"second_person": second, "files": len(files), "tlp": shared.most},
        )
    return Pack(f"sandi-{about.replace('/', '-')}.zip", body, tuple(sorted(files)))


def _files(store: Store, lead: Lead, published: Mapping[int, Listing], shared: Shared) -> Iterator[tuple[str, bytes]]:
    judged = lead.listing.version
    clear = published[judged]
    shown = replace(
        lead.listing,
        title=clear.title,
        text=clear.text,
        seller=clear.seller,
        location=clear.location,
        category=clear.category,
        url=clear.url,
        extra=clear.extra,
    )
    custody = list(_custody(store, lead))
    names: dict[str, bytes] = dict(_pages(store, lead))
    lead = replace(lead, listing=shown, hits=tuple(shared.hits(lead.hits, lead.rules)))
    told = [rule for rule in lead.rules if not shared.withholds(rule.rule)]
    renderer = Renderer()
    evidence = evidence_of(replace(lead, rules=tuple(told)), read_signals(store.config.packs))
    for language in LANGUAGES:
        values = {
            "lead": lead,
            "evidence": evidence,
            "custody": custody,
            "pages": sorted(names),
            "published": published,
        }
        yield f"report.{language}.html", renderer.render("pack.html", language, values).encode()
    yield "listing.json", _json({"versions": {str(number): one.to_json() for number, one in published.items()}})
    yield "judgement.json", _json(_judgement(lead, judged))
    yield "decisions.json", _json([decision_json(one) for one in lead.decisions])
    yield "custody.json", _json([_entry(row) for row in custody])
    for rule in told:
        yield f"rules/{rule.rule}@{rule.revision}.yaml", rule.text.encode()
    yield from names.items()
    yield "README.txt", _README.encode()


def _judgement(lead: Lead, version: int) -> dict[str, Any]:
    return {
        "notice": "indications that need to be verified; not an accusation",
        "lead": lead.id,
        "version": version,
        "judged_at": lead.judged_at,
        "verdict": lead.verdict,
        "lane": lead.lane,
        "score": lead.score,
        "tactics": list(lead.tactics),
        "slots": list(lead.slots),
        "hits": [hit.to_json() for hit in lead.hits],
        "against": [counter.to_json() for counter in lead.counter],
        "first_seen": lead.listing.first_seen,
        "gone_at": lead.gone_at,
        "source": lead.source,
    }


def _pages(store: Store, lead: Lead) -> Iterator[tuple[str, bytes]]:
    """The pages that the versions came from, as WARC; one that was erased is left out."""
    for name in sorted({version.capture for version in lead.versions if version.capture}):
        try:
            yield f"captures/{name[:16]}.warc", captures.read(store, name)
        except NoCapture:
            continue


def _custody(store: Store, lead: Lead) -> Iterator[AuditEntry]:
    for about in (f"listing/{lead.listing_id}", f"lead/{lead.id}"):
        last = 0
        while rows := audit.entries(store, after=last, object=about):
            yield from (row for row in rows if row.action not in _UNTOLD)
            last = rows[-1].id


def _entry(row: AuditEntry) -> dict[str, Any]:
    return {"at": row.at, "actor": row.actor, "action": row.action, "object": row.object, "reason": row.reason,
            "detail": row.detail, "hash": row.hash}  # fmt: skip


def _manifest(files: Mapping[str, bytes], lead: Lead) -> bytes:
    sums = {name: hashlib.sha256(body).hexdigest() for name, body in files.items()}
    return _json({"format": FORMAT, "lead": lead.id, "listing": lead.listing_id, "sha256": sums})


def _json(value: Any) -> bytes:
    """Canonical: sorted keys, one way of writing, a line end."""
    return orjson.dumps(value, option=orjson.OPT_SORT_KEYS | orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)


def _zip(files: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, body in sorted(files.items()):
            member = zipfile.ZipInfo(name, BEGINNING)
            member.create_system = 3
            member.external_attr = 0o600 << 16
            archive.writestr(member, body, zipfile.ZIP_DEFLATED, 6)
    return out.getvalue()


def _sum_line(name: str, body: bytes) -> bytes:
    return f"{hashlib.sha256(body).hexdigest()}  {name}\n".encode()


_README = """\
Evidence pack of sandi / Paket bukti sandi

ID  Isi paket ini adalah indikasi yang perlu diverifikasi, bukan tuduhan. Buka report.id.html.
EN  What is in here are indications that need to be verified, not an accusation. Open report.en.html.

To verify that nothing was changed (every line must say OK, then "Signature Verified Successfully"):

    sha256sum --strict -c SHA256SUMS
    openssl pkeyutl -verify -pubin -inkey public.pem -rawin -in SHA256SUMS -sigfile SHA256SUMS.sig

public.pem shows that all packs with it come from one installation. Whose that is, ask the installation itself for the
SHA-256 of the file by another way.

report.id.html, report.en.html   for people, printable (of a case: in the folder of each lead)
case.json                        of a case: its leads, notes, people, referrals and outcomes
listing.json                     every version as published, contacts in clear
judgement.json                   which words were read as what, by which rules, and what speaks against
rules/                           those rules, as they were
decisions.json                   who decided what, when and why
custody.json                     what was done with the listing and the lead, with the hashes of the audit log
captures/                        the pages as received (WARC), with time, address and headers
manifest.json                    what is in here, as one list for programs
SHA256SUMS, SHA256SUMS.sig       SHA-256 of every file, and an Ed25519 signature over them

Limits: sandi reads public pages at the times named. It does not know who published, whether it is true, or what came of
it. Pictures were never fetched. A page may hold other people's listings too; treat them as what they are, bystanders.
"""
