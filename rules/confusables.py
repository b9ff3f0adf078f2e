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


def confusables() -> dict[int, str]:
    """Code point → ASCII it is read as ('' when it is dropped, ' ' when it is a blank)."""
    table = {ord(char): target for target, chars in _LOOKS.items() for char in chars}
    table |= {ord(char): target for char, target in _EXACT.items()}
    table |= dict.fromkeys(map(ord, _SPACES), " ")
    table |= dict.fromkeys(map(ord, _DROPPED), "")
    table |= {0x1F1E6 + i: chr(97 + i) for i in range(26)}  # regional indicators: 🇱🇴🇰🇪🇷
    table |= {0x1F150 + i: chr(97 + i) for i in range(26)}  # negative circled
    table |= {0x1F170 + i: chr(97 + i) for i in range(26)}  # negative squared
    table |= {0xE0041 + i: "" for i in range(26)}  # tag letters are invisible
    return table
