"""Numbers as people type them: 3, 三, 俩, 二十二, 一打."""

from __future__ import annotations

_DIGITS = dict(zip("零一二三四五六七八九", range(10), strict=True)) | {"两": 2, "〇": 0, "俩": 2, "仨": 3, "幺": 1}
_UNITS = {"十": 10, "百": 100}
_ENGLISH = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
ENGLISH_NUMBERS = {word: number for number, word in enumerate(_ENGLISH) if number} | {
    "fifteen": 15, "twenty": 20, "dozen": 12, "a dozen": 12, "half a dozen": 6, "couple": 2, "a couple": 2,
    "a couple of": 2, "another": 1,
}  # fmt: skip
CHINESE = r"[一二两俩仨三四五六七八九十百]{1,5}"
NUMBER = rf"(?:\d{{1,3}}(?!\d)|{CHINESE})"
ENGLISH = r"(?:\d{1,3}|a couple(?: of)?|half a dozen|a dozen|" + "|".join([*_ENGLISH[1:], "fifteen", "twenty"]) + ")"


def to_number(text: str) -> int | None:
    """The value of a short numeral in digits, Chinese or English, or none; 两三 is a guess, not a number."""
    text = text.strip().lower()
    if text.isdecimal():
        return int(text)
    if text in ENGLISH_NUMBERS:
        return ENGLISH_NUMBERS[text]
    return _from_chinese(text)


def _from_chinese(text: str) -> int | None:
    total, digit = 0, 0
    for char in text:
        if char in _DIGITS:
            if digit:
                return None
            digit = _DIGITS[char]
        elif char in _UNITS:
            total += (digit or 1) * _UNITS[char]
            digit = 0
        else:
            return None
    return total + digit if text else None
