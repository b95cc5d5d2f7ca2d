"""Templates of the record's own: the most specific wins, and none is trusted."""

import io
import socket
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from papers_parts import opened, pages_of, saved, text_of, words_in

from trucewatch.papers.content import PaperKind
from trucewatch.papers.render import render, standard_template
from trucewatch.papers.specimen import specimen
from trucewatch.papers.templates import LARGEST, Placed, Templates
from trucewatch.vocabulary.refusal import NotFound, Refused

AGENDA = specimen(PaperKind.AGENDA)
LAYOUT = standard_template("pdf").decode()
DIAGRAM = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where the record keeps its templates."""
    path = tmp_path / "papers"
    path.mkdir()
    return path


def printed(folder: Path, layout: str, name: str = "agenda.typ") -> bytes:
    """The agenda by a layout of somebody's own."""
    (folder / name).write_text(layout, encoding="utf-8")
    return render(AGENDA, "en", "pdf", Templates(folder))


def letterhead(*paragraphs: str, head: str = "", foot: str = "") -> Any:
    """A document as somebody writes it in a word processor."""
    word = docx.Document()
    for text in paragraphs:
        word.add_paragraph(text)
    if head:
        word.sections[0].header.paragraphs[0].text = head
    if foot:
        word.sections[0].footer.paragraphs[0].text = foot
    return word


def written(folder: Path, word: Any, language: str = "en", name: str = "agenda.docx") -> Any:
    """The agenda in a template of somebody's own."""
    saved(word, folder / name)
    return opened(render(AGENDA, language, "docx", Templates(folder)))


def repacked(content: bytes, change: Callable[[dict[str, bytes]], None]) -> bytes:
    """An archive after something was done to its parts."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    change(parts)
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return made.getvalue()


def refusal(folder: Path, content: bytes, ending: str = "docx") -> str:
    """Why the template is not taken."""
    (folder / f"agenda.{ending}").write_bytes(content)
    form = {"docx": "docx", "typ": "pdf"}[ending]
    with pytest.raises(Refused) as refused:
        render(AGENDA, "en", form, Templates(folder))
    assert f"agenda.{ending}" in refused.value.reason
    return refused.value.reason


def test_the_standard_layout_as_a_template_gives_the_same_paper(folder: Path) -> None:
    """A layout of one's own is handed what ours is."""
    assert printed(folder, LAYOUT) == render(AGENDA, "en", "pdf")


@pytest.mark.parametrize("form", ["pdf", "docx"])
def test_the_most_specific_template_wins(folder: Path, form: str) -> None:
    """Kind and language, then kind, then language, then any; then the standard one."""
    ending = {"pdf": "typ", "docx": "docx"}[form]

    def put(stem: str) -> None:
        path = folder / f"{stem}.{ending}"
        if form == "pdf":
            path.write_text(LAYOUT.replace("#letterhead", f"#letterhead\n\n{stem}"), "utf-8")
        else:
            saved(letterhead(stem, "{{content}}"), path)

    def told(language: str) -> str:
        made = render(AGENDA, language, form, Templates(folder))
        return text_of(made) if form == "pdf" else words_in(opened(made).element.body)

    for stem in ("paper", "paper.ru", "agenda", "agenda.ru", "draft", "draft.ru"):
        put(stem)
    for stem in ("agenda.ru", "agenda", "paper.ru", "paper"):
        assert stem in told("ru").replace(" ", "")
        (folder / f"{stem}.{ending}").unlink()
    assert "paper" not in told("ru")


def test_templates_are_listed_and_other_files_are_none(folder: Path) -> None:
    """A half-written file, a backup copy or a language that is not spoken lays out nothing."""
    for name in ("agenda.typ", "paper.fa.docx", "agenda.typ.12.part", "agenda.xx.typ", "x.docx"):
        (folder / name).touch()
    assert Templates(folder).placed() == [
        Placed(PaperKind.AGENDA, "", "pdf", "agenda.typ"),
        Placed(None, "fa", "docx", "paper.fa.docx"),
    ]
    assert Templates(folder).get("../papers/agenda.typ") is None
    assert Templates(folder / "none").placed() == []


