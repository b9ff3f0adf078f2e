"""What stands around a number: words that introduce a telephone, and words that say it is something else."""

from __future__ import annotations

import re

import re2

_REACH = r"""
whats?app whatsaapp? wasapp? wassap wsapp? watsapp? whatsap wapp wea wa
hubungi hub telepon telpon telfon telp tlpn tlp tel ph phone handphone
hp call ring dial sms text cp kontak contact ctc chat japri order pesan pemesanan info informasi admin line tele
telegram fax cs viber imo signal hotline ovo dana gopay linkaja shopeepay minat berminat reservasi booking office
kantor pendaftaran daftar mobile m p t f no nomor nomer nombor
"""
_REACH_FILLER = r"""
no nomor nomer nmr number num hp wa ke di via by pada saya sy kami kita saja aja bpk pak bapak ibu bu mas mbak sdr
puan encik cik mr mrs ms mdm madam kak only langsung lgsg atau or ini nya ya me us at on
"""
_ELSE = r"""
rek rekening norek no\s?rek bca bri bni bsi btn mandiri cimb niaga permata danamon jago seabank ocbc maybank
mega bank va virtual\saccount briva nik ktp kk npwp stnk bpkb sim\s[abc]\d?
undian antrian antrean peserta imei\d? resi noresi awb tracking jne jnt j&t sicepat ninja spx
anteraja tiki pos sap lion\sparcel pesanan orderan order\sid id\sorder no\sorder nomor\sorder order\sno invoice
inv nota faktur kwitansi sku kode code isbn issn sn serial upc ean gtin barcode plu nop bpjs nis nisn nip nuptk siup
siuppak sip3mi sip2mi sippmi siupal nib tdp pirt p-irt bpom halal mui surat
sk putusan perkara uid nidn nrp nim npm tgl tanggal pin part model tipe type seri
ref sn\shp imei\shp
reff referensi reference utr rrn trx transaksi tagihan saldo skck paspor passport polis token rangka mesin
nosin noka rp idr usd harga price sebesar senilai transfer tf id\spelanggan no\spelanggan nomor\spelanggan idpel meter
pln pnr sertifikat akta reg registrasi register batch lot exp ukuran size dimensi dim koordinat otp nopol
"""
_ELSE_FILLER = r"""
no nomor nomer nmr number num kode code id adalah yaitu ke rek rekening bank kirim kiriman pengiriman pesanan order
paket produk barang pembayaran bayar booking transaksi tagihan pembelian
"""
_NUMBERED = r"""
(?:no|nomor|nomer|nmr|number|kode|code|u?id|ref)[\s.:#]{0,3}(?:pelanggan|customer|pembayaran|virtual|akun|account|member|
anggota|urut|lisensi|izin|ijin|sertifikat|bukti|referensi|transaksi|order|pesanan|nota|invoice|klaim|berkas|perkara|laporan|kasus|case|
permohonan|pengajuan|rekam|medis|ujian|absen|punggung|kendaraan|polisi|lambung|bangku|gerbong|kereta|penerbangan|flight|kursi|kartu|card|peserta|polis|surat|dokumen|booking|tiket|ticket|resi|rekening|token|meter|kontrak|pendaftaran|
registrasi|induk|seri|voucher|kas|mesin|ijazah|rapor|skripsi|rangka|tracking|user|game|mobile|player|server|aplikasi)
"""
_RESI = r"kode|code|u?id|nim|sn|resi|noresi|imei\d?|nik|npwp|norek|rekening|idpel|isbn|utr|no\s?rek"


def _either(words: str) -> str:
    return "|".join(words.split())


