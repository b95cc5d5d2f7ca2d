"""What the record is, and what it has published: the page that anyone may see."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from trucewatch.accounts.access import PUBLIC, reader_of
from trucewatch.bulletins.models import BulletinState
from trucewatch.bulletins.queries import bulletins_for
from trucewatch.cases.models import Finding
from trucewatch.opendata.tables import caution, public_map
from trucewatch.web.drawing.public_map import draw_public_map
from trucewatch.web.frame import local_time
from trucewatch.web.public_form import public_form_is_open

_LATEST = 60


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The record and its published bulletins, as far as the reader may see them."""
    published = bulletins_for(reader_of(request.user), state=BulletinState.PUBLISHED)
    today = local_time(timezone.now()).date()
    held_back = caution()
    context = {
        "bulletins": published[:_LATEST],
        "map": draw_public_map(public_map(today)),
        "threshold": held_back.threshold,
        "last_day": held_back.last_day(today),
        "has_public_form": public_form_is_open(),
        "has_findings": Finding.objects.visible_to(PUBLIC)
        .filter(vote_closed_at__isnull=False, replaced_at__isnull=True)
        .exists(),
    }
    return render(request, "home.html", context)
