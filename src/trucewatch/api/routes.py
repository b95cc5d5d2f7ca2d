"""All addresses under /api/v1/, and how a refusal is answered."""

from typing import Final

from ninja import NinjaAPI, Router

from trucewatch import __version__
from trucewatch.api.agreements import (
    instrument_router,
    obligations_router,
    relations_router,
    scope_router,
)
from trucewatch.api.books import router as books
from trucewatch.api.bulk import router as bulk
from trucewatch.api.bulletins import router as bulletins
from trucewatch.api.cases import cases_router, findings_router, mechanisms_router
from trucewatch.api.doors import Doors, for_everybody, for_members
from trucewatch.api.facts import facts_router
from trucewatch.api.incidents import router as incidents
from trucewatch.api.me import router as me
from trucewatch.api.names import parties_router, places_router, sources_router
from trucewatch.api.refusals import teach_refusals
from trucewatch.api.reports import router as reports
from trucewatch.api.rounds import (
    contacts_router,
    drafts_router,
    tracks_router,
)
from trucewatch.api.rounds import rounds_router as round_router
from trucewatch.api.searching import router as searching
from trucewatch.api.standing import groups_router, positions_router, questions_router
from trucewatch.api.statements import (
    demands_router,
    figures_router,
    meetings_router,
    statements_router,
)
from trucewatch.api.talks import instruments_router, rounds_router
from trucewatch.api.tallies import coverage_router
from trucewatch.api.tallies import router as tallies
from trucewatch.vocabulary.scopes import Scope

api = NinjaAPI(
    title="Trucewatch",
    version=__version__,
    description="One shared, sourced record of a ceasefire; what you may see, as on the screens.",
    urls_namespace="api",
    docs_url=None,
)
teach_refusals(api)

_ROUTERS: Final[tuple[tuple[str, Router, Doors], ...]] = (
    ("/reports", reports, for_members(Scope.REPORTS)),
    ("/incidents", incidents, for_members(Scope.REPORTS)),
    ("/bulk", bulk, for_members(Scope.REPORTS)),
    ("/sources", sources_router, for_members(Scope.REPORTS)),
    ("/parties", parties_router, for_members(Scope.REPORTS)),
    ("/places", places_router, for_everybody(None)),
    ("/tallies", tallies, for_everybody(Scope.TALLIES)),
    ("/books", books, for_members(Scope.TALLIES)),
    ("/coverage", coverage_router, for_everybody(Scope.TALLIES)),
    ("/bulletins", bulletins, for_everybody(Scope.BULLETINS)),
    ("/rounds", rounds_router, for_members(Scope.TALKS)),
    ("/rounds", round_router, for_members(Scope.TALKS)),
    ("/tracks", tracks_router, for_members(Scope.TALKS)),
    ("/contacts", contacts_router, for_members(Scope.TALKS)),
    ("/drafts", drafts_router, for_members(Scope.TALKS)),
    ("/instruments", instruments_router, for_members(Scope.TALKS)),
    ("/instruments", instrument_router, for_members(Scope.TALKS)),
    ("/obligations", obligations_router, for_members(Scope.TALKS)),
    ("/scope", scope_router, for_members(Scope.TALKS)),
    ("/relations", relations_router, for_members(Scope.TALKS)),
    ("/statements", statements_router, for_members(Scope.STATEMENTS)),
    ("/facts", facts_router, for_members(Scope.STATEMENTS)),
    ("/figures/groups", groups_router, for_members(Scope.STATEMENTS)),
    ("/questions", questions_router, for_members(Scope.STATEMENTS)),
    ("/positions", positions_router, for_members(Scope.STATEMENTS)),
    ("/figures", figures_router, for_members(Scope.STATEMENTS)),
    ("/demands", demands_router, for_members(Scope.STATEMENTS)),
    ("/meetings", meetings_router, for_members(Scope.STATEMENTS)),
    ("/mechanisms", mechanisms_router, for_members(Scope.CASES)),
    ("/cases", cases_router, for_members(Scope.CASES)),
    ("/findings", findings_router, for_everybody(Scope.CASES)),
    ("/search", searching, for_members(Scope.EVERYTHING)),
    ("/me", me, for_members(None)),
)
for _address, _router, _doors in _ROUTERS:
    api.add_router(_address, _router, auth=_doors)
