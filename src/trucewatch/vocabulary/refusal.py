"""An act that the record does not take, with the reason a person can act on."""


class Refused(Exception):
    """The act was not done and nothing was written.

    ``reason`` is a sentence for the person who tried; ``field`` names the input at fault, if one
    is.
    """

    def __init__(self, reason: str, *, field: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.field = field


class NotAllowed(Refused):
    """The member's role or organisation does not give this right."""


class NotFound(Refused):
    """Nothing of that name exists that the member may see; the two are never told apart."""
