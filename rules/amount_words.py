"""Words around an amount that say whether it is pay, a price, something else, or no money at all."""

from __future__ import annotations

import re

SALARY = (
    "(?:hourly|daily|monthly|weekly) rate|gaji|gajih|gj|gapok|salary|sallary|upah|penghasilan|pendapatan|income|"
    "honor|honorarium|bayaran|dibayar|pay|paid|wages?|earn(?:ing)?s?|"
    "thp|take ?home(?: pay)?|fee|komisi|commission|uang saku|digaji|"
    "umk|umr|ump|cuan|omzet|omset|hasilkan|menghasilkan|stipend"
)
PRICE = (
    "(?:se)?harga|hrg|price|biaya|mahar|nego|dijual|jual|dp|uang muka|bayar|ongkos|ongkir|tarif|ganti|tebusan|beli|"
    "modal|deposit|"
    "sewa|kos|kost|kontrak(?:an)?|cicil(?:an)?|angsuran|spp|iuran|diskon|promo|hanya|cuma|mulai dari|administrasi|"
    "admin fee|"
    "pendaftaran|registrasi|registration|cost|rent|jaminan|transfer|open|rate|charge"
)
OTHER = (
    "bonus|insentif|incentive|tunjangan|uang makan|lembur(?:an)?|overtime|thr|denda|penalti|penalty|"
    "potong(?:an)?|dipotong|"
    "pinjam(?:an)?|plafon|hadiah|hutang|utang|kasbon|talangan|saldo|cashback|voucher|pulsa|allowance|uang transport"
)
CONTEXT = re.compile(
    rf"(?<![a-z])(?:(?P<salary>{SALARY})|(?P<price>{PRICE})|(?P<other>{OTHER}))(?:nya|mu|ku)?(?![a-z])"
)
SALARY_AFTER = re.compile(
    r"[\s,()/+-]{0,3}(?:gaji|salary|thp|take home|bersih|net+o?(?=\s?(?:/|per|se|a month))|gapok|penghasilan|income)"
)
PRICE_AFTER = re.compile(
    r"[\s,()/-]{0,3}(?:nego|nett?\b|saja|aja|cash|fix|fixed|per kepala|perkepala|per orang|/ ?orang|cod|lunas)"
)
NOT_MONEY_AFTER = re.compile(
    r"\s?(?:cm|mm|kg|gr|gram|km|meter|m2|m\b|x\s?[0-9]|gb|mb|watt|w\b|volt|hp\b|inch|in\b|ml|l\b|liter|orang|"
    r"org|unit|pcs|"
    r"follower|view|subscriber|kali|km/|rpm|mah|pixel|karat)"
)
PEOPLE = r"\s?(?:orang|org|unit|pcs|follower|view|km|kali|jiwa|subscriber|penduduk|populasi|anggota|suara|pemilih|umat)"
PAYING = re.compile(r"(?<![a-z])(?:bayar|bayarnya)[\s:]{1,2}(?:rp\W{0,2})?$")
SERVICE = re.compile(
    r"\b(?:rental|rent|(?<!guru )les|wifi|internet|langganan|gym|fitness|parkir|daycare|penitipan|kursus|bimbel|"
    r"asuransi|premi|"
    r"arisan|tabungan|nabung|villa|homestay|hotel|penginapan|guesthouse|apartemen|kamar|kontrakan|listrik|"
    r"katering|kuota|kredit|cash|tunai|atm|pajak|pbb|ipl)\b"
)
WORK = re.compile(
    r"\b(?:butuh|dibutuhkan|dicari|cari|lowongan|loker|kerja|karyawan|tenaga|pekerja|helper|tukang|jaga)\b"
)
