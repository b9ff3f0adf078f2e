"""Letters and signs that look like others: the facts behind `rules.fold`.

Only what Unicode's own compatibility decomposition (NFKD) does not already give. Chosen by shape, after Unicode
Technical Standard 39 (confusables) and the alphabets that obscured adverts really use.
"""

from __future__ import annotations

_LOOKS: dict[str, str] = {
    # Cyrillic
    "a": "аӑӓ",
    "b": "вьъЬЪВ",
    "c": "сϲ",
    "d": "ԁժ",
    "e": "еєҽэ",
    "f": "ғϝ",
    "g": "ԍɡց",
    "h": "нһհнНҺ",
    "i": "іӏɩıιІΙӀ",
    "j": "јϳ",
    "k": "кқҡκ",
    "l": "ℓⅼןՀ",
    "m": "мМ",
    "n": "пиηոИ",
    "o": "оοσօᴑөѳОΟΘ",
    "p": "рρРΡ",
    "q": "ԛզ",
    "r": "гяᴦЯ",
    "s": "ѕЅ",
    "t": "тτТΤ",
    "u": "υսцμʊ",
    "v": "νѵѴ",
    "w": "ԝωшщѡ",
    "x": "хχХΧ",
    "y": "уүγуУΥ",
    "z": "ᴢΖ",
}
_EXACT: dict[str, str] = {
    # Greek capitals whose small letters look like something else
    "Α": "a", "Β": "b", "Ε": "e", "Η": "h", "Κ": "k", "Μ": "m", "Ν": "n", "α": "a", "β": "b", "ε": "e", "ϵ": "e",
    "А": "a", "С": "c", "Е": "e", "К": "k",
    # Cyrillic figures
    "З": "3", "з": "3", "Ч": "4", "ч": "4", "б": "6", "Б": "6", "Ʒ": "3", "ʒ": "3", "Ȝ": "3", "Ƨ": "2", "ƽ": "5",
    # Latin letters without a decomposition
    "ø": "o", "Ø": "o", "đ": "d", "Đ": "d", "ħ": "h", "Ħ": "h", "ł": "l", "Ł": "l", "ŧ": "t", "Ŧ": "t", "ƀ": "b",
    "Ƀ": "b", "ɓ": "b", "ƈ": "c", "ɗ": "d", "ɖ": "d", "ɛ": "e", "Ɛ": "e", "ə": "e", "ǝ": "e", "ƒ": "f", "ɠ": "g",
    "ɢ": "g", "ɦ": "h", "ɨ": "i", "Ɨ": "i", "ɪ": "i", "ʝ": "j", "ɉ": "j", "ƙ": "k", "ɫ": "l", "ƚ": "l", "ɭ": "l",
    "ɱ": "m", "ɲ": "n", "ɳ": "n", "ŋ": "n", "ƞ": "n", "ɵ": "o", "ɔ": "o", "ƥ": "p", "ɋ": "q", "ɽ": "r", "ɾ": "r",
    "ɹ": "r", "ʂ": "s", "ƭ": "t", "ʈ": "t", "ʉ": "u", "ʋ": "v", "ɐ": "a", "ɑ": "a", "ⱥ": "a", "ɏ": "y", "ƴ": "y",
    "ƶ": "z", "ʐ": "z", "æ": "ae", "Æ": "ae", "œ": "oe", "Œ": "oe", "ß": "ss", "þ": "p", "Þ": "p", "ð": "d", "Ð": "d",
    # Latin small capitals
    "ᴀ": "a", "ʙ": "b", "ᴄ": "c", "ᴅ": "d", "ᴇ": "e", "ꜰ": "f", "ʜ": "h", "ᴊ": "j", "ᴋ": "k", "ʟ": "l", "ᴍ": "m",
    "ɴ": "n", "ᴏ": "o", "ᴘ": "p", "ꞯ": "q", "ʀ": "r", "ꜱ": "s", "ᴛ": "t", "ᴜ": "u", "ᴠ": "v", "ᴡ": "w", "ʏ": "y",
    # Cherokee and others used by text generators
    "Ꭺ": "a", "Ᏼ": "b", "Ꮯ": "c", "Ꭰ": "d", "Ꭼ": "e", "Ꮐ": "g", "Ꮋ": "h", "Ꭵ": "i", "Ꭻ": "j", "Ꮶ": "k", "Ꮮ": "l",
    "Ꮇ": "m", "Ꮲ": "p", "Ꮪ": "s", "Ꭲ": "t", "Ꮩ": "v", "Ꮃ": "w", "Ꮓ": "z", "卂": "a", "乃": "b", "匚": "c", "乇": "e",
    "卄": "h", "丨": "i", "ﾌ": "j", "尺": "r", "丂": "s", "ㄒ": "t", "ㄩ": "u", "乂": "x", "乙": "z", "ㄥ": "l",
    "几": "n", "ㄖ": "o", "卩": "p", "Ҝ": "k", "ᗩ": "a", "ᗷ": "b", "ᑕ": "c", "ᗪ": "d", "ᗴ": "e", "ᖴ": "f", "ᕼ": "h",
    "ᒍ": "j", "ᛕ": "k", "ᒪ": "l", "ᗰ": "m", "ᑎ": "n", "ᑭ": "p", "ᑫ": "q", "ᖇ": "r", "ᔕ": "s", "ᑌ": "u", "ᐯ": "v",
    "ᗯ": "w", "᙭": "x",
    "ⲁ": "a", "ⲃ": "b", "ⲥ": "c", "ⲉ": "e", "ⲏ": "h", "ⲓ": "i", "ⲕ": "k", "ⲙ": "m", "ⲛ": "n", "ⲟ": "o", "ⲣ": "p",
    "ⲧ": "t", "ⲩ": "y", "ⲭ": "x", "ⲍ": "z", "ⲅ": "r", "ꓐ": "b", "ꓑ": "p", "ꓓ": "d", "ꓔ": "t", "ꓖ": "g", "ꓗ": "k",
    "ꓙ": "j", "ꓚ": "c", "ꓜ": "z", "ꓝ": "f", "ꓟ": "m", "ꓠ": "n", "ꓡ": "l", "ꓢ": "s", "ꓣ": "r", "ꓦ": "v", "ꓧ": "h",
    "ꓪ": "w", "ꓫ": "x", "ꓬ": "y", "ꓮ": "a", "ꓰ": "e", "ꓲ": "i", "ꓳ": "o", "ꓴ": "u", "ʍ": "m", "ҟ": "k", "ყ": "y",
    "ɯ": "w", "℮": "e", "հ": "h", "օ": "o", "ո": "n", "ս": "u", "ք": "p", "ց": "g", "ɩ": "i", "ʃ": "s",
    "Ⱡ": "l", "ⱡ": "l", "Ɽ": "r", "ɇ": "e", "Ɇ": "e", "Ⱨ": "h", "ⱨ": "h", "Ʉ": "u", "Ɏ": "y", "Ⱬ": "z", "ⱬ": "z",
    "Ⱪ": "k", "ⱪ": "k", "Ӿ": "x", "ӿ": "x",
    # signs of money as letters
    "₳": "a", "₵": "c", "₣": "f", "₲": "g", "₥": "m", "₦": "n", "₴": "s", "₮": "t",
    # figures
    "🔟": "10", "⓿": "0", "〇": "0", "零": "0", "Ꮞ": "4", "Ꮽ": "6",
    # signs
    "–": "-", "—": "-", "‐": "-", "‑": "-", "‒": "-", "―": "-", "−": "-", "﹘": "-", "➖": "-", "˗": "-",
    "‘": "'", "’": "'", "‚": "'", "‛": "'", "′": "'", "`": "'", "´": "'", "ʻ": "'", "ʼ": "'",
    "“": '"', "”": '"', "„": '"', "‟": '"', "«": '"', "»": '"', "″": '"',
    "·": ".", "•": ".", "∙": ".", "‧": ".", "⋅": ".", "●": ".", "。": ".", "・": ".", "◦": ".", "⁃": "-", "¸": ",",
    "、": ",", "¦": "|", "∣": "|", "│": "|", "┃": "|", "⁄": "/", "∕": "/", "╱": "/", "∶": ":", "ː": ":", "꞉": ":",
    "➕": "+", "×": "x", "✕": "x", "✖": "x", "❌": "x", "÷": "/", "～": "~", "〜": "~",
    "【": "[", "】": "]", "『": "[", "』": "]", "「": "[", "」": "]", "〔": "[", "〕": "]", "⟦": "[", "⟧": "]",
    "¢": "c", "€": "e", "£": "l", "¥": "y", "฿": "b", "₱": "p", "₩": "w", "₫": "d", "₭": "k", "©": "c", "®": "r",
}  # fmt: skip
_SPACES = "\u2800\u3164\u00a0\u1680\u180e"
_DROPPED = "\u115f\u1160\uffa0\u034f\u17b4\u17b5"

