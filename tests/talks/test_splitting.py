"""The provisions of an adopted text are proposed by its own numbers, character by character."""

from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from trucewatch.talks.rules.splitting import split_provisions

_LATIN = ["1. ", "2. ", "3) ", "(a) ", "(b) ", "(i) ", "(ii)", "I. ", "II. ", "1.1 ", "1.2 ", "• "]
_NAMED = ["Article 1", "Article 2. ", "Part I", "Статья 2", "Madde 1 – ", "المادة 3: ", "ماده ۱: "]
_OTHERS = ["٣- ", "٤- ", "المادة الأولى", "أولاً: ", "а) ", "б) ", "الف) ", "Done at ", "- ", "", ""]
_STARTS = st.sampled_from([*_LATIN, *_NAMED, *_OTHERS])
_WORDS = st.sampled_from(["Firing stops", "roads are open", "النار", "Огонь", "May", " ", ".", ":"])
_LINES = st.tuples(_STARTS, st.lists(_WORDS, max_size=4).map(" ".join)).map("".join)
_TEXTS = st.lists(st.tuples(_LINES, st.sampled_from(["\n", "\n\n", "\r\n", "\u2028"])), max_size=14)
_ANY = _TEXTS.map(lambda lines: "".join(line + end for line, end in lines)) | st.text()


@given(_ANY)
@example("• \n• \n• \n1. \n1. \n")
@example("Part I\nPart II\n1. a\n2. b\n1. c\n2. d")
def test_each_provision_is_exact_characters_of_the_text(text: str) -> None:
    """Text and heading stand there; none is empty, and none overlaps the next."""
    found = split_provisions(text)
    for provision in found:
        assert provision.text
        assert text[provision.start : provision.end] == provision.text
        assert provision.text == provision.text.strip()
        assert provision.heading
        assert provision.heading in text
    assert all(one.end <= other.start for one, other in pairwise(found))


@given(_ANY)
def test_no_two_provisions_have_the_same_number(text: str) -> None:
    """Nor one that is longer than a number may be."""
    numbers = [provision.number for provision in split_provisions(text)]
    assert len(set(numbers)) == len(numbers)
    assert all(0 < len(number) <= 20 for number in numbers)


@given(_ANY)
def test_a_text_with_words_has_provisions(text: str) -> None:
    """Where its numbers hold nothing, its paragraphs are proposed instead."""
    if any(character.isalnum() for character in text):
        assert split_provisions(text)


@given(st.integers(1, 30), st.sampled_from(["{}. ", "{}) ", "({}) ", "{} - ", "Article {}: "]))
def test_every_number_of_a_list_is_found(count: int, form: str) -> None:
    """The words of each are its own, and the preamble is nobody's."""
    words = [f"The parties do what stands in line {number}." for number in range(count + 1)]
    lines = [form.format(number) + words[number - 1] for number in range(1, count + 2)]
    found = split_provisions("The guarantors,\nhaving met,\n" + "\n".join(lines))
    assert [provision.number for provision in found] == [str(at) for at in range(1, count + 2)]
    assert [provision.text for provision in found] == words


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("1. Stop.\n2. Open:\n(a) roads;\n(b) towns.\n3. Report.", "1 2 2(a) 2(b) 3"),
        ("1. (a) Stop.\n(b) Stay.\n2. (a) Open.\n(b) Report.", "1(a) 1(b) 2(a) 2(b)"),
        ("(g) a\n(h) b\n(i) c\n(j) d", "g h i j"),
        ("(a) x\n(i) y\n(ii) z\n(b) w", "a a(i) a(ii) b"),
        ("I. Stop.\nII. Open.\nIII. Report.\nIV. Meet.", "I II III IV"),
        ("1.1 Stop.\n1.2 Open.\n2.1 Report.\n2.2 Meet.", "1.1 1.2 2.1 2.2"),
        ("4. Stop.\n5. Open.\n7. Report.", "4 5 7"),
        ("• Stop.\n• Open.\n• Report.", "1 2 3"),
        ("1. Stop:\n- here;\n- there.\n2. Report.", "1 1•1 1•2 2"),
        ("Part I\n1. Stop.\n2. Open.\nPart II\n1. Report.\n2. Meet.", "1 2 II.1 II.2"),
        ("1. Stop.\n2. Open.\n1. Report.\n2. Meet.", "1 2 1 (2) 2 (2)"),
        ("١- وقف النار.\n٢- فتح الطرق:\nأ) ليلاً؛\nب) نهاراً.\n٣- ٤ أيار.", "١ ٢ ٢(أ) ٢(ب) ٣"),
        ("المادة الأولى: الهدف\nالمادة الثانية: المراقبة\nالمادة 3: الختام", "الأولى الثانية 3"),
        ("أولاً: وقف النار\nثانياً: فتح الطرق", "أولاً ثانياً"),
        ("Статья 1. Цели\nСтатья 2. Надзор:\nа) группа;\nб) доклад.", "1 2 2(а) 2(б)"),
        ("Madde 1 – Ateş kesilir.\nMadde 2 – Yollar:\na) bir\nb) iki\nc) üç\nç) dört",
         "1 2 2(a) 2(b) 2(c) 2(ç)"),
        ("ماده ۱: هدف\nماده ۲: نظارت\nالف) گروه\nب) گزارش", "۱ ۲ ۲(الف) ۲(ب)"),
    ],
)  # fmt: skip
def test_numbers_are_read_in_the_ways_in_which_agreements_are_numbered(
    text: str, numbers: str
) -> None:
    """Digits and letters of five languages, and lists inside of lists."""
    found = " ".join(provision.number for provision in split_provisions(text))
    assert found == numbers