@pytest.mark.parametrize(
    ("added", "told"),
    [
        ("#foo", "line 19: unknown variable: foo"),
        ("#let x = (", "line 19: unclosed delimiter"),
        ('#panic("enough")', "line 19: panicked with: enough"),
        ('#read("/etc/passwd")', "line 19: file not found"),
        ('#read("../../../etc/passwd")', "would escape the project root"),
        ('#image("https://example.org/a.png")', "line 19: file not found"),
        ('#import "@preview/cetz:0.3.0": *', "asks for a package in line 19"),
        ('#import ("@pre" + "view/cetz:0.3.0"): *', "asks for a package in line 19"),
        ('#eval("#import \\"@pre" + "view/a:0.1.0\\": *", mode: "markup")', "asks for a package"),
        ('#plugin("a.wasm")', "line 19: file not found"),
    ],
)
def test_a_layout_that_is_broken_or_reaches_out_is_refused_with_its_line(
    folder: Path, added: str, told: str
) -> None:
    """And no half of a paper comes of it."""
    assert told in refusal(folder, f"{LAYOUT}\n{added}".encode(), "typ")


def test_a_layout_sees_the_paper_and_nothing_else(folder: Path) -> None:
    """Neither the environment of the site nor its settings."""
    layout = LAYOUT + '\n#sys.inputs.keys().sorted().join(",") #sys.inputs.len()'
    assert "direction,page 2" in text_of(printed(folder, layout))


