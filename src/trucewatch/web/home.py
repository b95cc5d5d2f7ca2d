"""What the record is, and what it has published: the page that anyone may see."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from trucewatch.accounts.access import reader_of
from trucewatch.bulletins.models import BulletinState
from trucewatch.bulletins.queries import bulletins_for

_LATEST = 60


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The record and its published bulletins, as far as the reader may see them."""
    published = bulletins_for(reader_of(request.user), state=BulletinState.PUBLISHED)
    return render(request, "home.html", {"bulletins": published[:_LATEST]})
