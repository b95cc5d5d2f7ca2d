"""Every address of the site."""

from allauth.account import views as account_views
from django.urls import URLPattern, URLResolver, include, path
from django.views.i18n import set_language

from trucewatch.api.routes import api
from trucewatch.web import (
    api_docs,
    bulletins,
    calls,
    compartments,
    coverage,
    drafts,
    duty,
    evidence,
    home,
    hooks,
    imports,
    incidents,
    ledgers,
    members,
    open_data,
    public_form,
    reports,
    review,
    saved_searches,
    search,
    situation,
    table_import,
    tiles,
    tokens,
    told_page,
    triage,
)

_account: list[URLPattern | URLResolver] = [
    path("login/", account_views.login, name="account_login"),
    path("logout/", account_views.logout, name="account_logout"),
    path("inactive/", account_views.account_inactive, name="account_inactive"),
    path("reauthenticate/", account_views.reauthenticate, name="account_reauthenticate"),
    path("password/change/", account_views.password_change, name="account_change_password"),
    path("mfa/", include("allauth.mfa.urls")),
]

_members: list[URLPattern | URLResolver] = [
    path("", members.members, name="members"),
    path("organisations/new/", members.new_organisation, name="new_organisation"),
    path("compartments/", compartments.compartments, name="compartments"),
    path("compartments/<uuid:compartment_id>/", compartments.compartment, name="compartment"),
    path("grants/<uuid:grant_id>/end/", compartments.end_grant, name="end_grant"),
    path("<uuid:member_id>/", members.member, name="member"),
    path("<uuid:member_id>/deactivate/", members.deactivate, name="deactivate_member"),
    path("<uuid:member_id>/reactivate/", members.reactivate, name="reactivate_member"),
    path("<uuid:member_id>/password/", members.reset_password, name="reset_password"),
    path(
        "<uuid:member_id>/second-factor/",
        members.reset_second_factor,
        name="reset_second_factor",
    ),
]

_reports: list[URLPattern | URLResolver] = [
    path("new/", reports.new_report, name="new_report"),
    path("call/", calls.call, name="take_call"),
    path("understood/", told_page.understood, name="understood"),
    path("places/", told_page.suggest_places, name="suggest_places"),
    path("map/", told_page.point_map, name="point_map"),
    path("drafts/<uuid:key>/filed/", drafts.filed, name="draft_filed"),
    path("drafts/<uuid:key>/discard/", drafts.discard, name="discard_draft"),
    path("drafts/<slug:form>/<uuid:key>/", drafts.keep, name="keep_draft"),
    path("<uuid:report_id>/correct/", reports.correct, name="correct_report"),
    path("<uuid:report_id>/evidence/", evidence.attach, name="attach_evidence"),
    path("<uuid:report_id>/withdraw/", reports.withdraw, name="withdraw_report"),
    path("<uuid:report_id>/reinstate/", reports.reinstate, name="reinstate_report"),
    path("<uuid:report_id>/destroy/", reports.destroy, name="destroy_words"),
    path("<uuid:report_id>/versions/<int:number>/", reports.version, name="report_version"),
]

_bulletins: list[URLPattern | URLResolver] = [
    path("", bulletins.bulletins, name="bulletins"),
    path("<uuid:bulletin_id>/", bulletins.bulletin, name="bulletin"),
    path("<uuid:bulletin_id>.json", bulletins.bulletin_json, name="bulletin_json"),
    path("<uuid:bulletin_id>.pdf", bulletins.bulletin_pdf, name="bulletin_pdf"),
    path("<uuid:bulletin_id>.docx", bulletins.bulletin_docx, name="bulletin_docx"),
    path("<uuid:bulletin_id>.html", bulletins.bulletin_html, name="bulletin_html"),
    path("<uuid:bulletin_id>.csv", bulletins.bulletin_csv, name="bulletin_csv"),
    path("<uuid:bulletin_id>/approve/", bulletins.approve, name="approve_bulletin"),
    path("<uuid:bulletin_id>/correct/", bulletins.correct, name="correct_bulletin"),
    path("<uuid:bulletin_id>/publish/", bulletins.publish, name="publish_bulletin"),
    path("<uuid:bulletin_id>/withdraw/", bulletins.withdraw, name="withdraw_bulletin"),
]