@pytest.mark.parametrize(
    "line",
    [
        "30. December was the day",
        "2017. was the year",
        "A. Smith spoke",
        "Article 9 of it stays in",
    ],
)
def test_a_line_that_only_looks_numbered_is_no_provision(line: str) -> None:
    """Its number follows none, and none follows it."""
    found = split_provisions(f"1. Firing stops.\n{line} force.\n2. Roads are open.")
    assert [provision.number for provision in found] == ["1", "2"]
    assert line in found[0].text


def test_a_preamble_is_left_out_with_its_bullets() -> None:
    """Only what the text numbers binds."""
    found = split_provisions("- Recalling this\n- Noting that\nHave agreed:\n1. Stop.\n2. Report.")
    assert [(provision.number, provision.text) for provision in found] == [
        ("1", "Stop."),
        ("2", "Report."),
    ]


def test_what_follows_the_last_provision_is_left_out() -> None:
    """Place, day and signatures are no part of it where each of the others is one paragraph."""
    found = split_provisions("1. Stop.\n\n2. Open.\n\n3. Report.\n\nDone at Astana.\n\nSigned")
    assert found[-1].text == "Report."


def test_a_provision_of_several_paragraphs_is_kept_whole() -> None:
    """So is the last one, as far as the others go."""
    text = (
        "1. Stop.\n\nAt once.\n\n2. Open.\n\nBy day.\n\n3. Report.\n\nEach week.\n\nDone at Astana."
    )
    found = split_provisions(text)
    assert [provision.text for provision in found] == [
        "Stop.\n\nAt once.",
        "Open.\n\nBy day.",
        "Report.\n\nEach week.",
    ]


def test_a_title_on_a_line_of_its_own_is_the_heading() -> None:
    """On the line of the number or the next one; other provisions have their first words."""
    text = (
        "Article 1\nPurpose\nThe parties stop firing.\nArticle 2. Monitoring\nA group is set up.\n"
        "Article 3\nThis text enters into force on a day that the guarantors set together in "
        "writing and make known."
    )
    found = split_provisions(text)
    assert [(each.heading, each.text[:8]) for each in found] == [
        ("Purpose", "The part"),
        ("Monitoring", "A group "),
        (
            "This text enters into force on a day that the guarantors set together in "
            "writing and make",
            "This tex",
        ),
    ]


def test_a_sentence_that_goes_on_in_the_next_line_has_no_title() -> None:
    """Small letters go on; a line is broken where the page ends."""
    found = split_provisions("1. The parties stop\nall firing.\n2. Roads\nare open.")
    assert [provision.text for provision in found] == [
        "The parties stop\nall firing.",
        "Roads\nare open.",
    ]


def test_without_numbers_each_paragraph_is_proposed() -> None:
    """Blank lines part them where there are any, else ends of lines."""
    apart = split_provisions("The parties\nstop firing.\n\nRoads are open.\n")
    assert [(each.number, each.text) for each in apart] == [
        ("1", "The parties\nstop firing."),
        ("2", "Roads are open."),
    ]
    lines = split_provisions("Firing stops.\nRoads are open.")
    assert [each.text for each in lines] == ["Firing stops.", "Roads are open."]
    assert split_provisions(" \n ") == ()
