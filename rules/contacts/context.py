"""What stands around a number: words that introduce a telephone, and words that say it is something else."""

from __future__ import annotations

import re

import re2

_REACH = r"""
whats?app whatsaapp? wasap wassap wea wa hubungi hub telepon telpon telfon telp tlpn tlp tel ph phone handphone
hp call sms cp kontak contact ctc chat japri order pesan pemesanan info informasi admin line tele telegram fax
cs viber imo signal hotline ovo dana gopay linkaja shopeepay minat berminat reservasi booking office
kantor pendaftaran daftar mobile m p t f no nomor nomer
"""
_REACH_FILLER = r"""
no nomor nomer nmr number num hp wa ke di via by pada saya kami kita saja aja bpk pak bapak ibu bu mas mbak sdr
puan encik cik mr mrs ms mdm madam kak only langsung lgsg atau or ini nya ya
"""
_ELSE = r"""
rek rekening norek no\s?rek bca bri bni bsi btn mandiri cimb niaga permata danamon jago seabank ocbc maybank
mega bank va virtual\saccount briva nik ktp kk npwp stnk bpkb sim\s[abc]\d?
undian antrian peserta imei\d? resi noresi awb tracking jne jnt j&t sicepat ninja
anteraja tiki pos sap lion\sparcel pesanan orderan order\sid id\sorder no\sorder nomor\sorder order\sno invoice
inv nota faktur sku kode code isbn issn sn serial upc ean gtin barcode plu nop bpjs nisn nip nuptk siup siuppak
sip3mi sip2mi sippmi siupal nib tdp pirt p-irt bpom halal mui surat tgl tanggal pin part model tipe type seri
ref reff referensi trx transaksi skck paspor passport polis token rangka mesin nosin noka rp idr usd harga price
transfer tf id\spelanggan no\spelanggan nomor\spelanggan idpel meter pln pnr sertifikat akta reg registrasi register
batch lot exp ukuran size dimensi dim
"""
_ELSE_FILLER = r"""
no nomor nomer nmr number num kode code id adalah yaitu ke rek rekening bank kirim pesanan order paket produk
barang
"""


def _either(words: str) -> str:
    return "|".join(words.split())


_INTRODUCED = re2.compile(
    rf"(?:^|[^a-z])(?:{_either(_REACH)})(?:[\s:.,;=()/>_\x1a\"'*-]|{_either(_REACH_FILLER)})*"
    r"(?:[a-z]+[\s:.,()-]{1,3})?$".encode()
)
_NAME = r"(?:(?:a[./ ]?n|atas nama)[.: ]{1,3}[a-z.]+(?:[ ][a-z.]+){0,2}[\s:,-]{1,3})?"
_AGAINST = re2.compile(
    rf"(?:(?:^|[^a-z])(?:{_either(_ELSE)})|(?:^|[^a-z.])id)(?:[\s:.#=()/\"'_-]|{_either(_ELSE_FILLER)})*{_NAME}$".encode()
)
_LISTED = re2.compile(
    rb"(?:^|[^a-z])(?:no)?(?:resi|awb|imei\d?|orderan|invoice|barcode|ean|sku|serial|sn|nosin|noka|voucher|kode)[\s:.#-]{0,4}"
    rb"(?:[a-z]{0,6}-?[0-9][a-z0-9-]*\s?[,;/&]\s?){1,5}(?:[a-z]{2,6}-)?$"
)
"""Further numbers of a list: "Resi: JX0812345678, TJNE-0812345678901"."""
_OWNER = re.compile(r"[\s,;(-]{0,3}(?:a[./ ]?n|an|atas nama)[\s.:]")
_AFTER = re.compile(r"[a-z_]")
_ALLOWED_AFTER = re.compile(
    r"wa|whatsapp|atau|or|dan|hub|call|sms|only|ya|no|bu|pak|bpk|via|by|tlp|telp|aja|admin|hp|minat|[a-z]{4}"
)
_WINDOW = 64


def introduced(data: bytes, start: int) -> bool:
    """Whether a word such as WA or hub, perhaps with a name, stands right before offset `start`."""
    return _INTRODUCED.search(data[max(0, start - _WINDOW) : start]) is not None


def speaks_against(data: bytes, start: int) -> bool:
    """Whether the number at `start` is called an account, an order, a document, a price: the nearest label decides."""
    before = data[max(0, start - _WINDOW) : start]
    return _AGAINST.search(before) is not None or _LISTED.search(before) is not None


def follows_against(text: str, data: bytes, start: int, end: int, size: int) -> bool:
    """Whether what follows the number says that it is none: an account owner, or letters that continue a code.

    `size` is the length of its E.164 form: bank accounts of ten digits are the ones that look like a number.
    """
    if size <= 12 and _OWNER.match(text, end) and not introduced(data, start):
        return True
    return _AFTER.match(text, end) is not None and _ALLOWED_AFTER.match(text, end) is None
