"""Words with which people tell when something was, in five languages; one table, folded once."""

from dataclasses import dataclass
from typing import Final

from trucewatch.names.folding import fold


@dataclass(frozen=True, slots=True)
class Tag:
    """What a word or phrase stands for: a kind, with a number or a word of ours."""

    kind: str
    value: int = 0
    word: str = ""


AGO: Final = Tag("ago")
LAST: Final = Tag("last")
NOW: Final = Tag("now")
HALF: Final = Tag("half")
FEW: Final = Tag("few")
NOTHING: Final = Tag("nothing")


def _unit(word: str, number: int = 0) -> Tag:
    """A unit of time; with a number where the word itself counts, as the Arabic dual does."""
    return Tag("unit", number, word)


def _day(shift: int) -> Tag:
    return Tag("day", shift)


def _part(word: str, shift: int | None = None) -> Tag:
    """A part of a day; with a shift where the word names the day as well."""
    return Tag("part", 99 if shift is None else shift, word)


_WORDS: Final[dict[Tag, str]] = {
    AGO: "ago | منذ | قبل | назад | тому назад | önce | evvel | پیش | پيش",
    LAST: "last | past | previous | الماضي | الماضية | الفائت | прошлый | прошлая | прошлой |"
    " прошлую | прошлое | прошлом | geçen | گذشته",
    NOW: "now | just now | right now | الآن | للتو | сейчас | только что | şimdi | az önce | الان |"
    " اکنون | همین الان",
    HALF: "half | half an | half a | نصف | пол | половину | yarım | buçuk | نیم",
    FEW: "few | a few | several | some | بضع | بضعة | عدة | несколько | birkaç | چند",
    NOTHING: "about | around | approximately | roughly | at | on | in | the | this | of | o clock |"
    " oclock | و | في | حوالي | تقريبا | الساعة | يوم | من | около | примерно | где то | в | во |"
    " на | часу | yaklaşık | civarı | civarında | saat | bu | günü | حدود | حدودا | ساعت | روز |"
    " در | این",
    _unit(
        "minute"
    ): "minute | minutes | min | mins | دقيقة | دقائق | минут | минуту | минуты | мин |"
    " dakika | dk | دقیقه",
    _unit("minute", 2): "دقيقتين | دقيقتان",
    _unit("hour"): "hour | hours | hr | hrs | ساعة | ساعات | час | часа | часов",
    _unit("hour", 2): "ساعتين | ساعتان",
    _unit("half_hour", 1): "полчаса",
    _unit("day"): "day | days | أيام | ايام | день | дня | дней | gün",
    _unit("day", 2): "يومين | يومان",
    _unit("week"): "week | weeks | أسبوع | الأسبوع | أسابيع | неделю | недели | неделе | недель |"
    " hafta | هفته",
    _unit("week", 2): "أسبوعين | أسبوعان",
    _unit("month"): "month | months | شهر | الشهر | أشهر | месяц | месяца | месяцев | месяце | ay |"
    " ماه",
    _unit("month", 2): "شهرين | شهران",
    _day(0): "today | اليوم | сегодня | bugün | امروز",
    _day(-1): "yesterday | أمس | امس | البارحة | вчера | dün | دیروز",
    _day(-2): "day before yesterday | the day before yesterday | أول أمس | اول امس | позавчера |"
    " evvelsi gün | önceki gün | پریروز",
    _part("dawn"): "dawn | at dawn | فجر | الفجر | فجرا | на рассвете | şafakta | سحر | سپیده دم",
    _part("morning"): "morning | صباح | الصباح | صباحا | утром | утра | sabah | sabahleyin | صبح",
    _part("morning", 0): "this morning | صباح اليوم | bu sabah | امروز صبح",
    _part("noon"): "noon | midday | ظهر | الظهر | ظهرا | в полдень | полдень | öğlen | öğle | ظهر",
    _part("afternoon"): "afternoon | بعد الظهر | عصر | العصر | عصرا | днем | после обеда |"
    " öğleden sonra | بعد از ظهر | بعدازظهر | عصر",
    _part("evening"): "evening | مساء | المساء | вечером | вечера | akşam | akşamı | akşamüstü",
    _part("evening", 0): "this evening | مساء اليوم | bu akşam",
    _part("night"): "night | ليل | ليلا | الليل | ليلة | ночью | ночи | gece | شب",
    _part("last_night", -1): "last night | overnight | الليلة الماضية | ليلة أمس | ليلة امس |"
    " прошлой ночью | dün gece | geçen gece | دیشب",
    _part("tonight", 0): "tonight | الليلة | сегодня ночью | bu gece | امشب",
    Tag("pm"): "pm | p m",
    Tag("am"): "am | a m",
    Tag("weekday", 0): "monday | الاثنين | الإثنين | понедельник | pazartesi | دوشنبه",
    Tag("weekday", 1): "tuesday | الثلاثاء | вторник | salı | سه شنبه | سهشنبه",
    Tag("weekday", 2): "wednesday | الأربعاء | среду | среда | çarşamba | چهارشنبه",
    Tag("weekday", 3): "thursday | الخميس | четверг | perşembe | پنجشنبه | پنج شنبه",
    Tag("weekday", 4): "friday | الجمعة | пятницу | пятница | cuma | جمعه",
    Tag("weekday", 5): "saturday | السبت | субботу | суббота | cumartesi | شنبه",
    Tag("weekday", 6): "sunday | الأحد | воскресенье | pazar | یکشنبه | یک شنبه",
}
_NUMBERS: Final[dict[int, str]] = {
    1: "a | an | one | واحد | واحدة | один | одну | одна | bir | یک",
    2: "two | couple of | a couple of | اثنين | اثنان | два | две | iki | دو",
    3: "three | ثلاث | ثلاثة | три | üç | سه",
    4: "four | أربع | أربعة | четыре | dört | چهار",
    5: "five | خمس | خمسة | пять | beş | پنج",
    6: "six | ست | ستة | шесть | altı | شش",
    7: "seven | سبع | سبعة | семь | yedi | هفت",
    8: "eight | ثمان | ثماني | ثمانية | восемь | sekiz | هشت",
    9: "nine | تسع | تسعة | девять | dokuz | نه",
    10: "ten | عشر | عشرة | десять | on | ده",
    11: "eleven | إحدى عشرة | أحد عشر | одиннадцать | on bir | یازده",
    12: "twelve | اثنتي عشرة | اثني عشر | двенадцать | on iki | دوازده",
    15: "fifteen | quarter of an | a quarter of an | ربع | пятнадцать | on beş | پانزده",
    20: "twenty | عشرين | عشرون | двадцать | yirmi | بیست",
    30: "thirty | ثلاثين | ثلاثون | тридцать | otuz | سی",
    40: "forty | أربعين | сорок | kırk | چهل",
    45: "forty five | сорок пять | kırk beş",
}


def _table() -> dict[str, tuple[Tag, ...]]:
    """Each folded phrase with all that it can mean, the likelier reading first."""
    found: dict[str, tuple[Tag, ...]] = {}
    numbers = {Tag("number", number): words for number, words in _NUMBERS.items()}
    for tag, words in [*_WORDS.items(), *numbers.items()]:
        for phrase in {fold(phrase) for phrase in words.split("|")}:
            if tag not in found.get(phrase, ()):
                found[phrase] = (*found.get(phrase, ()), tag)
    # In Persian "ساعت" and in Turkish "saat" are both the unit and the word before a clock time,
    # "on" is ten in Turkish, "un" day in Turkish is a unit and part of a date.
    for phrase in ("ساعت", "saat"):
        found[fold(phrase)] = (_unit("hour"), NOTHING)
    found[fold("روز")] = (_unit("day"), NOTHING)
    found[fold("يوم")] = (_unit("day"), NOTHING)
    return found


PHRASES: Final = _table()
LONGEST_PHRASE: Final = max(len(phrase.split()) for phrase in PHRASES)
