"""Rows as Apache Parquet, written from front to back so that it can be sent while it is made."""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, Final

import pyarrow as pa
import pyarrow.parquet as pq

from trucewatch import __version__
from trucewatch.exchange.export_columns import Column, Kind, Row

_TYPES: Final[dict[Kind, pa.DataType]] = {
    Kind.TEXT: pa.string(),
    Kind.CODE: pa.dictionary(pa.int32(), pa.string()),
    Kind.NUMBER: pa.int64(),
    Kind.DEGREES: pa.float64(),
    Kind.DAY: pa.date32(),
    Kind.LIST: pa.list_(pa.string()),
}


class _Outbox:
    """A file that is only ever appended to; what was written is taken out piece by piece."""

    closed = False

    def __init__(self) -> None:
        self._pieces: list[bytes] = []
        self._written = 0

    def write(self, piece: Any) -> int:
        self._pieces.append(bytes(piece))
        self._written += len(piece)
        return len(piece)

    def tell(self) -> int:
        return self._written

    def flush(self) -> None:
        """Nothing waits anywhere else."""

    def close(self) -> None:
        """The writer is done; what it wrote is still to be taken."""

    def taken(self) -> bytes:
        """What was written since it was last asked."""
        pieces, self._pieces = self._pieces, []
        return b"".join(pieces)


def parquet_chunks(
    columns: Sequence[Column],
    portions: Iterable[Sequence[Row]],
    attributions: Callable[[], list[str]],
) -> Iterator[bytes]:
    """A file with one row group for each portion.

    The footer comes last, so the licences of exactly those sources that occur stand in it, under
    ``trucewatch.attributions`` as a JSON list.
    """
    schema = pa.schema([pa.field(column.name, _TYPES[column.kind]) for column in columns])
    out = _Outbox()
    writer = pq.ParquetWriter(pa.PythonFile(out, mode="w"), schema, compression="zstd")
    for portion in portions:
        if portion:
            writer.write_table(_table(schema, portion))
            yield out.taken()
    words = json.dumps(attributions(), ensure_ascii=False)
    writer.add_key_value_metadata(
        {"trucewatch.version": __version__, "trucewatch.attributions": words}
    )
    writer.close()
    yield out.taken()


def _table(schema: pa.Schema, portion: Sequence[Row]) -> pa.Table:
    arrays = [
        pa.array(values, pa.string()).dictionary_encode()
        if pa.types.is_dictionary(field.type)
        else pa.array(values, field.type)
        for field, values in zip(schema, zip(*portion, strict=True), strict=True)
    ]
    return pa.Table.from_arrays(arrays, schema=schema)
