"""Words around a figure that say whether it is of a person, of goods, of a pet or of an audience."""

from __future__ import annotations

import re

BOUND = (
    r"(?:tidak|tdk|tak|gak|not|no) (?:lebih dari|lebih tua dari|melebihi|over|more than|older than)|paling (?:tua|"
    r"tinggi|muda|banyak)|"
    r"at (?:least|most)|up to|max(?:imal|imum|i)?|maks(?:imal|imum)?|mak|min(?:imal|imum)?|di ?bawah|di ?atas|"
    r"kurang dari|lebih dari|"
    r"under|over|below"
)
FEMALE = (
    r"wanita|perempuan|cewe|cewek|cwe|cwek|gadis|janda|perawan|prempuan|female|females|woman|women|girls?|lady|"
    r"ladies|amoy"
)
MALE = r"pria|men|laki ?- ?laki|laki2|laki|cowok|cowo|lelaki|male|males|duda|boys?"
HEADS = (
    r"orang|org|pax|kepala|cewek|cewe|cowok|cowo|wanita|perempuan|pria|laki ?- ?laki|laki2|"
    r"gadis|janda|anak|bayi|tki|tkw|pmi|pekerja|karyawan|karyawati|"
    r"tenaga kerja|"
    r"staff?|abk|awak|art|pembantu|asisten|terapis|talent|lc|operator|admin|crew|kru|people|persons?|workers?|"
    r"girls|women|men|ladies|lady|females?|males?|boys|sopir|supir|driver|pelayan|waiter|waitress|"
    r"kasir|spg|spb|tukang|kuli|buruh|guru|baby ?sitters?|nanny|pengasuh|perawat|satpam|security|helpers?|cook|koki|"
    r"chef|calon (?:pekerja|tki|tkw|pmi|karyawan|abk)|ctki|ctkw|cpmi|nelayan|mahasiswi?|siswi|pemuda|pemudi|"
    r"remaja|maids?"
)
DURATION_BEFORE = re.compile(
    r"(?<![a-z])(?:ber|di|ke|se|ter|me(?:m|ng?|ny)?)?"  # "berpengalaman 5 th", but not "kiper 24 th"
    r"(?:pengalaman|garansi|kontrak|selama|sejak|berdiri|tenor|kpr|kredit|masa|cicilan|angsuran|pakai|pemakaian|kerja|"
    r"bekerja|experience|"
    r"warranty|sudah|hampir|jangka|penjara|hukuman|(?:di)?vonis|dituntut|beasiswa|izin tinggal|"
    r"sewa|expired|exp|tahan|awet|lama|setiap|tiap|per|durasi|"
    r"ikatan|studi|kuliah|"
    r"berlaku|dalam|contract|within|last|for|bunga|of)(?:nya)?\W{0,3}(?:kurang|lebih|kerja|dari|min(?:imal)?|"
    r"max|maks(?:imal)?|selama|"
    r"\W|resmi|mesin|spare ?part|kompresor|toko|diutamakan|sekitar|masa|di bidang\w*|sbg|sebagai|of){0,4}$"
)
DURATION_AFTER = re.compile(
    r"\W{0,2}(?:pengalaman|lalu|yang lalu|yg lalu|garansi|kontrak|sekali|terakhir|kerja|bekerja|berdiri|"
    r"ke ?depan|pemakaian|penjara|"
    r"experience|of experience|warranty|contract|ago|lagi|lebih|berturut|masa|tenor|berpengalaman|melayani|"
    r"beroperasi|berjalan|berkarya|mengabdi|menikah|eksis|[0-9])"
)
PERSON_BEFORE = re.compile(
    rf"\b(?:masih|baru|anak|bayi|balita|batita|orok|yatim|piatu|keponakan|cucu|santri|siswi|siswa|adik|adek|"
    rf"{FEMALE}|{MALE}|namanya|nama|mbak|mas|ibu|bapak|orang|asal|cantik|"
    r"manis|remaja)"
    r"[^.\n]{0,24}$"
)
OBJECT_AGE = re.compile(
    r"\s?(?:pakai|simpan|ekonomis|tanaman|pohon|bangunan|mesin|mobil|motor|kendaraan|rumah|barang|produk|"
    r"baterai|batre|ban|kayu|"
    r"bibit|panen|kerja|pensiun|perusahaan|toko|usaha|pernikahan|teknis)"
)
OBJECT_BEFORE = re.compile(
    r"(?<!sopir )(?<!supir )(?<!driver )(?<!montir )(?<!mekanik )(?<!teknisi )(?<!tukang )(?<!sales )(?<![a-z])"
    r"(?:mobil|motor|sepeda|kapal|truk|kendaraan|mesin|pohon|tanaman|rumah(?! tangga)|bangunan|gedung|ruko|perusahaan|"
    r"toko|usaha|kayu|bonsai|ban|aki|genset|kursi|meja|lemari|sofa|kasur|ranjang|dipan|springbed|rak|kompor|tv|"
    r"kontrak|whisky|whiskey|wiski|wine|keju|sapi|lembu|kerbau|laptop|hp|kulkas|ac)"
    rf"\s(?:(?!(?:{FEMALE}|{MALE}|sopir|supir|usia|umur|max|min|maks|anak|bayi|dewasa|remaja)\b)[a-z0-9]+\s)?(?:ber)?$"
)
"""A thing right before the word for age; who drives or mends it comes with his own word before it."""
PETS = re.compile(
    r"\b(?:kucing|anjing|kitten|kitty|puppy|puppies|burung|murai|lovebird|kenari|kelinci|hamster|ayam|sapi|"
    r"kambing|domba|ikan|"
    r"kuda|babi|bebek|jantan|betina|persia|anggora|maine ?coon|poodle|pitbull|husky|golden|sugar ?glider|musang|"
    r"reptil|iguana|"
    r"anakan|indukan|vaksin|stambum|kerbau|lembu|marmut|unta|pedigree|dog|cat|bulldog|british|munchkin|kura)\b"
)
AUDIENCE = re.compile(
    r"\b(?:untuk|utk|buat|cocok|mulai|mainan|baju|pakaian|celana|gaun|dress|kaos|sepatu|sandal|ukuran|size|"
    r"stroller|car ?seat|"
    r"puzzle|buku|sepeda|kasur|ranjang|tempat tidur|meja belajar|kursi|lemari|rak|les|bimbel|kursus|sekolah|tk|"
    r"paud|playgroup|"
    r"daycare|susu|popok|pampers|diapers|mpasi|vitamin|obat|boneka|lego|setelan|piyama|jaket|seragam|helm|"
    r"pelampung|popok|"
    r"kids|toddler|toys?|for ages?|recommended|suitable|usia anak|tiket|htm|outbound|lomba|khitan|imunisasi)\b"
)
DIMENSION = re.compile(
    r"\b(?:lebar|panjang|diameter|tebal|kedalaman|dalam|p ?x ?l|l ?x ?t|dimensi|ukuran|width|length|depth|dim|"
    r"sandaran|dudukan|"
    r"rak|meja|kaki|plafon|lantai|tangga|pagar|tiang|pohon|tanaman|volume|jumlah pintu|susun)\b|[0-9]\s?x\s?[0-9]"
)
FURNITURE = re.compile(
    r"\b(?:lemari|meja|kursi|sofa|rak|ranjang|dipan|kasur|bufet|nakas|kulkas|cermin|lampu|gorden|box|kabinet|"
    r"wardrobe|dresser|"
    r"cabinet|shelf|table|chair|bed|patung|boneka|guci|pot|tiang|pohon|bonsai|mannequin|manekin|stand|tangga|"
    r"galon|dispenser)\b"
)
PERSON_NEAR = re.compile(
    rf"\b(?:tinggi|tb|tingginya|height|tall|usia|umur|age|postur|{FEMALE}|{MALE}|bayi|yatim|single|lajang)\b"
)
"""A weight without "badan" is a person's only where such a word stands near."""
PERSON_ELSE = re.compile(
    rf"\b(?:tb|bb|badan|usia|umur|age|postur|{FEMALE}|{MALE}|kg|single|lajang|saya|syarat|kriteria)\b"
)
BUILD = re.compile(
    rf"{FEMALE}|{MALE}|cantik|putih|langsing|cakep|ganteng|seksi|sexy|manis|tubuh|body|dengan|dgn|min|minimal|dan|punya|"
    r"memiliki|berpostur|postur|badan|syarat|tahun|thn|th|kg|single|lajang|sehat|bersih|kulit|mulus|kurus|ideal|saya|aku|atau|maks|orang|org"
)
"""Words right before "tinggi" that speak of a person."""
NO_HEADS = re.compile(
    r"anak (?:tangga|timbangan|kunci|panah|sungai|perusahaan|usaha|cabang|ayam|kucing|anjing|sapi|kambing|ikan|"
    r"burung|bebek)"
)
GOODS_SEX = re.compile(
    r"\b(?:baju|sepatu|tas|jam(?: tangan)?|pakaian|celana|kaos|jaket|parfum|fashion|sandal|dompet|toilet|wc|"
    r"koleksi|busana|hijab|"
    r"kemeja|rok|gaun|dress|blouse|sweater|hoodie|topi|kacamata|daster|piyama|cincin|kalung|gelang|anting|"
    r"ikat pinggang|sabuk|"
    r"kaus|kost?|salon|batik|jersey|outfit|setelan|legging|bra|underwear|sneakers|jas|gamis|mukena|manekin|"
    r"mannequin|boneka|"
    r"sabun|shampo|skincare|deodoran|lotion|majalah|novel|sepeda|motif|model|gaya|kesehatan|"
    r"perlengkapan)(?: (?:[a-z]+)){0,2}\W{0,3}$"
)
ASKED = re.compile(
    r"\b(?:dibutuhkan|dicari|butuh|mencari|cari|khusus|syarat|persyaratan|kriteria|kualifikasi|jenis kelamin|"
    r"gender|diutamakan|"
    r"minimal|maksimal|lowongan|loker|requirements?|qualifications?|hiring|needed|wanted|rekrut|recruitment|"
    r"menerima|terima)\b"
)
BOUNDED = re.compile(rf"(?:{BOUND})[\s:.]*$")
CAPACITY = re.compile(
    r"(?<!looking )(?<!searching )(?<!hiring )(?<!waiting )\b(?:dilihat|ditonton|disukai|dibeli|diikuti|dipakai|"
    r"dikunjungi|dihadiri|ditinggali|dihuni|"
    r"paket|box|kotak|tumpeng|prasmanan|bus|hiace|elf|kamar|meja|kursi|tenda|villa|untuk|utk|buat|muat|kapasitas|cukup|"
    r"porsi|isi|per|capacity|fits?|seats?|for)\W{0,2}(?:max|maks|"
    r"sampai)?\W{0,2}$"
)
