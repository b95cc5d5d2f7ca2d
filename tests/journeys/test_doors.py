"""Every part at every address of the site: who is let in, who is not, and nobody without a token.

The table below is written by hand, beside the code that it checks. An address that is not in it
fails the first test, so that no page comes without somebody having said for whom it is.
"""

import re
from collections.abc import Iterator
from functools import cache
from typing import Any, Final
from uuid import UUID

import pytest
from cast import Cast
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

pytestmark = pytest.mark.django_db

NOBODY_KNOWN: Final = UUID(int=7)
MONITOR = frozenset({"monitor"})
DESK = MONITOR | {"analyst"}
OUTSIDE = frozenset({"delegate", "liaison"})
SECRETARY = frozenset({"secretary"})
EVERYONE = DESK | OUTSIDE | SECRETARY | {"administrator"}
ADMINISTRATOR = frozenset({"administrator"})

OPEN: Final = frozenset(
    {
        "home", "invitation", "choose_password", "open_data", "data_package", "open_table",
        "findings", "finding", "tell", "follow_report", "bulletin", "bulletin_json",
        "bulletin_pdf", "bulletin_docx", "bulletin_html", "bulletin_csv", "set_language",
        "account_login", "account_inactive", "calendar_feed",
    }
)  # fmt: skip
"""Whoever comes; what they see passes the gate."""

RULES: Final[dict[frozenset[str], str]] = {
    EVERYONE: """
        revoke_token situation situation_tile search evidence_file saved_searches open_search
        remove_search desk_document desk_original agreements obligations demands deliveries control
        catalogue agreement cases waiting submission submission_file case_paper exhibit exhibit_file
        case case_step case_figures case_figures_json mechanisms mechanism statements words figures
        talks track round ground_json meeting draft contacts contacts_data timeline chasing calendar
        round_paper version_paper questions positions facts fact incident merge separate
        report_version ledgers books
        book_entry book_matches notices read_notices bulletins approve_bulletin correct_bulletin
        publish_bulletin withdraw_bulletin tokens compliance_export figures_csv figures_json duty
        account_logout account_reauthenticate account_change_password mfa_index mfa_authenticate
        mfa_reauthenticate mfa_activate_totp mfa_deactivate_totp mfa_view_recovery_codes
        mfa_generate_recovery_codes mfa_download_recovery_codes
    """,
    EVERYONE - ADMINISTRATOR: """
        new_report understood suggest_places point_map draft_filed discard_draft keep_draft
    """,
    EVERYONE - ADMINISTRATOR - SECRETARY: "correct_report new_case submit",
    EVERYONE - {"analyst"} - SECRETARY: "withdraw_report reinstate_report",
    OUTSIDE: "answer_notice",
    MONITOR | OUTSIDE: "signing_key give_position",
    DESK | {"delegate"}: """
        acknowledge_cases sign_attribution remind record_silence share_paper hand_on_exhibit
        copy_exhibit withdraw_exhibit pause_case resume_case assign_case share_case new_case_record
        new_interview draft_finding
    """,
    MONITOR | {"delegate"}: """
        remark_book_entry withdraw_book_entry settle_match remark_tally enter_in_book
        propose_book_matches
    """,
    DESK: """
        review review_calibration adopt_calibration review_pair judge_pair withdraw_judgement
    """,
    DESK | SECRETARY: """
        desk desk_case desk_add desk_read desk_day desk_resolve desk_receipt desk_accept_all
        desk_proposal desk_accept desk_refuse desk_edit desk_undo accept_demand change_delivery
        answer_query new_fact withdraw_fact reinstate_fact move_round round_outcome new_follow_up
        move_follow_up answer_invitation new_delegation presence new_meeting held_meeting
        tie_meeting         settle_action draft_position settle_draft sign_draft
    """,
    MONITOR | SECRETARY: """
        new_round change_round date_round invite new_draft circulate draw_obligations
    """,
    DESK | ADMINISTRATOR: "triage assess import import_table import_columns",
    MONITOR | ADMINISTRATOR | SECRETARY: """
        new_instrument new_relation new_role paper_templates paper_template standard_template
        drop_template
    """,
    MONITOR | ADMINISTRATOR: "new_coverage reception take_up",
    MONITOR: "publish_finding open_witness open_caller forget_caller take_call",
    EVERYONE | {""}: "withdraw_evidence new_exhibit attach_evidence",
    ADMINISTRATOR: """
        hooks end_hook send_again destroy_words members new_organisation compartments compartment
        end_grant member deactivate_member reactivate_member reset_password reset_second_factor
        new_mechanism revise_mechanism give_seat leave_seat new_book
    """,
}
"""For whom an address is, by part. That one is let in says nothing of what one finds there."""


