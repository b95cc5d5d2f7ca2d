"""The demonstration's sources and parties, and how the parties are said to stand to each other."""

from trucewatch.accounts.models import Member
from trucewatch.demonstration.papers import cited
from trucewatch.demonstration.script import day, script
from trucewatch.parties.actions import add_party, add_relation
from trucewatch.parties.models import Party, Relation
from trucewatch.sources.actions import add_source
from trucewatch.sources.models import Source
from trucewatch.vocabulary.process import PartyKind, RelationKind


def enter_actors(by: Member) -> None:
    """The sources, parties and relations that are missing."""
    known_sources = set(Source.objects.values_list("key", flat=True))
    for entry in script("sources")["source"]:
        if entry["key"] not in known_sources:
            add_source(Source(**entry), by=by)
    known_parties = set(Party.objects.values_list("name", flat=True))
    for entry in script("parties")["party"]:
        if entry["name"] not in known_parties:
            add_party(
                entry["name"],
                kind=PartyKind(entry["kind"]),
                names=[tuple(name) for name in entry["names"]],
                remarks=entry.get("remarks", ""),
                by=by,
            )
    _enter_relations(by)


def party(name: str) -> Party:
    """A party by the name that the record uses."""
    found: Party = Party.objects.get(name=name)
    return found


def source(key: str) -> Source:
    """A source by its key."""
    found: Source = Source.objects.get(key=key)
    return found


def _enter_relations(by: Member) -> None:
    columns = ("subject__name", "relation_kind", "object__name", "source__key")
    known = set(Relation.objects.values_list(*columns))
    for entry in script("parties")["relation"]:
        if (entry["subject"], entry["kind"], entry["object"], entry["source"]) in known:
            continue
        add_relation(
            Relation(
                subject=party(entry["subject"]),
                relation_kind=RelationKind(entry["kind"]),
                object=party(entry["object"]),
                since=day(entry.get("since")),
                source=source(entry["source"]),
                claimant=party(entry["claimant"]) if "claimant" in entry else None,
                remarks=entry["remarks"],
                **cited(entry),
            ),
            by=by,
        )
