"""What a filter or a form can be set to: only names that occur in what the reader may see."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from trucewatch.accounts.access import Reader
from trucewatch.incidents.index.current import current_index
from trucewatch.incidents.index.sifting import visible_blocks
from trucewatch.parties.models import Party
from trucewatch.places.models import Place
from trucewatch.reports.models import Tally
from trucewatch.reports.queries import governorates
from trucewatch.sources.models import Source


@dataclass(frozen=True, slots=True)
class FilterOptions:
    """The sources and parties of what the reader may see, and the governorates."""

    sources: list[Source]
    parties: list[Party]
    areas: list[Place]


def filter_options(reader: Reader) -> FilterOptions:
    """What a filter of reports can be set to."""
    return FilterOptions(
        sources=list(Source.objects.filter(pk__in=_visible_sources(reader))),
        parties=list(Party.objects.filter(pk__in=_visible_parties(reader))),
        areas=governorates(),
    )


def parties_to_choose_from(reader: Reader) -> list[Party]:
    """Parties entered by hand, and those that occur in reports the reader may see."""
    known = Q(run__isnull=True) | Q(pk__in=_visible_parties(reader))
    return list(Party.objects.filter(known).order_by("name"))


def attributions(reader: Reader) -> list[Source]:
    """The sources whose licence asks for words wherever their material is shown."""
    asking = list(Source.objects.exclude(attribution=""))
    if not asking:
        return []
    counted = Tally.objects.visible_to(reader).filter(source=OuterRef("pk")).order_by()
    with_tallies = set(
        Source.objects.filter(Exists(counted), pk__in=[source.pk for source in asking]).values_list(
            "pk", flat=True
        )
    )
    shown = with_tallies | _visible_sources(reader)
    return [source for source in asking if source.pk in shown]


def _visible_sources(reader: Reader) -> set[UUID]:
    index = current_index()
    keys = index.names.sources.keys
    return {
        UUID(keys[number]) for block in visible_blocks(reader, index) for number in block.sources
    }


def _visible_parties(reader: Reader) -> set[UUID]:
    index = current_index()
    keys = index.names.parties.keys
    return {
        UUID(keys[number]) for block in visible_blocks(reader, index) for number in block.parties
    }