def doors() -> Iterator[tuple[str, str]]:
    """The name and the route of every address but those of the interface for programs."""

    def walk(patterns: Any, before: str) -> Iterator[tuple[str, str]]:
        for each in patterns:
            route = before + str(each.pattern)
            if isinstance(each, URLResolver):
                if "api/v1" not in route:
                    yield from walk(each.url_patterns, route)
            elif isinstance(each, URLPattern) and "api/v1/" not in route:
                yield each.name or "", route

    yield from walk(get_resolver().url_patterns, "")


@cache
def table() -> dict[str, frozenset[str]]:
    """For each name of an address the parts that are let in."""
    return {name: parts for parts, names in RULES.items() for name in names.split()}


def address_of(route: str) -> str:
    """An address of that route that leads to nothing the record knows."""
    fillings = {"uuid": str(NOBODY_KNOWN), "int": "7", "slug": "nothing", "str": "nothing"}
    return "/" + re.sub(r"<(\w+):\w+>", lambda found: fillings[found.group(1)], route)


def is_sent_to_sign_in(answer: Any) -> bool:
    """Whether the answer asks whoever came to sign in first."""
    return answer.status_code == 302 and "/account/login/" in answer["Location"]


@pytest.fixture
def clients(cast: Cast, settings: Any) -> dict[str, Client]:
    """A signed-in client of every part."""
    settings.TRUCEWATCH_SECOND_FACTOR = False
    found = {}
    for name in sorted(EVERYONE):
        client = Client(raise_request_exception=False)
        client.force_login(getattr(cast, name))
        found[name] = client
    return found


def test_somebody_has_said_of_every_address_for_whom_it_is() -> None:
    """A new page without a rule fails here, and so does a rule without a page."""
    known = {name for name, _ in doors()} - {""}
    assert known == set(table()) | OPEN


def test_whoever_is_not_signed_in_is_asked_to_sign_in_first(cast: Cast) -> None:
    """At every address that is not open; by GET and by POST."""
    client = Client(raise_request_exception=False)
    for name, route in doors():
        if name in OPEN or route.startswith("account/"):
            continue
        for method in ("get", "post"):
            answer = getattr(client, method)(address_of(route))
            if answer.status_code != 405:
                assert is_sent_to_sign_in(answer), (name, method, answer.status_code)


def test_an_open_address_asks_nobody_to_sign_in(cast: Cast) -> None:
    """It shows what is open, or says that there is nothing."""
    client = Client(raise_request_exception=False)
    for name, route in doors():
        if name in OPEN:
            answer = client.get(address_of(route))
            assert not is_sent_to_sign_in(answer), name
            assert answer.status_code < 500, name


def test_each_part_is_let_in_where_the_table_says_and_nowhere_else(
    cast: Cast, clients: dict[str, Client]
) -> None:
    """Whoever is kept out gets 403, whatever the method; whoever is let in never does."""
    rules = table()
    for name, route in doors():
        if name in OPEN or route.startswith("account/"):
            continue
        address = address_of(route)
        for part, client in clients.items():
            for method in ("get", "post"):
                answer = getattr(client, method)(address)
                told = (name, method, part, answer.status_code)
                assert answer.status_code < 500, told
                if answer.status_code == 405:
                    continue
                if part in rules[name]:
                    assert answer.status_code != 403 or name in _LOOKS_TWICE, told
                else:
                    assert answer.status_code == 403, told


_LOOKS_TWICE: Final = {
    "approve_bulletin", "correct_bulletin", "publish_bulletin", "withdraw_bulletin", "merge",
    "separate", "bulletins", "take_call", "compliance_export", "case_step",
}  # fmt: skip
"""Addresses whose act asks for a further right once it is known what it is about."""


def test_nothing_is_written_without_a_token_of_the_form(cast: Cast, settings: Any) -> None:
    """Every address that takes a POST refuses one that another site could have sent."""
    settings.TRUCEWATCH_SECOND_FACTOR = False
    for part in ("monitor", "administrator", "liaison"):
        client = Client(enforce_csrf_checks=True, raise_request_exception=False)
        client.force_login(getattr(cast, part))
        for name, route in doors():
            answer = client.post(address_of(route))
            if answer.status_code not in {404, 405}:
                assert answer.status_code == 403, (name, answer.status_code)
