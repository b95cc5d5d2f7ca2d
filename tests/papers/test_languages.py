"""Every paper in every language and form: its own words, its own direction, its own letters."""

import io

import pytest
from docx.oxml.ns import qn
from papers_parts import (
    ARABIC_DRAFT,
    FORMS,
    LANGUAGES,
    draft,
    letters_of,
    named_in_arabic,
    opened,
    pages_of,
    text_of,
    words_in,
)
from pypdf import PdfReader

from trucewatch.papers.content import PaperKind
from trucewatch.papers.render import render
from trucewatch.papers.specimen import specimen

TITLES = {
    "en": "Outcome of the round",
    "ar": "نتائج الجولة",
    "ru": "Итоги раунда",
    "tr": "Turun sonuçları",
    "fa": "نتایج دور",
}
WORDS = {
    "en": ("Obligations that follow", "Joint statement", "no date known", "4 May 2021"),
    "ar": ("الالتزامات", "التوقيعات", "بيان مشترك", "أيار"),
    "ru": ("Вытекающие обязательства", "Совместное заявление", "срок неизвестен", "4 мая 2021"),
    "tr": ("Doğan yükümlülükler", "Ortak bildiri", "İleri sürülen nedenler", "4 Mayıs 2021"),
    "fa": ("امضاها", "بیانیه مشترک", "آنچه", "دور"),
}
PRESENTATION_FORMS = range(0xFB50, 0xFEFD)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("kind", PaperKind)
def test_every_paper_comes_in_every_language_and_form(
    kind: PaperKind, form: str, language: str
) -> None:
    """The same bytes twice, and in the file's own format."""
    made = render(specimen(kind), language, form)
    assert made.startswith({"pdf": b"%PDF", "docx": b"PK", "json": b"{"}[form])
    assert made == render(specimen(kind), language, form)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_paper_speaks_its_language(language: str) -> None:
    """Title, headings, labels of the vocabulary and months, on paper and in the word processor."""
    paper = specimen(PaperKind.OUTCOME_SHEET)
    printed = text_of(render(paper, language, "pdf"))
    written = words_in(opened(render(paper, language, "docx")).element.body)
    for word in (TITLES[language], *WORDS[language]):
        assert word in written
        for part in word.split():
            assert part in printed or letters_of(part) in letters_of(printed)
    if language != "en":
        for word in ("Obligations", "Signatures", "recorded", "Dates"):
            assert word not in printed


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_paper_is_tagged_in_its_language_and_needs_no_stand_in(language: str) -> None:
    """The fonts have Cyrillic, Turkish and Persian letters."""
    for kind in PaperKind:
        reader = PdfReader(io.BytesIO(render(specimen(kind), language, "pdf")))
        assert reader.trailer["/Root"]["/Lang"].startswith(language)
        assert "\ufffd" not in " ".join(page.extract_text() for page in reader.pages)
    letters = "ЁёЖжЩщЪъЫыЭэЮюЯя ÇçĞğİıÖöŞşÜü پچژگکیۀ «№»"
    assert "\ufffd" not in text_of(render(draft_with(letters), language, "pdf"))


def draft_with(text: str) -> object:
    """A draft whose circulation names this."""
    paper = draft(*ARABIC_DRAFT, language="ar")
    return type(paper)(
        **{**{n: getattr(paper, n) for n in paper.__dataclass_fields__}, "title": text}
    )


@pytest.mark.parametrize("language", ["ar", "fa"])
def test_arabic_and_persian_come_out_in_the_order_of_speech(language: str) -> None:
    """Letters are letters and not their printed forms; every word reads from its first letter."""
    printed = text_of(render(named_in_arabic(PaperKind.AGENDA), language, "pdf"))
    assert not [letter for letter in printed if ord(letter) in PRESENTATION_FORMS]
    words = {"ar": ("الأعمال", "الزمني", "المضيفة"), "fa": ("دستور", "برنامه", "زمانی")}
    for word in words[language]:
        assert word in printed


def test_arabic_sentences_run_from_the_right() -> None:
    """By where each letter stands on the page, a sentence reads in its order from right to left."""
    reader = PdfReader(io.BytesIO(render(draft(*ARABIC_DRAFT, language="ar"), "ar", "pdf")))
    laid = "\n".join(page.extract_text(extraction_mode="layout") for page in reader.pages)
    lines = ["".join(c for c in line if not "\u200e" <= c <= "\u202e") for line in laid.split("\n")]
    from_the_right = " ".join(" ".join(line[::-1].split()) for line in lines)
    assert "الأطراف تثبيت وقف إطلاق النار" in from_the_right
    assert "مشروع النص" in from_the_right


@pytest.mark.parametrize("language", ["ar", "fa"])
@pytest.mark.parametrize("kind", PaperKind)
def test_a_word_processors_file_runs_from_the_right(kind: PaperKind, language: str) -> None:
    """Its paragraphs, its tables, its sections, head and foot."""
    word = opened(render(named_in_arabic(kind), language, "docx"))
    body = word.element.body
    own = [p for p in body.iter(qn("w:p")) if p.find(f".//{qn('w:lang')}") is None and len(p)]
    assert all(p.find(f"{qn('w:pPr')}/{qn('w:bidi')}") is not None for p in own)
    assert all(t._tbl.tblPr.find(qn("w:bidiVisual")) is not None for t in word.tables)
    assert word.sections[0]._sectPr.find(qn("w:bidi")) is not None
    for story in (word.sections[0].header, word.sections[0].footer):
        assert story.paragraphs[0]._p.pPr.find(qn("w:bidi")) is not None
    assert body.findall(f".//{qn('w:rtl')}")


def test_a_word_processors_file_knows_its_language() -> None:
    """For spelling and voices."""
    for language, code in (("ru", "ru-RU"), ("tr", "tr-TR"), ("fa", "fa-IR")):
        word = opened(render(specimen(PaperKind.AGENDA), language, "docx"))
        assert word.core_properties.language == code
        told = [each.get(qn("w:val")) for each in word.styles.element.iter(qn("w:lang"))]
        assert told
        assert set(told) == {code}


def test_names_stand_in_the_language_if_the_record_has_them() -> None:
    """And as the record has them where it has not."""
    paper = named_in_arabic(PaperKind.PARTICIPANTS_LIST)
    arabic = words_in(opened(render(paper, "ar", "docx")).element.body)
    assert "الوفد الشمالي" in arabic
    assert "Southern delegation" in arabic
    assert "الوفد الشمالي" not in text_of(render(paper, "en", "pdf"))


def test_the_number_of_pages_is_a_field_in_the_word_processor() -> None:
    """It fills it itself, in the sentence of the language."""
    word = opened(render(specimen(PaperKind.AGENDA), "ru", "docx"))
    foot = word.sections[0].footer._element
    fields = [each.get(qn("w:instr")) for each in foot.iter(qn("w:fldSimple"))]
    assert fields == ["PAGE", "NUMPAGES"]
    assert "Стр. 1 из 1" in words_in(foot)


def test_pages_of_arabic_papers_have_the_mark_too() -> None:
    """It stays in its own letters and order."""
    for language in ("ar", "fa"):
        for page in pages_of(render(specimen(PaperKind.OUTCOME_SHEET), language, "pdf")):
            assert "TLP:AMBER" in page
