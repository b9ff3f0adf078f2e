"""Names of places: the facts behind `rules.places`, in folded form (lower case, plain letters).

Provinces and regencies follow the codes of the Ministry of Home Affairs (38 provinces, 2025). Compounds and border
towns are those that press, ministries and UN reports name. Data only: what a name needs around it is decided in
`rules.places`.
"""

from __future__ import annotations

PROVINCES: dict[str, str] = {
    "Aceh": "nad; nanggroe aceh darussalam",
    "Sumatera Utara": "sumut; sumatra utara",
    "Sumatera Barat": "sumbar; sumatra barat; minangkabau",
    "Riau": "",
    "Jambi": "",
    "Sumatera Selatan": "sumsel; sumatra selatan",
    "Bengkulu": "",
    "Lampung": "",
    "Bangka Belitung": "babel; kepulauan bangka belitung",
    "Kepulauan Riau": "kepri",
    "DKI Jakarta": "jakarta; dki; jabodetabek; jkt",
    "Jawa Barat": "jabar",
    "Jawa Tengah": "jateng",
    "DI Yogyakarta": "diy; jogja; yogya; jogjakarta; daerah istimewa yogyakarta",
    "Jawa Timur": "jatim",
    "Banten": "",
    "Bali": "",
    "Nusa Tenggara Barat": "ntb; lombok",
    "Nusa Tenggara Timur": "ntt; flores; sumba",
    "Kalimantan Barat": "kalbar",
    "Kalimantan Tengah": "kalteng",
    "Kalimantan Selatan": "kalsel",
    "Kalimantan Timur": "kaltim",
    "Kalimantan Utara": "kaltara",
    "Sulawesi Utara": "sulut",
    "Sulawesi Tengah": "sulteng",
    "Sulawesi Selatan": "sulsel",
    "Sulawesi Tenggara": "sultra",
    "Gorontalo": "",
    "Sulawesi Barat": "sulbar",
    "Maluku": "",
    "Maluku Utara": "malut",
    "Papua": "irian",
    "Papua Barat": "",
    "Papua Selatan": "",
    "Papua Tengah": "",
    "Papua Pegunungan": "",
    "Papua Barat Daya": "",
}
"""Province → other names, by semicolons."""

