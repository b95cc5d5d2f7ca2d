"""The secretariat's papers of a round, made when they are asked for."""

from dataclasses import dataclass

from django.conf import settings

from trucewatch.papers.content import PaperKind


@dataclass(frozen=True, slots=True)
class Offered:
    """One kind of paper."""

    kind: PaperKind

    @property
    def slug(self) -> str:
        """How an address names it."""
        return self.kind.value


def papers_offered() -> list[Offered]:
    """The papers that can be made of a round; a draft's stand on the page of the draft."""
    return [Offered(kind) for kind in PaperKind if kind is not PaperKind.DRAFT]


def languages() -> list[tuple[str, str]]:
    """In which languages."""
    return list(settings.LANGUAGES)
