"""The sources that a member may write accounts of."""

from trucewatch.accounts.models import Member
from trucewatch.sources.models import Source
from trucewatch.sources.rules import is_reserved
from trucewatch.vocabulary.roles import OrganisationKind


def sources_to_file_for(member: Member) -> list[Source]:
    """Sources beside the member's own organisation: those of the mission write down others' words.

    Members of other organisations get none, and so do not learn which sources there are.
    """
    if member.organisation.organisation_kind != OrganisationKind.MISSION:
        return []
    return [source for source in Source.objects.order_by("name") if not is_reserved(source.key)]
