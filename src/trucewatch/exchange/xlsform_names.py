"""Which question of a form means which field of a report, told by names and types."""

from typing import Final

from trucewatch.exchange.xlsform import META, Question, Questionnaire
from trucewatch.names.folding import fold

KEY_COLUMNS: Final = (
    "key", "__id", "meta/rootuuid", "meta-rootuuid", "_uuid", "meta/instanceid", "meta-instanceid",
    "instanceid", "uuid",
)  # fmt: skip
"""Where exports keep what names a submission, the one that outlasts an edit first."""

NAMES: Final[dict[str, tuple[str, ...]]] = {
    "date_start": (
        "date start", "date from", "start date", "date", "incident date", "event date",
        "date of incident", "date of event", "date of the incident", "day", "when", "event day",
        "incident datetime", "incident time",
    ),
    "date_end": ("date end", "date to", "end date", "until", "last day"),
    "latitude": ("latitude", "lat", "y"),
    "longitude": ("longitude", "lon", "long", "lng", "x"),
    "place": (
        "place", "place name", "village", "town", "settlement", "locality", "community", "location",
        "location name", "where", "site",
    ),
    "admin1": ("admin1", "adm1", "governorate", "province", "region", "oblast", "state"),
    "admin2": ("admin2", "adm2", "district", "county", "raion"),
    "country": ("country",),
    "side_a": ("side a", "perpetrator", "alleged perpetrator", "alleged actor", "actor", "accused",
               "attributed to", "responsible"),
    "side_b": ("side b", "target", "against", "targeted party", "affected party"),
    "type": (
        "type", "incident type", "event type", "violation", "violation type", "type of incident",
        "type of violation", "type of event", "what",
    ),
    "summary": (
        "summary", "description", "narrative", "details", "account", "what happened", "notes",
        "remarks", "comments", "incident description",
    ),
    "deaths_low": ("deaths low", "deaths at least", "killed at least", "killed min", "deaths min"),
    "deaths_best": ("deaths best", "deaths", "killed", "fatalities", "dead", "number killed",
                    "number of deaths", "people killed"),
    "deaths_high": ("deaths high", "deaths at most", "killed at most", "killed max", "deaths max"),
    "deaths_civilians": ("deaths civilians", "civilian deaths", "civilians killed",
                         "killed civilians"),
}  # fmt: skip
"""Names of questions by which a field is recognised, compared without case, _ and -."""

_FITTING: Final[dict[str, frozenset[str]]] = {
    "date_start": frozenset({"date", "datetime"}),
    "date_end": frozenset({"date", "datetime"}),
    "latitude": frozenset({"decimal", "text", "calculate"}),
    "longitude": frozenset({"decimal", "text", "calculate"}),
}
_NUMBERS: Final = frozenset({"integer", "calculate", "range"})
_WORDS: Final = frozenset({"text", "select_one", "select_multiple", "calculate"})


def recognised(form: Questionnaire) -> dict[str, str]:
    """The path of a question for each field that the form's names and types give away.

    A question is taken once. Without a name that fits, the first question for a day is the first
    day of the event and the first geopoint its place: forms about events seldom ask for two.
    """
    free = [q for q in form.questions if not q.repeat and q.kind not in META]
    found: dict[str, str] = {}
    for field, names in NAMES.items():
        fits = [q for q in free if q.kind in _kinds(field) and q.path not in found.values()]
        if taken := _first_named(names, fits):
            found[field] = taken.path
    days = [q.path for q in free if q.kind in ("date", "datetime") and q.path not in found.values()]
    if "date_start" not in found and days:
        found["date_start"] = days[0]
    points = [q.path for q in free if q.kind == "geopoint"]
    if points and "latitude" not in found and "longitude" not in found:
        found["latitude"] = found["longitude"] = points[0]
    return found


def _first_named(names: tuple[str, ...], questions: list[Question]) -> Question | None:
    for name in names:
        for question in questions:
            if fold(question.name) == name:
                return question
    return None


def _kinds(field: str) -> frozenset[str]:
    if field in _FITTING:
        return _FITTING[field]
    return _NUMBERS if field.startswith("deaths_") else _WORDS
