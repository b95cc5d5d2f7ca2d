"""Links and pairs as tables: Parquet, or CSV where the file's name ends so."""

from pathlib import Path
from typing import BinaryIO, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pa_csv
import pyarrow.parquet as pq

from trucewatch.linkage.linking import Linked
from trucewatch.linkage.reasons import short_reasons

LEAST_PROBABILITY: Final = 0.1
"""Pairs below are not worth a person's look."""
_ROWS: Final = 1 << 17


def links_table(ids: pa.Array, linked: Linked) -> pa.Table:
    """A row for each report: its incident, named after the first report of it, and what it covers.

    Columns: ``report_id``, ``incident_id``, ``covers`` (incidents that the report tells of all at
    once, by their names, else null).
    """
    covers = linked.covers
    names = ids.take(pa.array(covers.incident)).to_pylist()
    order = sorted(range(len(names)), key=lambda at: (covers.report[at], names[at]))
    number = np.bincount(covers.report, minlength=len(ids))
    offsets = np.concatenate([[0], np.cumsum(number)]).astype(np.int32)
    covered = ids.take(pa.array(covers.incident[order]))
    lists = pa.ListArray.from_arrays(pa.array(offsets), covered)
    none = pa.array(number == 0)
    return pa.table(
        {
            "report_id": ids,
            "incident_id": ids.take(pa.array(linked.incident)),
            "covers": pc.if_else(none, pa.scalar(None, lists.type), lists),
        }
    )


def pairs_table(ids: pa.Array, linked: Linked) -> pa.Table:
    """A row for each pair that is likely enough to be one incident, or was taken for one.

    Columns: ``report_a``, ``report_b``, ``probability``, ``bits`` (its log2 odds), ``reasons``.
    """
    a, b = linked.pairs.a, linked.pairs.b
    told = (linked.probability >= LEAST_PROBABILITY) | (linked.incident[a] == linked.incident[b])
    texts, of_pair = short_reasons(linked.pairs.pattern[told], linked.model.weights)
    return pa.table(
        {
            "report_a": ids.take(pa.array(a[told])),
            "report_b": ids.take(pa.array(b[told])),
            "probability": pa.array(linked.probability[told].astype(np.float64)),
            "bits": pa.array(linked.bits[told].astype(np.float64)),
            "reasons": pa.DictionaryArray.from_arrays(pa.array(of_pair), pa.array(texts)),
        }
    )


def write_table(table: pa.Table, out: BinaryIO, name: Path | None) -> None:
    """Write a table as CSV, or as Parquet where the name does not end in .csv."""
    if name is None or name.suffix.casefold() != ".csv":
        pq.write_table(table, out, compression="zstd", compression_level=1, row_group_size=_ROWS)
        return
    plain = []
    for column in table.columns:
        if pa.types.is_list(column.type):
            column = pc.binary_join(column, ";")
        elif pa.types.is_dictionary(column.type):
            column = column.cast(pa.string())
        plain.append(column)
    pa_csv.write_csv(pa.table(plain, names=table.column_names), out)