REGENCIES: dict[str, str] = {
    "Aceh": (
        "aceh barat; aceh barat daya; aceh besar; aceh jaya; aceh selatan; aceh singkil; aceh tamiang; aceh "
        "tengah; aceh tenggara; aceh timur; aceh utara; banda aceh; bener meriah; bireuen; gayo lues; langsa; "
        "lhokseumawe; nagan raya; pidie; pidie jaya; sabang; simeulue; subulussalam"
    ),
    "Sumatera Utara": (
        "asahan; batu bara; binjai; dairi; deli serdang; gunungsitoli; humbang hasundutan; karo; labuhanbatu; "
        "labuhanbatu selatan; labuhanbatu utara; langkat; mandailing natal; medan; nias; nias barat; nias "
        "selatan; nias utara; padang lawas; padang lawas utara; padangsidimpuan; pakpak bharat; "
        "pematangsiantar; samosir; serdang bedagai; sibolga; simalungun; tanjungbalai; tapanuli selatan; "
        "tapanuli tengah; tapanuli utara; tebing tinggi; toba"
    ),
    "Sumatera Barat": (
        "agam; bukittinggi; dharmasraya; kepulauan mentawai; lima puluh kota; padang; padang panjang; padang "
        "pariaman; pariaman; pasaman; pasaman barat; payakumbuh; pesisir selatan; sawahlunto; sijunjung; "
        "solok; solok selatan; tanah datar"
    ),
    "Riau": (
        "bengkalis; dumai; indragiri hilir; indragiri hulu; kampar; kepulauan meranti; kuantan singingi; "
        "pekanbaru; pelalawan; rokan hilir; rokan hulu; siak"
    ),
    "Jambi": (
        "batanghari; bungo; jambi; kerinci; merangin; muaro jambi; sarolangun; sungai penuh; tanjung jabung "
        "barat; tanjung jabung timur; tebo"
    ),
    "Sumatera Selatan": (
        "banyuasin; empat lawang; lahat; lubuk linggau; muara enim; musi banyuasin; musi rawas; musi rawas "
        "utara; ogan ilir; ogan komering ilir; ogan komering ulu; ogan komering ulu selatan; ogan komering "
        "ulu timur; pagar alam; palembang; penukal abab lematang ilir; prabumulih"
    ),
    "Bengkulu": (
        "bengkulu; bengkulu selatan; bengkulu tengah; bengkulu utara; kaur; kepahiang; lebong; mukomuko; "
        "rejang lebong; seluma"
    ),
    "Lampung": (
        "bandar lampung; lampung barat; lampung selatan; lampung tengah; lampung timur; lampung utara; "
        "mesuji; metro; pesawaran; pesisir barat; pringsewu; tanggamus; tulang bawang; tulang bawang barat; "
        "way kanan"
    ),
    "Bangka Belitung": "bangka; bangka barat; bangka selatan; bangka tengah; belitung; belitung timur; pangkal pinang",
    "Kepulauan Riau": "batam; bintan; karimun; kepulauan anambas; lingga; natuna; tanjung pinang",
    "DKI Jakarta": "jakarta barat; jakarta pusat; jakarta selatan; jakarta timur; jakarta utara; kepulauan seribu",
    "Jawa Barat": (
        "bandung; bandung barat; banjar; bekasi; bogor; ciamis; cianjur; cimahi; cirebon; depok; garut; "
        "indramayu; karawang; kuningan; majalengka; pangandaran; purwakarta; subang; sukabumi; sumedang; "
        "tasikmalaya"
    ),
    "Jawa Tengah": (
        "banjarnegara; banyumas; batang; blora; boyolali; brebes; cilacap; demak; grobogan; jepara; "
        "karanganyar; kebumen; kendal; klaten; kudus; magelang; pati; pekalongan; pemalang; purbalingga; "
        "purworejo; rembang; salatiga; semarang; sragen; sukoharjo; surakarta; tegal; temanggung; wonogiri; "
        "wonosobo"
    ),
    "DI Yogyakarta": "bantul; gunungkidul; kulon progo; sleman; yogyakarta",
    "Jawa Timur": (
        "bangkalan; banyuwangi; batu; blitar; bojonegoro; bondowoso; gresik; jember; jombang; kediri; "
        "lamongan; lumajang; madiun; magetan; malang; mojokerto; nganjuk; ngawi; pacitan; pamekasan; "
        "pasuruan; ponorogo; probolinggo; sampang; sidoarjo; situbondo; sumenep; surabaya; trenggalek; tuban; "
        "tulungagung"
    ),
    "Banten": "cilegon; lebak; pandeglang; serang; tangerang; tangerang selatan",
    "Bali": "badung; bangli; buleleng; denpasar; gianyar; jembrana; karangasem; klungkung; tabanan",
    "Nusa Tenggara Barat": (
        "bima; dompu; lombok barat; lombok tengah; lombok timur; lombok utara; mataram; sumbawa; sumbawa barat"
    ),
    "Nusa Tenggara Timur": (
        "alor; belu; ende; flores timur; kupang; lembata; malaka; manggarai; manggarai barat; manggarai "
        "timur; nagekeo; ngada; rote ndao; sabu raijua; sikka; sumba barat; sumba barat daya; sumba tengah; "
        "sumba timur; timor tengah selatan; timor tengah utara"
    ),
    "Kalimantan Barat": (
        "bengkayang; kapuas hulu; kayong utara; ketapang; kubu raya; landak; melawi; mempawah; pontianak; "
        "sambas; sanggau; sekadau; singkawang; sintang"
    ),
    "Kalimantan Tengah": (
        "barito selatan; barito timur; barito utara; gunung mas; kapuas; katingan; kotawaringin barat; "
        "kotawaringin timur; lamandau; murung raya; palangkaraya; pulang pisau; seruyan; sukamara"
    ),
    "Kalimantan Selatan": (
        "balangan; banjar; banjarbaru; banjarmasin; barito kuala; hulu sungai selatan; hulu sungai tengah; "
        "hulu sungai utara; kotabaru; tabalong; tanah bumbu; tanah laut; tapin"
    ),
    "Kalimantan Timur": (
        "balikpapan; berau; bontang; kutai barat; kutai kartanegara; kutai timur; mahakam ulu; paser; penajam "
        "paser utara; samarinda"
    ),
    "Kalimantan Utara": "bulungan; malinau; nunukan; tana tidung; tarakan",
    "Sulawesi Utara": (
        "bitung; bolaang mongondow; bolaang mongondow selatan; bolaang mongondow timur; bolaang mongondow "
        "utara; kepulauan sangihe; kepulauan siau tagulandang biaro; kepulauan talaud; kotamobagu; manado; "
        "minahasa; minahasa selatan; minahasa tenggara; minahasa utara; tomohon"
    ),
    "Sulawesi Tengah": (
        "banggai; banggai kepulauan; banggai laut; buol; donggala; morowali; morowali utara; palu; parigi "
        "moutong; poso; sigi; tojo una una; toli toli"
    ),
    "Sulawesi Selatan": (
        "bantaeng; barru; bone; bulukumba; enrekang; gowa; jeneponto; kepulauan selayar; luwu; luwu timur; "
        "luwu utara; makassar; maros; palopo; pangkajene dan kepulauan; parepare; pinrang; sidenreng rappang; "
        "sinjai; soppeng; takalar; tana toraja; toraja utara; wajo"
    ),
    "Sulawesi Tenggara": (
        "bau bau; bombana; buton; buton selatan; buton tengah; buton utara; kendari; kolaka; kolaka timur; "
        "kolaka utara; konawe; konawe kepulauan; konawe selatan; konawe utara; muna; muna barat; wakatobi"
    ),
    "Gorontalo": "boalemo; bone bolango; gorontalo; gorontalo utara; pohuwato",
    "Sulawesi Barat": "majene; mamasa; mamuju; mamuju tengah; pasangkayu; polewali mandar",
    "Maluku": (
        "ambon; buru; buru selatan; kepulauan aru; kepulauan tanimbar; maluku barat daya; maluku tengah; "
        "maluku tenggara; seram bagian barat; seram bagian timur; tual"
    ),
    "Maluku Utara": (
        "halmahera barat; halmahera selatan; halmahera tengah; halmahera timur; halmahera utara; kepulauan "
        "sula; pulau morotai; pulau taliabu; ternate; tidore kepulauan"
    ),
    "Papua": "biak numfor; jayapura; keerom; kepulauan yapen; mamberamo raya; sarmi; supiori; waropen",
    "Papua Barat": "fak fak; kaimana; manokwari; manokwari selatan; pegunungan arfak; teluk bintuni; teluk wondama",
    "Papua Selatan": "asmat; boven digoel; mappi; merauke",
    "Papua Tengah": "deiyai; dogiyai; intan jaya; mimika; nabire; paniai; puncak; puncak jaya",
    "Papua Pegunungan": (
        "jayawijaya; lanny jaya; mamberamo tengah; nduga; pegunungan bintang; tolikara; yahukimo; yalimo"
    ),
    "Papua Barat Daya": "maybrat; raja ampat; sorong; sorong selatan; tambrauw",
}
"""Province → its regencies and cities, without the words kabupaten and kota."""

