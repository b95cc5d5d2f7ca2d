"""Gregorian month names as dates are written in the five languages of the record."""

from typing import Final

# Two spellings a month: the first stands after a day ("15 Feb", "15 февраля"), the second
# stands alone ("Feb 2017", "февраль 2017"). Only Russian declines them. The Arabic names
# are those used in Syria.
_BESIDE_DAY: Final[dict[str, str]] = {
    "en": "Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec",
    "ar": "كانون الثاني|شباط|آذار|نيسان|أيار|حزيران"
    "|تموز|آب|أيلول|تشرين الأول|تشرين الثاني|كانون الأول",
    "ru": "января|февраля|марта|апреля|мая|июня|июля|августа|сентября|октября|ноября|декабря",
    "tr": "Ocak|Şubat|Mart|Nisan|Mayıs|Haziran|Temmuz|Ağustos|Eylül|Ekim|Kasım|Aralık",
    "fa": "ژانویه|فوریه|مارس|آوریل|مه|ژوئن|ژوئیه|اوت|سپتامبر|اکتبر|نوامبر|دسامبر",
}
_ALONE: Final[dict[str, str]] = {
    **_BESIDE_DAY,
    "ru": "январь|февраль|март|апрель|май|июнь|июль|август|сентябрь|октябрь|ноябрь|декабрь",
}
_ABOUT: Final[dict[str, str]] = {
    "en": "about",
    "ar": "نحو",
    "ru": "около",
    "tr": "yaklaşık",
    "fa": "حدود",
}

LANGUAGES: Final[tuple[str, ...]] = tuple(_BESIDE_DAY)


def _require_language(language: str) -> str:
    if language not in _BESIDE_DAY:
        raise ValueError(
            f"no month names in {language!r}: the languages are {', '.join(LANGUAGES)}"
        )
    return language


def month_beside_day(month: int, language: str) -> str:
    """The name of month 1-12 as it follows the number of a day; an unknown language is refused."""
    return _BESIDE_DAY[_require_language(language)].split("|")[month - 1]


def month_alone(month: int, language: str) -> str:
    """The name of month 1-12 as it stands without a day; an unknown language is refused."""
    return _ALONE[_require_language(language)].split("|")[month - 1]


def word_for_about(language: str) -> str:
    """The word that marks a date as approximate; an unknown language is refused."""
    return _ABOUT[_require_language(language)]