def test_a_layout_finds_nobody_to_ask(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever listens where the site would ask for a package hears nothing."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(0.5)
        address = f"http://127.0.0.1:{listener.getsockname()[1]}"
        for name in ("HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"):
            monkeypatch.setenv(name, address)
        computed = f'{LAYOUT}\n#import ("@pre" + "view/cetz:0.3.0"): *'
        refusal(folder, computed.encode(), "typ")
        with pytest.raises(TimeoutError):
            listener.accept()


@pytest.mark.parametrize(
    "endless",
    [
        '#let s = "x" * 4000000000\n#s.len()',
        "#let f() = { let i = 0; while i < 9999 { let j = 0; while j < 9999 { let k = 0; "
        "while k < 9999 { k += 1 }; j += 1 }; i += 1 } }\n#f()",
    ],
)
def test_a_layout_that_never_ends_is_ended(folder: Path, endless: str) -> None:
    """It may have so much time and memory and no more."""
    (folder / "agenda.typ").write_text(f"{LAYOUT}\n{endless}", "utf-8")
    with pytest.raises(Refused, match="too long or too much memory"):
        render(AGENDA, "en", "pdf", Templates(folder))


def test_a_layout_without_the_mark_is_refused(folder: Path) -> None:
    """Every page has to say who may read it."""
    bare = '#import "kit.typ": *\n#show: dressed\n#set page(footer: none)\n= Paper\n#content'
    told = refusal(folder, bare.encode(), "typ")
    assert "leaves page 1 without the mark TLP:AMBER" in told


def test_a_layout_that_is_no_text_or_no_accessible_paper_is_refused(folder: Path) -> None:
    """PDF/UA needs a title."""
    assert "is not text in UTF-8" in refusal(folder, b"\xff\xfe#", "typ")
    assert "missing document title" in refusal(folder, b"TLP:AMBER", "typ")


def test_a_letterhead_is_filled_also_where_a_placeholder_is_split(folder: Path) -> None:
    """A word processor cuts a word into runs as it likes; each keeps its look."""
    word = letterhead("{{content}}", foot="{{record}} / {{ mark }}")
    split = word.paragraphs[0].insert_paragraph_before()
    for text in ("Paper: {", "{ti", "tle}", "} of {{round}}!"):
        split.add_run(text).italic = text == "{ti"
    made = written(folder, word)
    assert made.paragraphs[0].text == "Paper: Agenda of Lakeside talks, round 4!"
    assert words_in(made.sections[0].footer._element) == "Record of a specimen / TLP:AMBER"
    assert "{{" not in words_in(made.element.body)


def test_content_takes_the_place_of_its_paragraph(folder: Path) -> None:
    """What stands above it stays above, what stands below it below; at the end without one."""
    made = written(folder, letterhead("Above", "{{content}}", "Below"))
    texts = [p.text for p in made.paragraphs if p.text]
    assert texts[0] == "Above"
    assert texts[-1] == "Below"
    assert "Items" in texts
    last = written(folder, letterhead("Above only"))
    assert next(p.text for p in last.paragraphs if p.text) == "Above only"
    assert len(last.tables) == 3


def test_content_can_stand_in_a_table_of_the_letterhead(folder: Path) -> None:
    """A cell still ends with a paragraph, as the format wants it."""
    word = letterhead("Above")
    cell = word.add_table(1, 2).cell(0, 1)
    cell.text = "{{content}}"
    made = written(folder, word)
    inside = made.tables[0].cell(0, 1)
    assert "Schedule" in [p.text for p in inside.paragraphs]
    assert inside._tc[-1].tag == qn("w:p")


def test_what_the_letterhead_says_the_content_does_not_repeat(folder: Path) -> None:
    """Title, round and facts stand once."""
    word = letterhead("{{title}}: {{round}}", "{{dates}}, {{venue}}, {{host}}", "{{content}}")
    body = words_in(written(folder, word).element.body)
    for once in ("Lakeside talks", "3-4 May 2021", "Host country, "):
        assert body.count(once) <= 1
    assert "Asia/Almaty" in body


def test_a_letterhead_without_the_mark_gets_it_on_every_page(folder: Path) -> None:
    """First and even pages too, where they have a foot of their own."""
    word = letterhead("{{content}}", head="Secretariat")
    word.sections[0].different_first_page_header_footer = True
    word.settings.odd_and_even_pages_header_footer = True
    section = written(folder, word).sections[0]
    for foot in (section.footer, section.first_page_footer, section.even_page_footer):
        assert "TLP:AMBER" in words_in(foot._element)


def test_styles_of_the_letterhead_are_used_and_may_be_missing(folder: Path) -> None:
    """Headings are then bold, and nothing breaks."""
    word = letterhead("{{content}}")
    for name in ("Heading 1", "Heading 2", "List Bullet", "Table Grid"):
        style = word.styles[name].element
        style.getparent().remove(style)
    made = written(folder, word)
    [heading] = [p for p in made.paragraphs if p.text == "Items"]
    assert heading.runs[0].bold
    kept = written(folder, letterhead("{{content}}"))
    assert [p.style.name for p in kept.paragraphs if p.text == "Items"] == ["Heading 2"]


def test_a_letterhead_in_arabic_runs_from_the_right(folder: Path) -> None:
    """Also one that was written for every language."""
    made = written(folder, letterhead("{{title}}", "{{content}}"), "ar", "paper.docx")
    assert made.paragraphs[0].text == "جدول الأعمال"
    assert made.paragraphs[0]._p.pPr.find(qn("w:bidi")) is not None


def test_the_same_letterhead_gives_the_same_bytes(folder: Path) -> None:
    """Whatever times the word processor wrote into it."""
    saved(letterhead("{{content}}"), folder / "agenda.docx")
    once, again = (render(AGENDA, "tr", "docx", Templates(folder)) for _ in range(2))
    assert once == again
    with zipfile.ZipFile(io.BytesIO(once)) as archive:
        assert {e.date_time for e in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_unknown_or_misplaced_placeholders_are_refused(folder: Path, tmp_path: Path) -> None:
    """A letter with empty braces never goes out."""
    make = tmp_path / "made.docx"
    assert "{{minister}}" in refusal(folder, saved(letterhead("{{minister}}"), make))
    twice = letterhead("{{content}}", "{{content}}")
    assert "more than once" in refusal(folder, saved(twice, make))
    above = letterhead("x", head="{{content}}")
    assert "header or footer" in refusal(folder, saved(above, make))


def external(parts: dict[str, bytes]) -> None:
    """A picture that is fetched from elsewhere when the document is opened."""
    path = "word/_rels/document.xml.rels"
    parts[path] = parts[path].replace(
        b"</Relationships>",
        f'<Relationship Id="x1" Type="{DIAGRAM}/image" Target="https://example.org/a.png" '
        'TargetMode="External"/></Relationships>'.encode(),
    )


def remote_template(parts: dict[str, bytes]) -> None:
    """A template that is fetched and run."""
    parts["word/_rels/settings.xml.rels"] = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="r" Type="{DIAGRAM}/attachedTemplate" Target="evil.dotm"/>'
        "</Relationships>"
    ).encode()


def macros(parts: dict[str, bytes]) -> None:
    """The document says that it holds macros."""
    name = "[Content_Types].xml"
    parts[name] = parts[name].replace(
        b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
        b"application/vnd.ms-word.document.macroEnabled.main+xml",
    )


def hidden_macros(parts: dict[str, bytes]) -> None:
    """It does not say so of itself, but holds a part with some."""
    name = "[Content_Types].xml"
    parts[name] = parts[name].replace(
        b"</Types>",
        b'<Override PartName="/word/vbaProject.bin" '
        b'ContentType="application/vnd.ms-office.vbaProject"/></Types>',
    )
    parts["word/vbaProject.bin"] = b"x"


def entities(parts: dict[str, bytes]) -> None:
    """A part that declares entities, which could grow without end."""
    parts["word/document.xml"] = parts["word/document.xml"].replace(
        b"<w:document", b'<!DOCTYPE w [<!ENTITY a "b">]><w:document', 1
    )


def bomb(parts: dict[str, bytes]) -> None:
    """A part that unpacks to far more than it weighs."""
    parts["word/media/zeros.bin"] = b"\0" * 30_000_000


def broken(parts: dict[str, bytes]) -> None:
    """Something that is no XML."""
    parts["word/document.xml"] = b"<w:document"


def bodyless(parts: dict[str, bytes]) -> None:
    """XML that is no document."""
    parts["word/document.xml"] = b"<nothing/>"


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (external, "it leads outside, to https://example.org/a.png"),
        (remote_template, "attachedTemplate"),
        (macros, "it holds macros"),
        (hidden_macros, "it holds macros"),
        (entities, "it declares a document type"),
        (bomb, "it would unpack to"),
        (broken, "word/document.xml: it is broken"),
        (bodyless, "is broken and cannot be filled"),
    ],
)
def test_a_harmful_or_broken_document_is_refused_with_its_part(
    folder: Path, tmp_path: Path, change: Callable[[dict[str, bytes]], None], told: str
) -> None:
    """Nothing in it is fetched, run or unpacked."""
    content = saved(letterhead("{{content}}"), tmp_path / "made.docx")
    assert told in refusal(folder, repacked(content, change))


