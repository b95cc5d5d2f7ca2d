"""Every address of the site."""

from allauth.account import views as account_views
from django.urls import URLPattern, URLResolver, include, path

from trucewatch.api.routes import api
from trucewatch.web import (
    bulletins,
    compartments,
    coverage,
    home,
    imports,
    incidents,
    ledgers,
    members,
    reports,
    situation,
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
    path("<uuid:report_id>/correct/", reports.correct, name="correct_report"),
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
    path("<uuid:bulletin_id>/publish/", bulletins.publish, name="publish_bulletin"),
    path("<uuid:bulletin_id>/withdraw/", bulletins.withdraw, name="withdraw_bulletin"),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("", home.home, name="home"),
    path("account/", include(_account)),
    path("api/v1/", api.urls),
    path("invitations/<str:token>/", members.invitation, name="invitation"),
    path("passwords/<str:token>/", members.choose_password, name="choose_password"),
    path("situation/", situation.situation, name="situation"),
    path("incidents/<uuid:incident_id>/", incidents.incident, name="incident"),
    path("incidents/<uuid:incident_id>/merge/", incidents.merge, name="merge"),
    path("incidents/<uuid:incident_id>/separate/", incidents.separate, name="separate"),
    path("reports/", include(_reports)),
    path("ledgers/", ledgers.ledgers, name="ledgers"),
    path("ledgers/coverage/new/", coverage.new_coverage, name="new_coverage"),
    path("import/", imports.import_file, name="import"),
    path("bulletins/", include(_bulletins)),
    path("members/", include(_members)),
]
