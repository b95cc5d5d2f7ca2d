"""All addresses under /api/v1/, and how a refusal is answered."""

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.security import django_auth

from trucewatch import __version__
from trucewatch.api.bulletins import router as bulletins
from trucewatch.api.incidents import router as incidents
from trucewatch.api.reports import router as reports
from trucewatch.api.tallies import router as tallies
from trucewatch.vocabulary.refusal import NotAllowed, NotFound, Refused

api = NinjaAPI(
    title="Trucewatch",
    version=__version__,
    description="One shared, sourced record of a ceasefire; what you may see, as on the screens.",
    urls_namespace="api",
    docs_url=None,
)
api.add_router("/reports", reports, auth=django_auth)
api.add_router("/incidents", incidents, auth=django_auth)
api.add_router("/tallies", tallies)
api.add_router("/bulletins", bulletins)


@api.exception_handler(Refused)
def refused(request: HttpRequest, refusal: Refused) -> HttpResponse:
    """The reason as JSON, under the status that a page would have."""
    status = 409
    if isinstance(refusal, NotFound):
        status = 404
    elif isinstance(refusal, NotAllowed):
        status = 403
    elif refusal.field:
        status = 422
    words = {"reason": refusal.reason, "field": refusal.field}
    return api.create_response(request, words, status=status)
