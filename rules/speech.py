"""Indonesian as it is written in a hurry: slang and abbreviations as the words they stand for.

A phrase of a rule and the words of a listing are both read in this plain form, so that `ga perlu ijazah`,
`tdk perlu ijasah` and `tidak perlu ijazahnya` are one. Only other spellings of a word and words of the same meaning are
here, each with one usual reading in adverts: `m`, `g`, `k`, `km`, `by` are left alone.
"""

from __future__ import annotations

from collections.abc import Sequence

from rules.regional import REGIONAL

_READINGS = {
    "tidak": "ga gak gk gag nggak ngga enggak engga ndak nda kagak kaga tdk tak tiada ngak gx",
    "tidak perlu": "gausah gaperlu gakperlu gaush ngga2",
    "tidak ada": "gada gaada takada gakada nggada",
    "bukan": "bkn",
    "jangan": "jgn jngn",
    "belum": "blm blom belom",
    "tanpa": "tnp tnpa tampa",
    "yang": "yg yng",
    "untuk": "utk buat bwt untk tuk",
    "dengan": "dgn dg dngn",
    "dari": "dri dr",
    "karena": "krn karna karn",
    "kalau": "klo kalo klu",
    "juga": "jg jga",
    "saja": "aja aj ae doang doank",
    "sudah": "sdh udah udh dah uda",
    "akan": "bakal bakalan",
    "bisa": "bs bsa",
    "dapat": "dpt dapet dpet",
    "mau": "mo pengen pengin pingin",
    "banyak": "byk bnyk",
    "sangat": "bgt banget bngt sgt",
    "lebih": "lbh",
    "semua": "smua smw",
    "langsung": "lgsg lngsung lgsng langsng lsg lgs lngsng",
    "segera": "sgra sgera",
    "sekarang": "skrg skrng skr",
    "hari": "hr",
    "bulan": "bln bl",
    "tahun": "thn th taun",
    "minggu": "mgg mggu",
    "orang": "org orng orank",
    "anak": "ank",
    "perempuan": "prempuan",
    "cewek": "cewe cwe cwek",
    "cowok": "cowo cwo",
    "wanita": "wnt wnita",
    "umur": "umr",
    "usia": "usi",
    "gaji": "gj gajih gajian gajii",
    "juta": "jt jta",
    "ribu": "rb rbu",
    "kerja": "krj krja kerjaan pekerjaan",
    "pengalaman": "pglmn pglman pngalaman pengalamn",
    "lowongan": "loker lokers lowker lowongn lwgn",
    "dibutuhkan": "dbutuhkan dbthkn dibthkn dibutuhin dibutuhkn",
    "butuh": "bth btuh bthin butuhin",
    "dicari": "dcari dicariin",
    "berangkat": "brgkt brangkat brngkt brngkat",
    "hubungi": "hub hbgi hubgi hubungin",
    "whatsapp": "wa wasap watsap whatsap",
    "telegram": "tele telegrm",
    "nomor": "nmr nmor nomer",
    "telepon": "tlp telp tlpn telpon",
    "alamat": "almt",
    "minat": "berminat brminat",
    "ijazah": "ijasah ijazh ijasa",
    "paspor": "pasport passport paspot",
    "dokumen": "dokumn",
    "perusahaan": "persh prshn prusahaan",
    "majikan": "majikn",
    "kamboja": "cambodia kamboj",
    "malaysia": "mly malay malaysa",
    "hongkong": "hk hkg",
    "singapura": "singapore spore",
    "luar negeri": "ln luarnegeri luarnegri",
    "ditanggung": "dtanggung ditanggng dicover dibayarin dibayari dibiayai",
    "gratis": "grtis",
    "makan": "mkn",
    "terima": "trima trm",
    "kirim": "krm",
    "bayar": "byr",
    "tolong": "tlg tlong",
    "bagaimana": "gmn gmana gimana",
    "pembantu": "pmbantu",
    "penampungan": "penampngan",
    "keluarga": "kluarga klrg",
    "rumah": "rmh",
    "pulang": "plg",
    "boleh": "blh",
    "harus": "hrs kudu",
    "masih": "msh",
    "syarat": "syrt persyaratan",
    "tidur": "tdr",
    "hutang": "utang",
    "potongan": "ptongan potongn",
    "dipotong": "dptong dipotg",
    "ditahan": "dtahan dithan",
    "dijemput": "djemput",
    "diurus": "diurusin durus",
    "dibantu": "dibantuin",
    "asal": "asl",
    "harga": "hrg hrga",
    "kontrak": "kntrk ktrk kontrk",
    "masak": "msak",
    "kepala": "kpala kpla",
    "punya": "pnya pny",
    "pernah": "prnh prnah",
    "dikasih": "dksh dkasih dikasi",
    "berat": "brt",
    "sama": "sm",
    "tukar": "tuker tkr",
    "ganti": "gnti",
    "pegang": "pgang megang",
    "potong": "ptong",
    "sampai": "sampe smpe nyampe",
    "datang": "dateng dtg dtng",
    "dalam": "dlm",
    "keluar": "kluar klr",
    "uang": "uwang duwit",
    "operasi": "oprasi",
    "pasien": "psien pasen",
    "tamu": "tmu",
    "kamar": "kmr",
    "dikunci": "dkunci",
}
PLAIN: dict[str, str] = {
    form: word for readings in (REGIONAL, _READINGS) for word, forms in readings.items() for form in forms.split()
}

_KEEP = frozenset({"biasanya", "tuannya", "karunya", "bertanya", "mempunya"})


class _Plain(dict[str, str]):
    """Plain forms of words, worked out when a word is first seen; bounded, because a stream has words without end."""

    def __missing__(self, word: str) -> str:
        if len(self) >= _MOST:
            self.clear()
        value = self[word] = _plain(word)
        return value


_MOST = 200_000
_FORMS = _Plain()


def plain(word: str) -> str:
    """The plain form of one folded word: slang written out, `-nya` and the doubling `2` taken off."""
    return _FORMS[word]


def plain_words(words: Sequence[str]) -> list[str]:
    """The plain forms of folded words."""
    return [_FORMS[word] for word in words]


def _plain(word: str) -> str:
    known = PLAIN.get(word)
    if known is not None:
        return known
    if len(word) > 6 and word.endswith("nya") and word not in _KEEP:
        return PLAIN.get(word[:-3], word[:-3])
    if len(word) > 3 and word[-1] == "2" and word[:-1].isalpha():
        return PLAIN.get(word[:-1], word[:-1])
    return word


_SPOKEN = frozenset(form.encode() for form in PLAIN)


def spoken_otherwise(word: bytes) -> bool:
    """Whether the plain form of a folded word may be another one."""
    return word in _SPOKEN or word.endswith((b"nya", b"2"))
