"""The languages that papers are made in: all those of the site."""

from contextlib import AbstractContextManager

from django.conf import settings
from django.utils import translation

from trucewatch.vocabulary.refusal import Refused


def offered_languages() -> list[tuple[str, str]]:
    """Code and own name of each language."""
    return list(settings.LANGUAGES)


def speaking(language: str) -> AbstractContextManager[None]:
    """Within it every word, date and number is in this language; others are refused."""
    require_language(language)
    return translation.override(language)


def require_language(language: str) -> None:
    """Refuse a language that the site does not speak."""
    known = [code for code, _name in offered_languages()]
    if language not in known:
        raise Refused(
            "A paper speaks one of: {languages}.",
            field="language",
            values={"languages": ", ".join(known)},
        )
