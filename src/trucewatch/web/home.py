"""What the record is, and what it has published: the page that anyone may see."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from trucewatch.accounts.access import reader_of
from trucewatch.bulletins.models import Bulletin, BulletinState


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The record and its published bulletins, as far as the reader may see them."""
    seen = Bulletin.objects.visible_to(reader_of(request.user))
    published = seen.filter(state=BulletinState.PUBLISHED).order_by("-window_end", "-pk")
    return render(request, "home.html", {"bulletins": published[:60]})
