"""Reading bulletins as far as the reader may see them."""

from uuid import UUID

from trucewatch.accounts.access import Reader
from trucewatch.bulletins.models import Bulletin, BulletinState
from trucewatch.vocabulary.refusal import NotFound


def bulletins_for(reader: Reader, *, state: BulletinState | None = None) -> list[Bulletin]:
    """Bulletins, the latest window first; drafts only for those who may read them."""
    found = Bulletin.objects.visible_to(reader).select_related("drafted_by", "published_by")
    return list(found if state is None else found.filter(state=state))


def find_bulletin(bulletin_id: UUID, reader: Reader) -> Bulletin:
    """The bulletin; ``NotFound`` in the same words whether it is hidden or was never there."""
    found: Bulletin | None = (
        Bulletin.objects.visible_to(reader)
        .select_related("drafted_by", "published_by")
        .filter(pk=bulletin_id)
        .first()
    )
    if found is None:
        raise NotFound("There is nothing here that you may see.")
    return found
