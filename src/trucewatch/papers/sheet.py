"""A paper in a language: its document, and what stands in its head."""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any, Final

from django.utils.translation import gettext as _

from trucewatch.bulletins.document import Block, Document
from trucewatch.bulletins.language import day, direction, number, own, spoken
from trucewatch.papers.blocks.agenda import agenda_blocks
from trucewatch.papers.blocks.draft import draft_blocks
from trucewatch.papers.blocks.invitations import invitation_blocks
from trucewatch.papers.blocks.outcome import outcome_blocks
from trucewatch.papers.blocks.participants import participant_blocks
from trucewatch.papers.blocks.positions import position_blocks
from trucewatch.papers.content import (
    Agenda,
    DraftPaper,
    Head,
    InvitationList,
    OutcomeSheet,
    Paper,
    PaperKind,
    ParticipantsList,
    PositionsSheet,
    kind_of,
)
from trucewatch.papers.wording import name, when, word, zone
from trucewatch.vocabulary.handling import Handling

_BLOCKS: Final[dict[type[Any], Callable[[Any], list[Block]]]] = {
    InvitationList: invitation_blocks,
    ParticipantsList: participant_blocks,
    Agenda: agenda_blocks,
    DraftPaper: draft_blocks,
    PositionsSheet: position_blocks,
    OutcomeSheet: outcome_blocks,
}


@dataclass(frozen=True, slots=True)
class Fact:
    """Something that stands in the head: its key among placeholders, what it is called, and it."""

    key: str
    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a layout is handed: the document, and the title and facts of its head."""

    kind: PaperKind
    document: Document
    title: str
    round: str
    facts: list[Fact]

    def page(self) -> dict[str, Any]:
        """The same for a layout of Typst, which reads it as JSON."""
        return {
            **asdict(self.document),
            "kind": self.kind.value,
            "heading": self.title,
            "round": self.round,
            "facts": [asdict(fact) for fact in self.facts],
        }


def sheet_of(paper: Paper) -> Sheet:
    """The paper in the language that is spoken; its texts are cleaned before."""
    head, kind, language = paper.head, kind_of(paper), spoken()
    title = _(kind.label)
    which = round_in_words(head)
    document = Document(
        title=_("%(paper)s: %(round)s") % {"paper": title, "round": which},
        language=language,
        direction=direction(language),
        date=head.as_of.isoformat(),
        record=own(head.record),
        mark=head.handling.label,
        foot=foot(head),
        window=when(head.dates),
        of_pages=_("Page %(page)s of %(pages)s"),
        blocks=_BLOCKS[type(paper)](paper),
        banner=_banner(head),
    )
    return Sheet(kind, document, title, which, facts_of(paper))


def _banner(head: Head) -> list[str]:
    """What stands above everything else: that a record is invented, and any notice."""
    said = []
    if head.demonstration:
        said.append(
            _("This is a demonstration record. Nothing in it is a statement about the world.")
        )
    return [*said, own(head.notice)] if head.notice else said


def round_in_words(head: Head) -> str:
    """The track, the number of the round, and what else it is called."""
    told = {"track": name(head, head.track), "ordinal": number(head.ordinal)}
    which = _("%(track)s, round %(ordinal)s") % told
    return (
        _("%(round)s. %(title)s") % {"round": which, "title": own(head.title)}
        if head.title
        else which
    )


def facts_of(paper: Paper) -> list[Fact]:
    """Dates, place and the like, as far as they are known, and what belongs to a draft."""
    head = paper.head
    facts = [
        Fact("dates", _("Dates"), when(head.dates) if head.dates else ""),
        Fact("venue", _("Venue"), where(head)),
        Fact("host", _("Hosted by"), name(head, head.host)),
        Fact("state", _("State of the round"), word(head.state)),
        Fact("zone", _("Time zone"), zone(head)),
        Fact("as_of", _("Content as of"), day(head.as_of)),
    ]
    if isinstance(paper, DraftPaper):
        facts += _draft_facts(paper)
    if isinstance(paper, PositionsSheet) and len(paper.texts) == 1:
        facts.append(Fact("text", _("Text"), own(paper.texts[0].title)))
    return [fact for fact in facts if fact.text]


def where(head: Head) -> str:
    """The house and the town, as far as they are known."""
    return _(", ").join(name(head, each) for each in (head.venue, head.place) if each)


def _draft_facts(paper: DraftPaper) -> list[Fact]:
    hashed = _("SHA-256 of version %(version)s")
    return [
        Fact("text", _("Text"), own(paper.title)),
        Fact("version", _("Version"), own(paper.version)),
        Fact("sha256", hashed % {"version": own(paper.version)}, own(paper.sha256)),
        Fact(
            "compared_sha256",
            hashed % {"version": own(paper.compared_with)},
            own(paper.compared_sha256),
        ),
    ]


def foot(head: Head) -> str:
    """Who may be shown the paper, for whom and by whom it was made."""
    told = {"readers": name(head, head.made_for), "maker": name(head, head.made_by)}
    is_own = head.made_by in ("", head.made_for)
    made = _("Made for %(readers)s.") if is_own else _("Made for %(readers)s by %(maker)s.")
    return f"{_(Handling(head.handling).meaning)} {made % told}"
