"""How far a bulletin has come, as every page of it says."""

from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _

from trucewatch.bulletins.models import BulletinState


@dataclass(frozen=True, slots=True)
class Stamp:
    """The state of a bulletin and what belongs to it: a reason, or a bulletin it corrects."""

    state: BulletinState | None = None
    corrected_by: str = ""
    """The title of the bulletin that corrects this one."""

    @property
    def word(self) -> str:
        """The state in one word, as it stands across a page; empty where it is in force."""
        return _WORDS[self.state]() if self.state in _WORDS else ""

    @property
    def sentence(self) -> str:
        """What that state means to whoever holds the paper."""
        return _SENTENCES[self.state]() if self.state in _SENTENCES else ""


UNMARKED: Final = Stamp()

_WORDS: Final = {
    BulletinState.DRAFT: lambda: _("DRAFT"),
    BulletinState.APPROVED: lambda: _("APPROVED, NOT PUBLISHED"),
    BulletinState.WITHDRAWN: lambda: _("WITHDRAWN"),
    BulletinState.CORRECTED: lambda: _("CORRECTED"),
}
_SENTENCES: Final = {
    BulletinState.DRAFT: lambda: _(
        "This is a draft. Nobody has approved it, and it is not published."
    ),
    BulletinState.APPROVED: lambda: _("This bulletin is approved and not yet published."),
    BulletinState.WITHDRAWN: lambda: _(
        "This bulletin is withdrawn: it no longer holds, and stands here as it was published."
    ),
    BulletinState.CORRECTED: lambda: _(
        "This bulletin is corrected by a later one, and stands here as it was published."
    ),
}