REGENCY_ALIASES: dict[str, str] = {
    "surakarta": "solo", "yogyakarta": "kota jogja", "pematangsiantar": "siantar; pematang siantar",
    "tanjung pinang": "tanjungpinang", "pangkal pinang": "pangkalpinang", "banda aceh": "bandaaceh",
    "jakarta selatan": "jaksel", "jakarta barat": "jakbar", "jakarta timur": "jaktim", "jakarta utara": "jakut",
    "jakarta pusat": "jakpus", "tangerang selatan": "tangsel", "purwokerto": "", "makassar": "ujung pandang; makasar",
    "bandar lampung": "bandarlampung; tanjung karang", "palangkaraya": "palangka raya", "bau bau": "baubau",
    "gunungkidul": "gunung kidul", "kulon progo": "kulonprogo", "tanjungbalai": "tanjung balai", "fak fak": "fakfak",
    "karawang": "krawang; cikarang", "banyuwangi": "bwi", "indramayu": "dermayu", "malang": "mlg", "surabaya": "sby",
    "bandung": "bdg", "semarang": "smg", "bekasi": "bks", "tangerang": "tng", "medan": "mdn", "nunukan": "sebatik",
    "sanggau": "entikong", "denpasar": "kuta bali", "kutai kartanegara": "kukar", "lubuk linggau": "lubuklinggau",
    "toli toli": "tolitoli; toli-toli", "padangsidimpuan": "padang sidempuan; sidempuan",
}  # fmt: skip
"""Regency → other names; towns that are better known than their regency stand with it."""

