"""Figures and words that describe a person: age, height, weight, sex, heads, months of pregnancy.

A number alone does not say of whom it speaks. So each fact tells whether it is asked of applicants (`requirement`) and
whether it rather belongs to goods, pets or an audience (`goods`); rules decide what follows.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice

import re2

from rules.amounts import number_of_words
from rules.fold import Folded

MOST_FIGURES = 2000
"""A text with more figures of one kind than this is no listing; the rest of it is not read."""
KINDS = ("age", "height", "weight", "sex", "count", "pregnancy")


@dataclass(frozen=True, slots=True)
class PersonFact:
    """`low` to `high` at folded `[start, end)`, in years, cm, kg, heads or months; for `sex`, `text` says which.

    "maks 35" is read as 17–35 and "min 18" as 18–65, so that an open end makes nobody a child.
    """

    start: int
    end: int
    kind: str
    low: float = 0.0
    high: float = 0.0
    text: str = ""
    requirement: bool = False
    goods: bool = False

    def raw_span(self, folded: Folded) -> tuple[int, int]:
        """The published characters."""
        return folded.span(self.start, self.end)


_N = r"([0-9]{1,3}(?:[.,][0-9])?)"
_TO = r"\s?(?:-+|s/d|s\.d\.?|sd|sampai(?: dengan)?|smp|hingga|to|~|dan|sampe)\s?"
_WORD_NUMBER = (
    r"((?:(?:satu|dua|tiga|empat|lima|enam|tujuh|delapan|lapan|sembilan|sepuluh|sebelas|puluh|belas)\s?){1,3})"
)
_BOUND = (
    r"max(?:imal|imum|i)?|maks(?:imal|imum)?|mak|min(?:imal|imum)?|di ?bawah|di ?atas|kurang dari|lebih dari|"
    r"under|over|below"
)
_YEARS = r"tahunan|tahun|taun|taon|thn|th|yrs?(?: old)?|years?(?: old)?|y/?o"
_MONTHS = r"bulan|bln|months?"
_AGE = re2.compile(
    (
        rf"\b(?:umur|umurnya|usia|usianya|usiaku|age|aged|umr)\b"
        rf"(?:[\s:.=(]|{_BOUND}|antara|sekitar|kisaran|baru|masih|mulai|dari|ideal|genap|between|saya|dia|aku){{0,6}}"
        rf"(?:{_N}|{_WORD_NUMBER})(?:\s?(?:{_YEARS}|{_MONTHS})?{_TO}{_N})?(?:\s?-?({_YEARS}|{_MONTHS}|an)\b)?"
    ).encode()
)
_YEARS_OLD = re2.compile(
    rf"(?:^|[^0-9a-z.,])((?:{_BOUND})\s?)?{_N}(?:\s?(?:{_YEARS})?{_TO}{_N})?\s?({_YEARS})(?:$|[^a-z0-9])".encode()
)
_HEIGHT = re2.compile(
    rf"\b(?:tinggi(?: badan)?|tb|t\.b|height)(?:\s?/\s?(?:berat(?: badan)?|bb))?"
    rf"(?:[\s:.=]|nya|{_BOUND}|sekitar|kira2|around){{0,5}}([0-9]{{3}}|"
    rf"1[.,][0-9]{{2}})(?:{_TO}([0-9]{{3}}))?\s?(cm|m\b)?"
    rf"(?:\s?[/,&]\s?([0-9]{{2,3}})(?:\s?kg)?)?".encode()
)
_WEIGHT = re2.compile(
    rf"\b(?:berat(?: badan)?|bb|b\.b|weight)(?:[\s:.=]|nya|{_BOUND}|ideal|"
    rf"sekitar){{0,5}}{_N}(?:{_TO}{_N})?\s?(kg|kilo|gr|gram|g|ton)?\b".encode()
)
_PAIR = re2.compile(rb"(?:^|[^0-9a-z.,x])(1[3-9][0-9])\s?(?:cm)?\s?[/,&|-]?\s?([3-9][0-9])\s?kg\b")
_PREGNANT = re2.compile(
    (
        rf"\b(?:(?:hamil|bumil|mengandung|kandungan|kehamilan|pregnant|hml)(?:nya)?"
        rf"(?:[\s:,.(]|usia|umur|masuk|jalan|sudah|udah|udh|sdh|kandungan|kehamilan|baru|sekitar|tua){{0,6}}"
        rf"{_N}(?:{_TO}{_N})?\s?-?({_MONTHS}|minggu|mgg|mg|weeks?|w)\b"
        rf"|{_N}\s?({_MONTHS}|minggu|weeks?)\s?(?:hamil|pregnant|kandungan)"
        rf"|(?:hamil tua|trimester (?:3|iii|tiga|akhir))\b)"
    ).encode()
)
_FEMALE = (
    r"wanita|perempuan|cewe|cewek|cwe|cwek|gadis|janda|perawan|prempuan|female|females|woman|women|girls?|lady|"
    r"ladies|amoy"
)
_MALE = r"pria|laki ?- ?laki|laki2|laki|cowok|cowo|lelaki|male|males|duda|boys?"
_SEX = re2.compile(rf"\b(?:({_FEMALE})|({_MALE}))\b".encode())
_HEADS = (
    r"orang|org|pax|kepala|cewek|cewe|cowok|cowo|wanita|perempuan|pria|laki ?- ?laki|laki2|"
    r"gadis|janda|anak|bayi|tki|tkw|pmi|pekerja|karyawan|karyawati|"
    r"tenaga kerja|"
    r"staff?|abk|awak|art|pembantu|asisten|terapis|talent|lc|operator|admin|crew|kru|people|persons?|workers?|"
    r"girls|women|men"
)
_SEX_AGE = re2.compile(
    rf"\b(?:{_FEMALE}|{_MALE})\s?(?:[/,&]|dan|atau)?\s?(?:{_FEMALE}|{_MALE})?[ ,:(]{{1,2}}"
    rf"([1-6][0-9])(?:{_TO}([1-6][0-9]))?(?:$|[^a-z0-9.,/%x-]|[.,)](?:$|[^0-9]))".encode()
)
_COUNT = re2.compile(rf"(?:^|[^0-9a-z.,-])(?:([0-9]{{1,4}})|{_WORD_NUMBER})\s?({_HEADS})\b".encode())

_DURATION_BEFORE = re.compile(
    r"(?<![a-z])(?:ber|di|ke|se|ter|me(?:m|ng?|ny)?)?"  # "berpengalaman 5 th", but not "kiper 24 th"
    r"(?:pengalaman|garansi|kontrak|selama|sejak|berdiri|tenor|masa|cicilan|angsuran|pakai|pemakaian|kerja|"
    r"bekerja|experience|"
    r"warranty|sudah|hampir|jangka|penjara|hukuman|sewa|expired|exp|tahan|awet|lama|setiap|tiap|per|durasi|"
    r"ikatan|studi|kuliah|"
    r"berlaku|dalam|contract|within|last|for|bunga|of)(?:nya)?\W{0,3}(?:kurang|lebih|kerja|dari|min(?:imal)?|"
    r"max|maks(?:imal)?|selama|"
    r"\W|resmi|mesin|spare ?part|kompresor|toko|diutamakan|sekitar|masa|di bidang\w*|sbg|sebagai|of){0,4}$"
)
_DURATION_AFTER = re.compile(
    r"\W{0,2}(?:pengalaman|lalu|yang lalu|yg lalu|garansi|kontrak|sekali|terakhir|kerja|bekerja|berdiri|"
    r"ke ?depan|pemakaian|penjara|"
    r"experience|of experience|warranty|contract|ago|lagi|lebih|berturut|masa|tenor|berpengalaman|[0-9])"
)
_PERSON_BEFORE = re.compile(
    rf"\b(?:masih|baru|anak|bayi|adik|adek|{_FEMALE}|{_MALE}|namanya|nama|mbak|mas|ibu|bapak|orang|asal|cantik|"
    r"manis|remaja)"
    r"[^.\n]{0,24}$"
)
_OBJECT_AGE = re.compile(
    r"\s?(?:pakai|simpan|ekonomis|tanaman|pohon|bangunan|mesin|mobil|motor|kendaraan|rumah|barang|produk|"
    r"baterai|batre|ban|kayu|"
    r"bibit|panen|kerja|pensiun|perusahaan|toko|usaha|pernikahan|teknis)"
)
_PETS = re.compile(
    r"\b(?:kucing|anjing|kitten|kitty|puppy|puppies|burung|murai|lovebird|kenari|kelinci|hamster|ayam|sapi|"
    r"kambing|domba|ikan|"
    r"kuda|babi|bebek|jantan|betina|persia|anggora|maine ?coon|poodle|pitbull|husky|golden|sugar ?glider|musang|"
    r"reptil|iguana|"
    r"anakan|indukan|vaksin|stambum|pedigree|dog|cat|bulldog|british|munchkin|kura)\b"
)
_AUDIENCE = re.compile(
    r"\b(?:untuk|utk|buat|cocok|mulai|mainan|baju|pakaian|celana|gaun|dress|kaos|sepatu|sandal|ukuran|size|"
    r"stroller|car ?seat|"
    r"puzzle|buku|sepeda|kasur|ranjang|tempat tidur|meja belajar|kursi|lemari|rak|les|bimbel|kursus|sekolah|tk|"
    r"paud|playgroup|"
    r"daycare|susu|popok|pampers|diapers|mpasi|vitamin|obat|boneka|lego|setelan|piyama|jaket|seragam|helm|"
    r"pelampung|popok|"
    r"kids|toddler|toys?|for ages?|recommended|suitable|usia anak|tiket|htm|outbound|lomba|khitan|imunisasi)\b"
)
_DIMENSION = re.compile(
    r"\b(?:lebar|panjang|diameter|tebal|kedalaman|dalam|p ?x ?l|l ?x ?t|dimensi|ukuran|width|length|depth|dim|"
    r"sandaran|dudukan|"
    r"rak|meja|kaki|plafon|lantai|tangga|pagar|tiang|pohon|tanaman|volume|jumlah pintu|susun)\b|[0-9]\s?x\s?[0-9]"
)
_FURNITURE = re.compile(
    r"\b(?:lemari|meja|kursi|sofa|rak|ranjang|dipan|kasur|bufet|nakas|kulkas|cermin|lampu|gorden|box|kabinet|"
    r"wardrobe|dresser|"
    r"cabinet|shelf|table|chair|bed|patung|boneka|guci|pot|tiang|pohon|bonsai|mannequin|manekin|stand|tangga|"
    r"galon|dispenser)\b"
)
_GOODS_WEIGHT = re.compile(
    r"(?:bersih|barang|paket|produk|isi|beban|kotor|kemasan|total|kirim|benda|maksimal|max)\W{0,3}$"
)
_GOODS_SEX = re.compile(
    r"\b(?:baju|sepatu|tas|jam(?: tangan)?|pakaian|celana|kaos|jaket|parfum|fashion|sandal|dompet|toilet|wc|"
    r"koleksi|busana|hijab|"
    r"kemeja|rok|gaun|dress|blouse|sweater|hoodie|topi|kacamata|daster|piyama|cincin|kalung|gelang|anting|"
    r"ikat pinggang|sabuk|"
    r"kaus|kost?|salon|batik|jersey|outfit|setelan|legging|bra|underwear|sneakers|jas|gamis|mukena|manekin|"
    r"mannequin|boneka|"
    r"sabun|shampo|skincare|deodoran|lotion|majalah|novel|sepeda|motif|model|gaya|kesehatan|"
    r"perlengkapan)(?: (?:[a-z]+)){0,2}\W{0,3}$"
)
_ASKED = re.compile(
    r"\b(?:dibutuhkan|dicari|butuh|mencari|cari|khusus|syarat|persyaratan|kriteria|kualifikasi|jenis kelamin|"
    r"gender|diutamakan|"
    r"minimal|maksimal|lowongan|loker|requirements?|qualifications?|hiring|needed|wanted|rekrut|recruitment|"
    r"menerima|terima)\b"
)
_BOUNDED = re.compile(rf"(?:{_BOUND})[\s:.]*$")
_CAPACITY = re.compile(
    r"\b(?:untuk|utk|buat|muat|kapasitas|cukup|porsi|isi|per|capacity|fits?|seats?|for)\W{0,2}(?:max|maks|"
    r"sampai)?\W{0,2}$"
)


def read_persons(folded: Folded) -> tuple[PersonFact, ...]:
    """All facts about persons in the order of the text; never two of one kind over the same characters."""
    text, data = folded.text, folded.text.encode()
    found: list[PersonFact] = []
    taken: dict[str, set[int]] = {kind: set() for kind in KINDS}
    for reader in (_pregnancies, _ages, _years_old, _ages_by_sex, _pairs, _heights, _weights, _sexes, _counts):
        for fact in reader(text, data):
            span = range(fact.start, fact.end)
            kinds = ("age", "pregnancy") if fact.kind == "age" else (fact.kind,)
            if all(taken[kind].isdisjoint(span) for kind in kinds):
                taken[fact.kind].update(span)
                found.append(fact)
    found.sort(key=lambda fact: (fact.start, fact.end, fact.kind))
    adult = any(f.kind == "age" and not f.goods and not f.requirement for f in found)
    return tuple(_settled(text, fact, adult) for fact in found)


def _settled(text: str, fact: PersonFact, adult: bool) -> PersonFact:
    """A height or weight in cm or kg beside a piece of furniture is its own, unless somebody has an age."""
    if fact.kind not in ("height", "weight") or fact.goods or adult:
        return fact
    if not _FURNITURE.search(text, max(0, fact.start - 70), fact.start):
        return fact
    return replace(fact, goods=True)


def _number(written: bytes | None) -> float:
    return float(written.replace(b",", b".")) if written else 0.0


def _window(text: str, start: int, size: int) -> str:
    return text[max(0, start - size) : start]


def _ages(text: str, data: bytes) -> Iterator[PersonFact]:
    for match in islice(_AGE.finditer(data), MOST_FIGURES):
        start, end = match.span()
        low = _number(match.group(1)) or number_of_words((match.group(2) or b"").decode())
        high = _number(match.group(3))
        unit = (match.group(4) or b"").decode()
        if not low or _OBJECT_AGE.match(text, start + 4):
            continue
        if unit.startswith(("bul", "bln", "month")):
            low, high = low / 12, high / 12
        elif unit == "an":
            high = low + 9
        fact = _aged(text, start, end, low, high, unit == "an", text[start:end])
        if fact is not None:
            yield fact


def _years_old(text: str, data: bytes) -> Iterator[PersonFact]:
    for match in islice(_YEARS_OLD.finditer(data), MOST_FIGURES):
        start = match.start(1) if match.group(1) else match.start(2)
        end = match.end(4)
        low, high = _number(match.group(2)), _number(match.group(3))
        before = _window(text, start, 36)
        if not 1 <= low <= 90 or _DURATION_BEFORE.search(before) or _DURATION_AFTER.match(text, end):
            continue
        if low < 12 and not _PERSON_BEFORE.search(before):
            continue
        fact = _aged(text, start, end, low, high, False, (match.group(1) or b"").decode())
        if fact is not None:
            yield fact


def _ages_by_sex(text: str, data: bytes) -> Iterator[PersonFact]:
    """ "wanita 20-35, bisa masak": a figure behind a word for women or men, without a unit."""
    for match in islice(_SEX_AGE.finditer(data), MOST_FIGURES):
        start = match.start(1)
        end = match.end(2) if match.group(2) else match.end(1)
        if re.match(rf"\s?(?:{_HEADS}|kg|cm|jt|juta|rb|ribu|hari|jam|bulan|pcs|unit|x)\b", text[end : end + 16]):
            continue
        if not _GOODS_SEX.search(_window(text, match.start(), 44)):
            fact = _aged(text, start, end, _number(match.group(1)), _number(match.group(2)), False, "")
            if fact is not None:
                yield fact


def _aged(text: str, start: int, end: int, low: float, high: float, about: bool, written: str) -> PersonFact | None:
    before = _window(text, start, 60)
    bound = re.search(_BOUND, written) or _BOUNDED.search(before)
    if high and high < low:
        return None
    ranged = bool(high) and not about
    high = high or low
    after = re.match(r"\s?(?:ke ?(bawah|atas)|(\+)|(and above|and below))", text[end : end + 16])
    if bound is not None and not ranged:
        up = bound.group().strip().startswith(("min", "di atas", "diatas", "lebih", "over"))
        low, high = (low, max(low, 65.0)) if up else (min(low, 17.0), high)
    elif after is not None and not ranged:
        up = after.group(1) == "atas" or after.group(2) is not None or after.group(3) == "and above"
        low, high = (low, max(low, 65.0)) if up else (min(low, 17.0), high)
    if high > 110:
        return None
    asked = ranged or bound is not None or after is not None
    goods = _not_a_persons_age(text, start, end, low, high)
    return PersonFact(start, end, "age", low, high, requirement=asked and not goods, goods=goods)


def _not_a_persons_age(text: str, start: int, end: int, low: float, high: float) -> bool:
    around = text[max(0, start - 60) : end + 40]
    if _PETS.search(around) and high <= 25:
        return True
    return low < 13 and high <= 16 and _AUDIENCE.search(_window(text, start, 44)) is not None


def _heights(text: str, data: bytes) -> Iterator[PersonFact]:
    for match in islice(_HEIGHT.finditer(data), MOST_FIGURES):
        start, end = match.span()
        low = _number(match.group(1))
        if low < 3:
            low *= 100
        high = _number(match.group(2)) or low
        if not 50 <= low <= high <= 230 or re.match(r"\s?x|[0-9]|[.,][0-9]", text[end : end + 3]):
            continue
        stop = match.end(3) if match.group(3) else match.end(2) if match.group(2) else match.end(1)
        goods = _is_dimension(text, start, stop)
        yield _measured(text, start, stop, "height", low, high, goods)
        if (weight := _number(match.group(4))) and 25 <= weight <= 160:
            yield _measured(text, match.start(4), end, "weight", weight, weight, goods)


def _weights(text: str, data: bytes) -> Iterator[PersonFact]:
    for match in islice(_WEIGHT.finditer(data), MOST_FIGURES):
        start, end = match.span()
        low = _number(match.group(1))
        high = _number(match.group(2)) or low
        unit = (match.group(3) or b"").decode()
        if (
            unit in ("gr", "gram", "g", "ton")
            or not 2 <= low <= high <= 200
            or re.match(r"/[0-9]", text[end : end + 2])
        ):
            continue
        short = text.startswith(("bb", "b.b", "berat badan"), start)
        if low < 25 and not short:
            continue
        goods = _is_dimension(text, start, end) or _GOODS_WEIGHT.search(text[start : match.start(1)]) is not None
        yield _measured(text, start, end, "weight", low, high, goods)


def _pairs(text: str, data: bytes) -> Iterator[PersonFact]:
    for match in islice(_PAIR.finditer(data), MOST_FIGURES):
        goods = _is_dimension(text, match.start(1), match.end())
        height, weight = _number(match.group(1)), _number(match.group(2))
        yield _measured(text, match.start(1), match.end(1), "height", height, height, goods)
        yield _measured(text, match.start(2), match.end(), "weight", weight, weight, goods)


def _is_dimension(text: str, start: int, end: int) -> bool:
    return _DIMENSION.search(text, max(0, start - 32), min(len(text), end + 28)) is not None


def _measured(text: str, start: int, end: int, kind: str, low: float, high: float, goods: bool) -> PersonFact:
    bound = re.search(_BOUND, text[start:end])
    if bound is not None and low == high:
        ends = (low, 230.0 if kind == "height" else 200.0)
        low, high = ends if bound.group().startswith("min") else (low / 2, low)
    return PersonFact(start, end, kind, low, high, requirement=bound is not None and not goods, goods=goods)


def _pregnancies(text: str, data: bytes) -> Iterator[PersonFact]:
    for match in islice(_PREGNANT.finditer(data), MOST_FIGURES):
        low = _number(match.group(1) or match.group(4))
        high = _number(match.group(2)) or low
        unit = (match.group(3) or match.group(5) or b"").decode()
        if not unit:
            low, high = 7.0, 9.0
        elif unit.startswith(("mi", "mg", "w")):
            low, high = low / 4.345, high / 4.345
        if 0 < low <= high <= 10.5:
            goods = _PETS.search(text, max(0, match.start() - 40), match.end()) is not None
            yield PersonFact(match.start(), match.end(), "pregnancy", low, high, goods=goods)


def _sexes(text: str, data: bytes) -> Iterator[PersonFact]:
    for match in islice(_SEX.finditer(data), MOST_FIGURES):
        start, end = match.span()
        before = _window(text, start, 44)
        goods = _GOODS_SEX.search(before) is not None or _PETS.search(before) is not None
        asked = not goods and _ASKED.search(before) is not None
        said = "female" if match.group(1) else "male"
        yield PersonFact(start, end, "sex", text=said, requirement=asked, goods=goods)


def _counts(text: str, data: bytes) -> Iterator[PersonFact]:
    for match in islice(_COUNT.finditer(data), MOST_FIGURES):
        start = match.start(1) if match.group(1) else match.start(2)
        number = _number(match.group(1)) or number_of_words((match.group(2) or b"").decode())
        if 1 <= number <= 5000:
            before = _window(text, start, 44)
            goods = _CAPACITY.search(before) is not None
            asked = not goods and _ASKED.search(before) is not None
            yield PersonFact(start, match.end(3), "count", number, number, requirement=asked, goods=goods)
