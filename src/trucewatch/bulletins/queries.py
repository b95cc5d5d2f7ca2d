"""Reading bulletins as far as the reader may see them."""

from uuid import UUID

from trucewatch.accounts.access import Reader
from trucewatch.bulletins.kinds import BulletinKind
from trucewatch.bulletins.models import Bulletin, BulletinState
from trucewatch.bulletins.render import title_in
from trucewatch.bulletins.stamps import Stamp
from trucewatch.vocabulary.refusal import NotFound


def bulletins_for(
    reader: Reader, *, state: BulletinState | None = None, kind: BulletinKind | None = None
) -> list[Bulletin]:
    """Bulletins, the latest window first; drafts only for those who may read them."""
    found = Bulletin.objects.visible_to(reader).select_related("drafted_by", "published_by")
    if state is not None:
        found = found.filter(state=state)
    return list(found if kind is None else found.filter(bulletin_kind=kind.value))


def bulletin_list(reader: Reader, *, most: int) -> list[Bulletin]:
    """The same without what they say, which is long, and no more than so many."""
    found = Bulletin.objects.visible_to(reader).select_related("drafted_by", "published_by")
    return list(found.defer("words")[:most])


def correction_of(bulletin: Bulletin, reader: Reader) -> Bulletin | None:
    """The published corrigendum of a bulletin, if the reader may see it."""
    found: Bulletin | None = (
        Bulletin.objects.visible_to(reader)
        .filter(corrects=bulletin.pk, published_at__isnull=False)
        .order_by("-published_at")
        .first()
    )
    return found


def stamp_of(bulletin: Bulletin, reader: Reader, language: str) -> Stamp:
    """How far the bulletin has come, as every page of it says to this reader."""
    correction = correction_of(bulletin, reader)
    title = title_in(correction.words, language) if correction else ""
    return Stamp(BulletinState(bulletin.state), title)


def find_bulletin(bulletin_id: UUID, reader: Reader) -> Bulletin:
    """The bulletin; ``NotFound`` in the same words whether it is hidden or was never there."""
    found: Bulletin | None = (
        Bulletin.objects.visible_to(reader)
        .select_related("drafted_by", "approved_by", "published_by", "corrects")
        .filter(pk=bulletin_id)
        .first()
    )
    if found is None:
        raise NotFound("There is nothing here that you may see.")
    return found
