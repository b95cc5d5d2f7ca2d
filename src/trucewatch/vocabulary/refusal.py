"""An act that the record does not take, with the reason a person can act on."""

from collections.abc import Mapping

from trucewatch.vocabulary.sentence import Sentence


class Refused(Exception):
    """The act was not done and nothing was written.

    ``reason`` is a sentence for the person who tried; ``field`` names the input at fault, if one
    is. Where values stand in the reason it is given as a template with ``values``, so that a page
    can say it in another language: ``Refused("“{name}” is no mark.", values={"name": name})``.
    """

    def __init__(
        self, reason: str, *, field: str = "", values: Mapping[str, object] | None = None
    ) -> None:
        said = Sentence(reason, **values) if values else reason
        super().__init__(said)
        self.reason: str = said
        self.field = field


class NotAllowed(Refused):
    """The member's role or organisation does not give this right."""


class NotFound(Refused):
    """Nothing of that name exists that the member may see; the two are never told apart."""
