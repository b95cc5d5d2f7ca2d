"""Other names of actors in files of every form."""

from pathlib import Path

import pytest

from trucewatch.exchange.linkage_aliases import read_aliases
from trucewatch.vocabulary.refusal import Refused


def write(folder: Path, name: str, text: str) -> Path:
    """A file of aliases."""
    path = folder / name
    path.write_text(text, "utf-8", newline="")
    return path


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.csv", "alias,name\nNF,Northern Front\nN.F.,Northern Front\n"),
        ("a.csv", "\ufeffname;note;ALIAS \r\nNorthern Front;x;NF\r\nNorthern Front;;N.F.\r\n"),
        ("a.csv", "NF,Northern Front\n\nN.F.,Northern Front"),
        ("a.csv", 'canonical\tvariant\nNorthern Front\t"NF"\nNorthern Front\tN.F.\n'),
        ("a.json", '{"NF": "Northern Front", "N.F.": "Northern Front"}'),
        ("a.JSON", '\ufeff{"Northern Front": ["NF", "N.F."]}'),
        ("a.json", '[["NF", "Northern Front"], ["N.F.", "Northern Front"]]'),
        ("a.json", '[{"alias": "NF", "Name": "Northern Front"}, ["N.F.", "Northern Front"]]'),
    ],
)
def test_aliases_are_read_from_any_form(tmp_path: Path, name: str, text: str) -> None:
    """Tables with or without a header, and JSON either way round."""
    found = read_aliases(write(tmp_path, name, text))
    assert found == {"nf": "Northern Front", "n f": "Northern Front"}


@pytest.mark.parametrize("text", ["", "\n", "alias,name\n", " , \n"])
def test_a_file_without_aliases_has_none(tmp_path: Path, text: str) -> None:
    """An empty list is a list."""
    assert read_aliases(write(tmp_path, "a.csv", text)) == {}


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.csv", "alias,name\nNF,North\nnf,Newer Force\n"),
        ("a.json", '{"NF": "North", "NF": "New"}'),
    ],
)
def test_an_alias_of_two_names_stands_for_neither_and_is_told(
    tmp_path: Path, name: str, text: str
) -> None:
    """Nobody can say which was meant."""
    remarks: list[str] = []
    assert read_aliases(write(tmp_path, name, text), remarks) == {}
    assert remarks == ["aliases of several names stand for none: nf"]


def test_one_name_typed_two_ways_is_one_name(tmp_path: Path) -> None:
    """Case and accents make no second name."""
    found = read_aliases(write(tmp_path, "a.csv", "NF,Nörth Front\nNF,NORTH FRONT\n"))
    assert found == {"nf": "Nörth Front"}


@pytest.mark.parametrize(
    ("name", "text", "why"),
    [
        ("a.csv", "alias,name\nNF,Northern Front\nN.F.\n", "a.csv, row 2: an alias and a name"),
        ("a.csv", "alias,name\n,Northern Front\n", "a.csv, row 1: an alias and a name"),
        ("a.csv", "alias,name\nNF,—\n", "a.csv, row 1: an alias and a name"),
        ("a.csv", "NF\nN.F.\n", "it needs the columns “alias” and “name”"),
        ("a.csv", 'alias,name\n"NF,Northern Front\n', "unexpected end of data"),
        ("a.csv", "alias,name\n" + "x" * 2_000_000 + ",y\n", "field larger than field limit"),
        ("a.json", "{", "it is no JSON"),
        ("a.json", "[" * 100_000, "it is no JSON"),
        ("a.json", '"NF"', "it needs an object from aliases to names"),
        ("a.json", '{"NF": null}', "a.json, “NF”: an alias and a name"),
        ("a.json", '{"NF": {"name": "x"}}', "a.json, “NF”: an alias and a name"),
        ("a.json", '{"North": ["NF", 3]}', "a.json, “North”: an alias and a name"),
        ("a.json", '[["NF", "North"], ["NF"]]', "a.json, entry 2: an alias and a name"),
    ],
)
def test_what_is_no_alias_is_refused_with_its_place(
    tmp_path: Path, name: str, text: str, why: str
) -> None:
    """Nothing is passed over in silence."""
    with pytest.raises(Refused) as refused:
        read_aliases(write(tmp_path, name, text))
    assert why in refused.value.reason


def test_aliases_in_another_encoding_are_refused(tmp_path: Path) -> None:
    """With the file's name."""
    path = tmp_path / "a.csv"
    path.write_bytes("alias,name\nNF,Nörth\n".encode("latin-1"))
    with pytest.raises(Refused, match=r"a\.csv cannot be read as aliases"):
        read_aliases(path)