_duty: list[URLPattern | URLResolver] = [
    path("", duty.duty, name="duty"),
    path("notices/", duty.notices, name="notices"),
    path("notices/read/", duty.read, name="read_notices"),
    path("receptions/<uuid:reception_id>/", calls.reception, name="reception"),
    path("receptions/<uuid:reception_id>/take/", duty.take, name="take_up"),
    path("callers/<uuid:caller_id>/open/", calls.open_name, name="open_caller"),
    path("callers/<uuid:caller_id>/forget/", calls.forget_name, name="forget_caller"),
]

_review: list[URLPattern | URLResolver] = [
    path("", review.review, name="review"),
    path("calibration/", review.calibration, name="review_calibration"),
    path("calibration/adopt/", review.adopt, name="adopt_calibration"),
    path("<uuid:one>/<uuid:other>/", review.pair, name="review_pair"),
    path("<uuid:one>/<uuid:other>/judge/", review.judge, name="judge_pair"),
    path("judgements/<uuid:judgement_id>/withdraw/", review.withdraw, name="withdraw_judgement"),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("", home.home, name="home"),
    path("account/language/", set_language, name="set_language"),
    path("account/", include(_account)),
    path("api/v1/docs", api_docs.docs, name="api_docs"),
    path("api/v1/", api.urls),
    path("api/v1/<path:rest>", api_docs.missing),
    path("tokens/", tokens.tokens, name="tokens"),
    path("tokens/<uuid:token_id>/revoke/", tokens.revoke, name="revoke_token"),
    path("hooks/", hooks.hooks, name="hooks"),
    path("hooks/<uuid:hook_id>/end/", hooks.end, name="end_hook"),
    path("hooks/deliveries/<uuid:delivery_id>/again/", hooks.again, name="send_again"),
    path("invitations/<str:token>/", members.invitation, name="invitation"),
    path("passwords/<str:token>/", members.choose_password, name="choose_password"),
    path("data/", open_data.open_data, name="open_data"),
    path("data/datapackage.json", open_data.data_package, name="data_package"),
    path("data/<str:table>.csv", open_data.table, name="open_table"),
    path("situation/", situation.situation, name="situation"),
    path("situation/tiles/<int:z>/<int:x>/<int:y>.mvt", tiles.tile, name="situation_tile"),
    path("search/", search.search, name="search"),
    path("evidence/<uuid:evidence_id>/", evidence.file, name="evidence_file"),
    path("evidence/<uuid:evidence_id>/withdraw/", evidence.withdraw, name="withdraw_evidence"),
    path("searches/", saved_searches.saved_searches, name="saved_searches"),
    path("searches/<int:search_id>/open/", saved_searches.open_search, name="open_search"),
    path("searches/<int:search_id>/drop/", saved_searches.remove_search, name="remove_search"),
    path("triage/", triage.triage, name="triage"),
    path("triage/<uuid:report_id>/", triage.assess, name="assess"),
    path("review/", include(_review)),
    path("incidents/<uuid:incident_id>/", incidents.incident, name="incident"),
    path("incidents/<uuid:incident_id>/merge/", incidents.merge, name="merge"),
    path("incidents/<uuid:incident_id>/separate/", incidents.separate, name="separate"),
    path("reports/", include(_reports)),
    path("ledgers/", ledgers.ledgers, name="ledgers"),
    path("ledgers/coverage/new/", coverage.new_coverage, name="new_coverage"),
    path("import/", imports.import_file, name="import"),
    path("import/table/", table_import.upload, name="import_table"),
    path("import/table/<slug:token>/", table_import.columns, name="import_columns"),
    path("duty/", include(_duty)),
    path("tell/", public_form.tell, name="tell"),
    path("tell/receipt/", public_form.follow, name="follow_report"),
    path("bulletins/", include(_bulletins)),
    path("members/", include(_members)),
]
