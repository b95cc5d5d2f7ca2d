"""The two-ledger page as a document, for forms that have no columns side by side."""

from collections.abc import Mapping
from typing import Any

from trucewatch.bulletins.document import (
    Block,
    Bullets,
    Column,
    Document,
    Heading,
    Paragraph,
    Table,
)


def two_ledger_document(page: Mapping[str, Any]) -> Document:
    """The same texts in the same order; the ledgers stand below each other."""
    labels = page["labels"]
    opening = f"{page['window']}, {page['hours']}. {page['zone']} {page['cut_off']}".strip()
    blocks: list[Block] = [Paragraph(opening, "quiet")]
    for ledger in page["ledgers"]:
        blocks += _ledger(ledger, labels)
    if page["no_second"]:
        blocks += [Heading(labels["no_second"]), Paragraph(page["no_second"])]
    blocks.append(Paragraph(page["not_summed"], "notice"))
    if page["areas"]:
        blocks.append(_areas(page))
    blocks.append(Heading(labels["limits"]))
    blocks += [Paragraph(sentence) for sentence in [*page["coverage"], *page["limits"]]]
    if page["rounds"]:
        blocks += [Heading(labels["rounds"]), Bullets(page["rounds"])]
    sources = [f"{source['told']} {source['address']}" for source in page["sources"]]
    blocks += [Heading(labels["published"]), Bullets(sources)]
    return Document(
        title=page["title"],
        language=page["language"],
        direction=page["direction"],
        date=page["date"],
        record=page["record"],
        mark=page["handling_mark"],
        foot=page["foot"],
        window=page["window"],
        of_pages=page["of_pages"],
        blocks=blocks,
        state=page["state"],
        banner=page["banner"],
    )


def _ledger(ledger: Mapping[str, Any], labels: Mapping[str, str]) -> list[Block]:
    blocks: list[Block] = [Heading(ledger["heading"])]
    if ledger["published_name"]:
        blocks.append(Paragraph(ledger["published_name"], "quiet"))
    stated = f"{ledger['total']} {ledger['noun']}" if ledger["has_total"] else labels["no_total"]
    blocks += [Paragraph(stated, "strong"), Paragraph(ledger["window"], "quiet")]
    blocks += [Paragraph(sentence) for sentence in ledger["confirmations"]]
    if ledger["split"]:
        blocks.append(Paragraph(ledger["split"]))
    blocks += [Paragraph(f"{labels['disagree']} {told}") for told in ledger["conflicts"]]
    if ledger["remark"]:
        blocks.append(Paragraph(ledger["remark"], "quiet"))
    return blocks


def _areas(page: Mapping[str, Any]) -> Table:
    labels = page["labels"]
    rows = [[area["name"], *(cell["text"] for cell in area["cells"])] for area in page["areas"]]
    rows.append([labels["stated"], *(ledger["total"] for ledger in page["ledgers"])])
    columns = [Column(labels["area"], share=2)]
    columns += [Column(ledger["heading"], is_number=True) for ledger in page["ledgers"]]
    return Table("areas", labels["by_area"], columns, rows, labels["dash"])