_ORDINARY = """
agam alor asmat bangli banjar batang belu bima bone bungo buru buol demak ende kapuas karo kaur ketapang kudus
kupang lahat landak langsa lebak lebong lingga luwu malaka malang medan metro muna ngada pati paser pesisir
palu puncak sabang sampang seluma serang siak sigi sikka sorong subang sumba tapin tebo tegal toba tual tuban
wajo batu solok solo poso dki diy jkt nad irian bdg smg bks tng mdn sby mlg bwi minangkabau
"""
ORDINARY_WORDS = frozenset(_ORDINARY.split())
"""Names that are words or abbreviations too: they need a preposition, a capital or another place beside them."""

_THINGS = "batu batang puncak palu buru sorong landak malang bone metro karo kaur serang lebak sampang medan"
THINGS = frozenset(_THINGS.split())
"""Names of everyday things ("di batu"): a preposition alone does not make them places."""

COUNTRIES: dict[str, tuple[str, str]] = {
    "KH": ("Kamboja", "cambodia; camboja; kambodja; kemboja; khmer; phnom penh; pnom penh; phnompenh; pnompenh"),
    "MM": ("Myanmar", "mianmar; burma; birma; yangon; rangoon; mandalay; naypyidaw"),
    "LA": ("Laos", "lao pdr; vientiane; savannakhet"),
    "VN": ("Vietnam", "vietnem; viet nam; hanoi; ho chi minh; saigon; da nang"),
    "PH": ("Filipina", "philippines; philipina; pilipina; filipin; manila; cebu; makati"),
    "TH": ("Thailand", "thailan; muangthai; muang thai; bangkok; pattaya; chiang mai; phuket; hat yai; songkhla"),
    "MY": (
        "Malaysia",
        "malaisia; malesia; negeri jiran; kuala lumpur; johor; johor bahru; penang; pulau pinang; selangor; sabah; "
        "sarawak; kuching; tawau; kota kinabalu; melaka; perak malaysia; pahang; kelantan; terengganu; genting",
    ),
    "SG": ("Singapura", "singapore; singapur; spore; s'pore"),
    "BN": ("Brunei", "brunei darussalam; bandar seri begawan"),
    "TL": ("Timor Leste", "timor-leste; dili"),
    "TW": ("Taiwan", "taipei; taichung; kaohsiung; taoyuan; tainan; republic of china"),
    "HK": ("Hong Kong", "hongkong; hong-kong; kowloon"),
    "MO": ("Makau", "macau; macao"),
    "CN": (
        "China",
        "cina; tiongkok; tiongkok daratan; prc; beijing; shanghai; guangzhou; shenzhen; fujian; guangdong; hainan",
    ),
    "KR": ("Korea Selatan", "korea; korsel; south korea; seoul; busan; incheon; ansan"),
    "JP": ("Jepang", "japan; jepun; jpn; tokyo; osaka; nagoya; hokkaido; okinawa; fukuoka"),
    "SA": ("Arab Saudi", "saudi; saudi arabia; arab; ksa; riyadh; jeddah; madinah; mekkah; makkah; dammam; abha; taif"),
    "AE": ("Uni Emirat Arab", "uea; uae; emirat; dubai; abu dhabi; abudhabi; sharjah; ajman; united arab emirates"),
    "QA": ("Qatar", "katar; doha"),
    "KW": ("Kuwait", "kuwet"),
    "BH": ("Bahrain", "bahrein; manama"),
    "OM": ("Oman", "muscat"),
    "JO": ("Yordania", "jordania; amman"),
    "IQ": ("Irak", "iraq; erbil; baghdad; kurdistan"),
    "SY": ("Suriah", "syria; suriya; damaskus; damascus"),
    "LB": ("Lebanon", "libanon; beirut"),
    "LY": ("Libya", "tripoli"),
    "EG": ("Mesir", "egypt; kairo; cairo"),
    "TR": ("Turki", "turkiye; turkey; istanbul; ankara; antalya"),
    "PL": ("Polandia", "poland; polska; warsawa; warsaw"),
    "RO": ("Rumania", "romania; bukarest"),
    "HU": ("Hungaria", "hungary; budapest"),
    "RS": ("Serbia", "beograd"),
    "HR": ("Kroasia", "croatia"),
    "BG": ("Bulgaria", ""),
    "CZ": ("Ceko", "republik ceko; czech"),
    "IT": ("Italia", "italy"),
    "DE": ("Jerman", "germany; deutschland"),
    "NL": ("Belanda", "netherlands; holland"),
    "GB": ("Inggris", "united kingdom; london; england"),
    "PT": ("Portugal", ""),
    "ES": ("Spanyol", "spain"),
    "RU": ("Rusia", "russia; moskow; moscow"),
    "AU": ("Australia", "aussie; sydney; melbourne; perth; darwin"),
    "NZ": ("Selandia Baru", "new zealand"),
    "CA": ("Kanada", "canada"),
    "US": ("Amerika Serikat", "amerika; usa; united states"),
    "PG": ("Papua Nugini", "papua new guinea; png"),
    "SB": ("Kepulauan Solomon", "solomon"),
    "FJ": ("Fiji", ""),
    "MV": ("Maladewa", "maldives; maladewa"),
    "IN": ("India", ""),
    "LK": ("Sri Lanka", "srilanka"),
    "PK": ("Pakistan", ""),
    "ZA": ("Afrika Selatan", "south africa; cape town"),
    "NG": ("Nigeria", ""),
    "MU": ("Mauritius", ""),
    "PE": ("Peru", ""),
    "UY": ("Uruguay", "montevideo"),
}
"""ISO 3166 code → name, and other names and cities by semicolons."""