CURRENCY_SIGNS = "€£¥฿₱₩₫₭"


FLAGS = frozenset(
    """
    ad ae af ag al am ao ar at au az ba bb bd be bf bg bh bi bj bn bo br bs bt bw by bz ca cd cf cg ch ci cl cm cn co cr
    cu cv cy cz de dj dk dm do dz ec ee eg er es et eu fi fj fm fr ga gb gd ge gh gm gn gq gr gt gw gy hk hn hr ht hu id
    ie il in iq ir is it jm jo jp ke kg kh ki km kn kp kr kw kz la lb lc li lk lr ls lt lu lv ly ma mc md me mg mh mk ml
    mm mn mo mr mt mu mv mw mx my mz na ne ng ni nl no np nr nz om pa pe pg ph pk pl ps pt pw py qa ro rs ru rw sa sb sc
    sd se sg si sk sl sm sn so sr ss st sv sy sz td tg th tj tl tm tn to tr tt tv tw tz ua ug us uy uz va vc ve vn vu ws
    ye za zm zw
    """.split()  # noqa: SIM905 - a list of codes reads better as text
)
"""Two regional indicators that are shown as the flag of a country (ISO 3166)."""


def confusables() -> dict[int, str]:
    """Code point → ASCII it is read as ('' when it is dropped, ' ' when it is a blank)."""
    table = {ord(char): target for target, chars in _LOOKS.items() for char in chars}
    table |= {ord(char): target for char, target in _EXACT.items()}
    table |= dict.fromkeys(map(ord, _SPACES), " ")
    table |= dict.fromkeys(map(ord, _DROPPED), "")
    table |= {0x1F1E6 + i: chr(97 + i) for i in range(26)}  # regional indicators: 🇱🇴🇰🇪🇷
    table |= {0x1F150 + i: chr(97 + i) for i in range(26)}  # negative circled
    table |= {0x1F170 + i: chr(97 + i) for i in range(26)}  # negative squared
    table |= {first + i: chr(97 + i) for first in (0x249C, 0x1F110) for i in range(26)}  # parenthesized: ⒦
    table |= dict.fromkeys(range(0xE0001, 0xE0080), "")  # tag letters are invisible
    return table