_INTRODUCED = re2.compile(
    rf"(?:^|[^a-z])(?:{_either(_REACH)})(?:[\s:.,;=()/>_\x1a\"'*-]|{_either(_REACH_FILLER)})*"
    r"(?:\b[a-z]+[\s:.,()-]{1,3})?$".encode()
)
_NAME = r"(?:(?:a[./ ]?n|atas nama)[.: ]{1,3}[a-z.]+(?:[ ][a-z.]+){0,2}[\s:,-]{1,3})?"
_ENDS = r"(?:ny?a|ku|mu)?"
_BETWEEN = r"[\s:.;#=()/>\[\]\"'_\x1a-]"
_AGAINST = re2.compile(
    rf"(?:(?:^|[^a-z])(?:{_either(_ELSE)}){_ENDS}|(?:^|[^a-z.])id)"
    rf"(?:{_BETWEEN}|{_either(_ELSE_FILLER)}|[0-9][:.)])*{_NAME}$".encode()
)
_AGAINST_FAR = re2.compile(
    rf"(?:^|[^a-z.])(?:{_RESI}|{''.join(_NUMBERED.split())}){_ENDS}{_BETWEEN}{{1,3}}"
    rf"([a-z&]{{2,14}}{_ENDS}{_BETWEEN}{{1,3}}){{0,2}}$".encode()
)
"""A label of a document or an account that a word or two follow: "nomor pelanggan PDAM", "resi dari Surabaya"."""
_MODEL = re2.compile(rb"(?:^|[^a-z])(?:seri|serial|tipe|type|part|sku|kode)[^a-z][^0-9\n]{0,40}[a-z]{1,4}-$")
"""A code of letters that goes on with the number: "seri mesin cuci WD-0812-..."."""
_HALF = re2.compile(
    rb"(?:^|[^a-z])(?:va|virtual account|briva|rek|rekening|norek|token|kartu|card|id)"
    rb"(?:[^a-z0-9]|[a-z]{2,8}[^a-z0-9]){1,3}[0-9]{3,6}[ -]$"
)
"""The first figures of an account or a card that the number goes on with: "VA Mandiri 88608 0821..."."""
_OFFERED = re.compile(
    r"(?<![a-z])(?:jasa|urus|mengurus|bantu|pembuatan|bikin|buat|terima|melayani|layanan|jual|sedia)(?![a-z])"
)
"""Words before such a label that make it a thing on offer: "jasa urus NPWP pribadi 0812-..."."""
_REACHING = re.compile(rf"(?<![a-z])(?:{_either(_REACH)}|kabari|laporkan|lapor|cari|tanya|via|lewat)(?![a-z])")
_LISTED = re2.compile(
    rb"(?:^|[^a-z])(?:no)?(?:resi|awb|imei\d?|orderan|invoice|barcode|ean|sku|serial|sn|nosin|noka|voucher|kode|ref|utr)[\s:.#-]{0,4}"
    rb"(?:[a-z]{0,6}-?[0-9][a-z0-9-]*\s?[,;/&]\s?){1,5}(?:[a-z]{2,6}[- ])?$"
)
"""Further numbers of a list: "Resi: JX0812345678, TJNE-0812345678901"."""
_OWNER = re.compile(r"[\s,;(-]{0,3}(?:a[./ ]?n|an|atas nama)[\s.:]")
_AFTER = re.compile(r"[a-z_]")
_ALLOWED_AFTER = re.compile(
    r"wa|whatsapp|atau|or|dan|hub|call|sms|only|ya|no|bu|pak|bpk|via|by|tlp|telp|aja|admin|hp|minat|[a-z]{4}"
)
_CALLED_AFTER = re.compile(
    rf"\s?(?:\(\s?|(?:itu|adalah|ini|is|are|=)\s)(?:(?:adalah|the|a|kode|code|no|nomor|number)[\s.]{{1,2}}){{0,2}}"
    rf"(?:{_RESI}|resinya|barcode|invoice|token|voucher|kode|serial|tracking)(?![a-z])(?![^0-9\n]{{0,24}}[0-9])"
    r"|\s?(?:rupiah|perak|poin|point|points|followers?|views|viewers|subscribers?)(?![a-z])"
)
"""What a number is called behind it: "081200001234 itu no resi"; not where that name has a number of its own."""
_WINDOW = 64


def introduced(data: bytes, start: int) -> bool:
    """Whether a word such as WA or hub, perhaps with a name, stands right before offset `start`."""
    return _INTRODUCED.search(data[max(0, start - _WINDOW) : start]) is not None


def speaks_against(data: bytes, start: int) -> bool:
    """Whether the number at `start` is called an account, an order, a document, a price: the nearest label decides."""
    before = data[max(0, start - _WINDOW) : start]
    if _HALF.search(before) is not None or _AGAINST.search(before) is not None or _LISTED.search(before) is not None:
        return True
    if (model := _MODEL.search(before)) is not None and _REACHING.search(model.group().decode()) is None:
        return True
    far = _AGAINST_FAR.search(before)
    if far is None:
        return False
    words = far.start(1) if far.start(1) >= 0 else len(before)
    return _REACHING.search(before[words:].decode()) is None and _OFFERED.search(before[:words].decode()) is None


def follows_against(text: str, data: bytes, start: int, end: int, size: int) -> bool:
    """Whether what follows the number says that it is none: an account owner, or letters that continue a code.

    `size` is the length of its E.164 form: bank accounts of ten digits are the ones that look like a number.
    """
    if size <= 12 and _OWNER.match(text, end) and not introduced(data, start):
        return True
    if _CALLED_AFTER.match(text, end):
        return True
    return _AFTER.match(text, end) is not None and _ALLOWED_AFTER.match(text, end) is None
