"""Which article a fact of the demonstration cites: its hash, its source, the characters."""

from typing import Any

from trucewatch.demonstration.script import script
from trucewatch.sources.models import Source


def cited(entry: dict[str, Any]) -> dict[str, Any]:
    """The columns of a citation; none where an entry cites nothing."""
    if "cite" not in entry:
        return {}
    key, start, end = entry["cite"]
    return {"document_sha256": _paper(key)["sha256"], "start": start, "end": end}


def source_of(entry: dict[str, Any]) -> Source | None:
    """Whose account it is: that of the article that it cites, else the one it names."""
    key = _paper(entry["cite"][0])["source"] if "cite" in entry else entry.get("source")
    found: Source | None = Source.objects.get(key=key) if key else None
    return found


def _paper(key: str) -> dict[str, Any]:
    papers: list[dict[str, Any]] = script("facts")["paper"]
    return next(paper for paper in papers if paper["key"] == key)
