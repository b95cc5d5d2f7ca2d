"""What the kinds of demands and undertakings are called on a page."""

from typing import Final

from trucewatch.extraction.found import Undertaking

UNDERTAKINGS: Final[dict[str, str]] = {
    Undertaking.DEMAND: "Demand",
    Undertaking.PRECONDITION: "Precondition",
    Undertaking.REFUSAL: "Refusal",
    Undertaking.OFFER: "Offer",
    Undertaking.PROPOSAL: "Proposal",
    Undertaking.PLAN: "Plan",
    Undertaking.AGREEMENT: "Agreement",
    Undertaking.COMMITMENT: "Commitment",
}
