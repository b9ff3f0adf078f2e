"""The roles that the wording of a cluster suggests: who recruits, who carries, where, and who goes between.

Words from court records and news of such operations (A, B, G and J of docs/tactics.md). A role is a hint where to look,
not a finding about anybody.
"""

from __future__ import annotations

import re

from rules.fold import fold

_ROLES = {
    "recruiter": r"dibutuhkan|lowongan|loker|rekrut\w*|cari (?:orang|karyawan|pekerja|cewe\w*)|hiring|pendaftaran",
    "transport": r"antar jemput|dijemput|travel|berangkat\w*|tiket|penjemputan|rombongan|carter|ongkos jalan",
    "harbour": r"pelabuhan|dermaga|kapal|speed ?boat|nyebrang|menyeberang|jalur (?:laut|belakang|tikus)|tekong",
    "broker": r"agen\w*|sponsor|calo|penyalur|makelar|komisi|per kepala|ganti majikan|transfer|perantara|biro",
    "lodging": r"mess|asrama|penampungan|kos|kontrakan|tempat tinggal|tinggal di dalam",
    "papers": r"paspor|visa|dokumen|ktp|ijazah|surat (?:jalan|izin)|permit",
}
_PATTERNS = {role: re.compile(rf"\b(?:{words})\b") for role, words in _ROLES.items()}
ROLES = tuple(_ROLES)


def roles_in(text: str) -> frozenset[str]:
    """The roles that a listing's words suggest."""
    read = fold(text).text
    return frozenset(role for role, pattern in _PATTERNS.items() if pattern.search(read))