CLOSED_TO_PLACEMENT = frozenset({"KH", "MM", "LA", "VN", "PH"})
"""Where no Indonesian worker is placed, so that a work offer cannot be a regular one.

Kamboja, Myanmar and Vietnam are no placement countries (BP3MI Kepulauan Riau); Laos and, since the ban on offshore
gaming of 2024, the Philippines stand beside them in the warnings of the ministry against online-scam jobs.
"""

COMPOUNDS: dict[str, tuple[str, str]] = {
    "Sihanoukville": (
        "KH",
        "sihanouk ville; sihanoukvile; sihanukville; sihanokvil; sihanuk; preah sihanouk; kampong som",
    ),
    "Poipet": ("KH", "poi pet; paoy paet; poypet"),
    "Bavet": ("KH", "svay rieng; bavet city"),
    "Chrey Thom": ("KH", "chrey thum; chreythom"),
    "O Smach": ("KH", "o'smach; osmach; o-smach"),
    "Pailin": ("KH", ""),
    "Koh Kong": ("KH", "kohkong; dara sakor; botum sakor"),
    "Bokor": ("KH", "kampot; bokor mountain"),
    "Otres": ("KH", "otres beach; otres village"),
    "Veal Renh": ("KH", "veal rinh"),
    "Takeo": ("KH", ""),
    "Jinbei": ("KH", "jinbei 4; jin bei"),
    "Kaibo": ("KH", "kb hotel"),
    "Huang Le": ("KH", "huangle"),
    "Golden Fortune": ("KH", ""),
    "Mango Park": ("KH", "mango park 2"),
    "Myawaddy": ("MM", "myawadi; myawady; miawadi; miyawadi; miyawaddy; myawaddi"),
    "KK Park": ("MM", "kkpark; kk yuanqu"),
    "Shwe Kokko": ("MM", "shwe koko; shwekokko; yatai new city; yatai"),
    "Dongmei": ("MM", "dong mei; dongmei park"),
    "Tai Chang": ("MM", "taichang; thai chang"),
    "Huanya": ("MM", "huan ya"),
    "Apollo Park": ("MM", ""),
    "Hpa Lu": ("MM", "phalu"),
    "Min Let Pan": ("MM", "minletpan; deko park"),
    "Kyaukkhet": ("MM", "kyauk khet"),
    "Payathonzu": ("MM", "three pagodas pass"),
    "Laukkaing": ("MM", "laukkai; laokai; lao kai; kokang"),
    "Tachileik": ("MM", "tachilek"),
    "Mong La": ("MM", "mongla"),
    "Muse": ("MM", ""),
    "Pangkham": ("MM", "pangsang; wa state"),
    "Segitiga Emas": ("LA", "golden triangle; golden triangle sez; gtsez; kings romans; ton pheung"),
    "Bokeo": ("LA", ""),
    "Boten": ("LA", ""),
    "Bamban": ("PH", "tarlac; zun yuan; baofu"),
    "Porac": ("PH", "pampanga; lucky south 99"),
    "Clark": ("PH", "clark freeport; clark pampanga"),
    "Las Pinas": ("PH", "hong tai"),
    "Pasay": ("PH", "pasay city"),
    "POGO": ("PH", ""),
    "Mae Sot": ("TH", "maesot; mae-sot"),
    "Aranyaprathet": ("TH", ""),
    "Chiang Rai": ("TH", "chiang saen"),
    "Dubai Investment Park": ("AE", ""),
    "Alabuga": ("RU", "alabuga start"),
}
"""Compound, zone or border town known for forced scamming → country, other names."""

COMPOUNDS_WITH_COUNTRY = frozenset(
    {"Muse", "Clark", "Takeo", "POGO", "Pailin", "Golden Fortune", "Apollo Park", "Chiang Rai"}
)
"""Words of other meaning as well: they count only when their country is named in the same text."""

CHINESE: dict[str, str] = {
    "西港": "Sihanoukville", "波贝": "Poipet", "柴桢": "Bavet", "金贝": "Jinbei", "凯博": "Kaibo", "皇乐": "Huang Le",
    "妙瓦底": "Myawaddy", "亚太城": "Shwe Kokko", "东美": "Dongmei", "泰昌": "Tai Chang", "老街": "Laukkaing",
    "金三角": "Segitiga Emas", "金边": "KH", "柬埔寨": "KH", "缅甸": "MM",
}  # fmt: skip
"""Names in Chinese characters → compound, or country code."""
