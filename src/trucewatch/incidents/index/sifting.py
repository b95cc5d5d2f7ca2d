"""What a reader may see of the index, and of that what a filter asks for."""

import datetime as dt
from dataclasses import dataclass
from typing import Final
from uuid import UUID

import h3
import numpy as np
import numpy.typing as npt
from django.db.models import Q

from trucewatch.accounts.access import Reader
from trucewatch.incidents.index.columns import (
    NOWHERE,
    RESOLUTIONS,
    Block,
    Index,
    Mask,
    Names,
)
from trucewatch.incidents.index.current import current_index
from trucewatch.incidents.index.loading import EVENT_TYPES, VERIFICATIONS
from trucewatch.places.models import Place
from trucewatch.reports.models import Report, Standing
from trucewatch.reports.queries import ALL, ReportFilter
from trucewatch.reports.wording import wording_of
from trucewatch.reports.words import numbers_of_reports_with
from trucewatch.sources.models import Source

EPOCH: Final = dt.date(1970, 1, 1)


@dataclass(frozen=True, slots=True)
class Sifted:
    """The visible reports that meet a filter: each visible block with the rows of it that do."""

    names: Names
    parts: list[tuple[Block, Mask]]


def visible_blocks(reader: Reader, index: Index) -> list[Block]:
    """The blocks that the reader may see, decided by the gate for one report of each."""
    found = Report.objects.visible_to(reader).filter(
        pk__in=[UUID(block.representative) for block in index.blocks.values()]
    )
    seen = {key.hex for key in found.values_list("pk", flat=True)}
    return [block for block in index.blocks.values() if block.representative in seen]


def sift(reader: Reader, wanted: ReportFilter) -> Sifted:
    """The reports that the reader may see and asked for, as ``visible_reports`` finds them."""
    index = current_index()
    conditions = _Conditions(wanted, index.names)
    blocks = [] if conditions.is_impossible else visible_blocks(reader, index)
    return Sifted(index.names, [(block, conditions.met_in(block)) for block in blocks])


class _Conditions:
    """A filter in the numbers of the index, worked out once for all blocks."""

    def __init__(self, wanted: ReportFilter, names: Names) -> None:
        self._wanted = wanted
        self._names = names
        self._source = self._party = NOWHERE
        self._areas: list[int] | None = None
        self._words: Mask | None = None
        self.is_impossible = False
        if wanted.source:
            key = Source.objects.filter(key=wanted.source).values_list("pk", flat=True).first()
            self._source = self._number(names.sources.known(key.hex) if key else None)
        if wanted.party:
            self._party = self._number(names.parties.known(wanted.party.hex))
        if wanted.area:
            within = Q(key=wanted.area) | Q(parent__key=wanted.area)
            keys = Place.objects.filter(within).values_list("pk", flat=True)
            numbers = [names.areas.known(key.hex) for key in keys]
            self._areas = [number for number in numbers if number is not None]
        if words := wording_of(wanted.q):
            self._words = _lookup(numbers_of_reports_with(words))

    def _number(self, known: int | None) -> int:
        self.is_impossible |= known is None
        return NOWHERE if known is None else known

    def met_in(self, block: Block) -> Mask:
        """Which reports of the block meet the filter."""
        wanted = self._wanted
        met = np.ones(len(block), np.bool_)
        if wanted.standing != ALL:
            met &= block.is_recorded == (wanted.standing == Standing.RECORDED.value)
        if wanted.since:
            met &= block.end >= _day(wanted.since)
        if wanted.until:
            met &= block.start <= _day(wanted.until)
        if wanted.type:
            met &= block.event_type == EVENT_TYPES[wanted.type]
        if wanted.verification:
            met &= block.verification == VERIFICATIONS[wanted.verification]
        if wanted.precision is not None:
            met &= block.precision <= wanted.precision
        if wanted.known_to is not None:
            met &= block.precision == wanted.known_to
        if wanted.handling and wanted.handling != block.handling:
            met[:] = False
        return self._met_by_names(block, met)

    def _met_by_names(self, block: Block, met: Mask) -> Mask:
        wanted = self._wanted
        if wanted.source:
            met &= block.source == self._source
        if wanted.party:
            met &= (block.side_a == self._party) | (block.side_b == self._party)
        if self._areas is not None:
            met &= np.isin(block.area, self._areas)
        if self._words is not None:
            met &= self._words[np.minimum(block.words, len(self._words) - 1)]
        if wanted.cell:
            met &= self._in_cell(block, wanted.cell, met)
        return met

    def _in_cell(self, block: Block, cell: str, met: Mask) -> Mask:
        """The reports drawn with a place of their own inside a cell of any resolution."""
        resolution = h3.get_resolution(cell)
        inside = np.zeros(len(block), np.bool_)
        if resolution in RESOLUTIONS:
            known = self._names.cells[resolution].known(h3.str_to_int(cell))
            return inside if known is None else block.cells[resolution] == known
        for row in np.flatnonzero(met & block.has_point_of_its_own):
            lat, lon = float(block.latitude[row]), float(block.longitude[row])
            inside[row] = h3.latlng_to_cell(lat, lon, resolution) == cell
        return inside


def _lookup(numbers: npt.NDArray[np.int32]) -> Mask:
    """A table that says of each number in the full-text index whether it was found.

    Its last place stands for every number beyond the greatest that was found.
    """
    table = np.zeros(int(numbers.max(initial=0)) + 2, np.bool_)
    table[numbers] = True
    return table


def _day(day: dt.date) -> int:
    return (day - EPOCH).days