def test_fields_that_fetch_are_refused(folder: Path, tmp_path: Path) -> None:
    """Also where the word processor cut their name in two."""
    word = letterhead("{{content}}")
    paragraph = word.add_paragraph()._p
    for part in (" INCLUDE", "TEXT http://example.org/x "):
        run = f"<w:r {nsdecls('w')}><w:instrText>{part}</w:instrText></w:r>"
        paragraph.append(parse_xml(run))
    assert "it holds a field INCLUDETEXT" in refusal(folder, saved(word, tmp_path / "made.docx"))


def test_what_is_too_large_or_no_document_is_refused(folder: Path) -> None:
    """Before anything of it is read."""
    assert f"larger than {LARGEST:,} bytes" in refusal(folder, b"x" * (LARGEST + 1))
    assert "it is no Word document" in refusal(folder, b"hello")
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("a.txt", "a")
    assert "it is no Word document" in refusal(folder, made.getvalue())


def test_a_letterhead_of_ones_own_begins_with_the_standard_one(folder: Path) -> None:
    """Downloaded, it fills to the standard paper."""
    (folder / "agenda.docx").write_bytes(standard_template("docx"))
    assert render(AGENDA, "ar", "docx", Templates(folder)) == render(AGENDA, "ar", "docx")
    with pytest.raises(NotFound):
        standard_template("json")


def test_a_template_of_another_kind_leaves_other_papers_alone(folder: Path) -> None:
    """Data have no layout at all."""
    (folder / "draft.typ").write_text("#foo", "utf-8")
    (folder / "draft.docx").write_text("no document", "utf-8")
    for form in ("pdf", "docx", "json"):
        assert render(AGENDA, "en", form, Templates(folder)) == render(AGENDA, "en", form)
    assert pages_of(render(AGENDA, "en", "pdf", Templates(folder)))
