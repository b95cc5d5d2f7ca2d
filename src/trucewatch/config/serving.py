"""The application as `trucewatch serve` runs it: ready before the first request comes."""

from collections.abc import Callable
from wsgiref.util import setup_testing_defaults

from django.conf import settings
from django.db import connection

from trucewatch.config.wsgi import application as application
from trucewatch.incidents.index.current import current_index


def _unheard(status: str, headers: object, error: object = None, /) -> Callable[[bytes], object]:
    """Nobody waits for the answer."""
    return lambda data: None


def _ask_for_the_home_page() -> None:
    """One request to itself reads templates and the base map, which takes most of a second."""
    environ: dict[str, object] = {"HTTP_HOST": [*settings.ALLOWED_HOSTS, "localhost"][0]}
    setup_testing_defaults(environ)
    answer = application(environ, _unheard)
    for _ in answer:
        pass
    answer.close()


# A million reports take some ten seconds, which the first to ask should not have to wait.
current_index()
_ask_for_the_home_page()
connection.close()
