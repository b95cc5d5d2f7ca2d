"""Two versions of a draft are shown as one, and both can be read out of it to the character."""

import hashlib
import random
import time
import unicodedata
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from trucewatch.talks.rules.cutting import with_plain_line_ends
from trucewatch.talks.rules.redline import Fold, Paragraph, PieceKind, Redline, redline, text_hash

KEPT, REMOVED, ADDED = PieceKind


def shown(found: Redline) -> str:
    """The pieces as a reader of plain text might see them."""
    forms = {KEPT: "{}", REMOVED: "[-{}-]", ADDED: "[+{}+]"}
    return "".join(forms[piece.kind].format(piece.text) for piece in found.pieces)


def version(found: Redline, without: PieceKind) -> str:
    """One of the two versions, out of the pieces."""
    return "".join(piece.text for piece in found.pieces if piece.kind is not without)


_LATIN = ["the", "The", "of", "of the", "ceasefire", "ceasefires", "can't", "U.S.", "Ateşkes"]
_OTHERS = [
    "هُدنة",
    "هدنة",
    "می‌شود",
    "перемирие",
    "3-4",
    "13,000",
    "13 000",
    "50%",
    "%",
    "12.05.2017",
]
_WORDS = st.sampled_from([*_LATIN, *_OTHERS, ",", ".", ";", "-", "(", ")"])
_BETWEEN = st.sampled_from(
    [" ", " ", " ", "", "\n", "\n\n", "\r\n", "  ", "\t", "\u00a0", "\u2028"]
)
_DRAFTS = st.lists(st.tuples(_WORDS, _BETWEEN), max_size=40).map(
    lambda parts: "".join(word + between for word, between in parts)
)


@st.composite
def versions(draw: st.DrawFn) -> tuple[str, str]:
    """A draft and another text, or the draft with some stretches written anew."""
    before = draw(_DRAFTS | st.text(max_size=60))
    if draw(st.booleans()):
        return before, draw(_DRAFTS | st.text(max_size=60))
    after = before
    for _ in range(draw(st.integers(0, 4))):
        start = draw(st.integers(0, len(after)))
        end = draw(st.integers(start, min(len(after), start + 12)))
        after = after[:start] + draw(_DRAFTS | st.text(max_size=5)) + after[end:]
    return before, after


@given(versions())
@example(("a b", "a  b"))
@example(("One.\n\nTwo.", "One.\r\nTwo."))
@example(("\n", "\r\n"))
def test_both_versions_can_be_read_out_of_a_redline_to_the_character(
    texts: tuple[str, str],
) -> None:
    """Kept and removed is the earlier one, kept and added the later one, blanks included.

    Each end of a line is one line feed in both; nothing else is normalised.
    """
    found = redline(*texts)
    before, after = map(with_plain_line_ends, texts)
    assert (version(found, ADDED), version(found, REMOVED)) == (before, after)


@given(versions())
def test_pieces_are_never_empty_and_take_turns(texts: tuple[str, str]) -> None:
    """What was removed comes before what was added in its place."""
    pieces = redline(*texts).pieces
    assert all(piece.text for piece in pieces)
    turns = [(one.kind, other.kind) for one, other in pairwise(pieces)]
    assert not {(KEPT, KEPT), (REMOVED, REMOVED), (ADDED, ADDED), (ADDED, REMOVED)} & {*turns}


@given(versions())
def test_no_word_is_cut_in_two(texts: tuple[str, str]) -> None:
    """Neither between two letters or digits nor before a mark that belongs to a letter."""
    found = redline(*texts)
    for without in (REMOVED, ADDED):
        read = [piece.text for piece in found.pieces if piece.kind is not without]
        for one, other in pairwise(read):
            assert not (one[-1].isalnum() and other[0].isalnum())
            assert not (one[-1].isalpha() and unicodedata.category(other[0]) == "Mn")


@given(versions())
def test_every_word_of_either_version_is_counted_once(texts: tuple[str, str]) -> None:
    """As kept and removed for the earlier one, as kept and added for the later one."""
    found = redline(*texts)
    before, after = (redline(text, text).words_kept for text in texts)
    assert found.words_kept + found.words_removed == before
    assert found.words_kept + found.words_added == after


@given(versions(), st.integers(0, 3))
def test_paragraphs_and_folds_hold_all_pieces_in_order(texts: tuple[str, str], around: int) -> None:
    """Nothing is lost between pieces, paragraphs and folds; only unchanged ones are folded."""
    found = redline(*texts)
    paragraphs = found.paragraphs()
    for kind in PieceKind:
        in_pieces = "".join(piece.text for piece in found.pieces if piece.kind is kind)
        in_paragraphs = (piece for paragraph in paragraphs for piece in paragraph.pieces)
        assert "".join(piece.text for piece in in_paragraphs if piece.kind is kind) == in_pieces
    unfolded: list[Paragraph] = []
    for part in found.folded(around):
        if isinstance(part, Fold):
            assert len(part.paragraphs) > 1
            assert not any(paragraph.is_changed for paragraph in part.paragraphs)
        unfolded += part.paragraphs if isinstance(part, Fold) else (part,)
    assert tuple(unfolded) == paragraphs


@given(_DRAFTS | st.text())
def test_a_text_has_no_changes_against_itself(text: str) -> None:
    """One piece at most, and no change."""
    found = redline(text, text)
    told = [(piece.kind, piece.text) for piece in found.pieces]
    assert told == ([(KEPT, with_plain_line_ends(text))] if text else [])
    assert not found.is_changed


@given(versions(), st.sampled_from(["\r\n", "\r", "\u2028", "\u2029", "\x85", "\v"]))
def test_how_lines_end_changes_nothing_of_a_redline(texts: tuple[str, str], end: str) -> None:
    """Neither in what changed nor in what did not."""
    before, after = map(with_plain_line_ends, texts)
    assert redline(before.replace("\n", end), after) == redline(before, after)
    assert redline(before, after.replace("\n", end)) == redline(before, after)


def test_an_export_of_windows_shows_the_number_that_changed_alone() -> None:
    """Neither the mark before the number nor the paragraph after it."""
    before = "One thing.\r\n\r\nIt lies at km. 13.\r\nDone.\r\n"
    found = redline(before, "One thing.\n\nIt lies at km. 15.\nDone.\n")
    assert shown(found) == "One thing.\n\nIt lies at km. [-13-][+15+].\nDone.\n"
    assert [paragraph.is_changed for paragraph in found.paragraphs()] == [False, True, False]


@pytest.mark.parametrize(
    ("before", "after"), [("A.\nDone.", "A.\nDone.\n"), ("A.\nDone.", "\nA.\nDone.\n\n")]
)
def test_a_line_feed_at_either_end_of_a_text_is_no_change(before: str, after: str) -> None:
    """An editor puts it there; the last line ends with the text all the same."""
    for found in (redline(before, after), redline(after, before)):
        assert not found.is_changed


def test_a_paragraph_behind_the_last_one_leaves_that_unchanged() -> None:
    """What was its end is the end of a line now."""
    found = redline("Talks go on.\nDone.", "Talks go on.\nDone.\nتم.")
    assert [paragraph.is_changed for paragraph in found.paragraphs()] == [False, False, True]


def test_a_full_stop_stays_in_its_own_paragraph() -> None:
    """That of a new paragraph is added with it, whatever the last one ended with before."""
    first = "The parties met.\nThey agree on access.\nThe list is due by {}."
    before, new = first.format("30 September 2017"), "تتعهد الأطراف بوقف إطلاق النار."
    found = redline(before, f"{first.format('1 August 2017')}\n{new}")
    assert shown(found) == f"{first.format('[-30 September-][+1 August+] 2017')}[+\n{new}+]"
    assert [paragraph.is_changed for paragraph in found.paragraphs()] == [False, False, True, True]


def test_a_paragraph_that_moved_is_taken_out_and_put_in_whole() -> None:
    """No word of it stays because another paragraph has it too."""
    lines = [
        "The mission has access to all places of detention of either side.",
        "Guarantors report to the mediators of each week on the same day.",
        "Crossings are open to the wounded of both sides by day and night.",
    ]
    moved = "Prisoners are released at the crossing of Rukban by the mediators."
    found = redline("\n".join([moved, *lines]), "\n".join([*lines, moved]))
    kept = "\n".join(lines)
    assert shown(found) == f"[-{moved}\n-]{kept}[+\n{moved}+]"


def test_lines_that_were_broken_anew_keep_their_words() -> None:
    """Only ends of lines were moved, and a word that went to the next line with them."""
    found = redline("a b c d\ne f g h\ni j", "a b c\nd e f\ng h i j")
    assert (found.words_kept, found.words_removed, found.words_added) == (10, 0, 0)


def test_rows_of_a_table_are_compared_row_by_row() -> None:
    """A number that stands in another row as well is not that row's."""
    found = redline("Idlib 1,200 7\nHoms 900 12\n", "Idlib 1,300 12\nHoms 950 7\n")
    assert shown(found) == "Idlib [-1,200 7-][+1,300 12+]\nHoms [-900 12-][+950 7+]\n"


@given(versions())
def test_no_paragraph_lends_words_to_one_that_has_another_partner(texts: tuple[str, str]) -> None:
    """Put behind each other, two comparisons are those of their parts."""
    before, after = texts
    mark = "\nArticle hereby agreed upon by both delegations assembled.\n"
    found = redline(before + mark + "One ends so.", after + mark + "One ends so.")
    kept = "".join(piece.text for piece in found.pieces if piece.kind is KEPT)
    assert kept.endswith("delegations assembled.\nOne ends so.")


@pytest.mark.parametrize("seed", [1, 2])
def test_texts_of_25000_words_are_there_at_once(seed: int) -> None:
    """Turned round, shuffled, as one paragraph or as a table: far below a second each."""
    chance = random.Random(seed)
    words = [f"w{int(chance.paretovariate(0.6)) % 5000}" for _ in range(25_000)]
    lines = [" ".join(words[at : at + 20]) + "." for at in range(0, len(words), 20)]
    rows = ["\t".join(str(chance.randint(0, 9)) for _ in range(10)) for _ in range(2500)]
    cases = {
        "reversed": ("\n".join(lines), "\n".join(lines[::-1])),
        "shuffled": ("\n".join(lines), "\n".join(chance.sample(lines, len(lines)))),
        "one paragraph": (" ".join(words), " ".join(chance.sample(words, len(words)))),
        "a table": ("\n".join(rows), "\n".join(chance.sample(rows, len(rows)))),
    }
    for name, (before, after) in cases.items():
        begun = time.process_time()
        found = redline(before, after)
        took = time.process_time() - begun
        assert (version(found, ADDED), version(found, REMOVED)) == (before, after), name
        assert took < 1, (name, took)


@given(_DRAFTS)
def test_blanks_alone_are_no_change_though_they_are_told(text: str) -> None:
    """Whoever writes ends of lines in another way has changed no word."""
    found = redline(text, text.replace("\r\n", "\n").replace("\n", "\r\n"))
    assert not found.is_changed
    assert not any(paragraph.is_changed for paragraph in found.paragraphs())


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (
            "The parties shall stop all firing by 3-4 May.",
            "The parties shall cease all firing by 5-6 May.",
            "The parties shall [-stop-][+cease+] all firing by [-3-4-][+5-6+] May.",
        ),
        (
            "Some 13,000 people left, 50% of them on 04.05.2017.",
            "Some 12,500 people left, 45% of them on 05.05.2017.",
            "Some [-13,000-][+12,500+] people left, [-50%-][+45%+] of them on "
            "[-04.05.2017-][+05.05.2017+].",
        ),
        (
            "The cease-fire isn't over.",
            "The ceasefire is over.",
            "The [-cease-fire isn't-][+ceasefire is+] over.",
        ),
        (
            "The parties and the guarantors agree.",
            "The parties and the mediators and the guarantors agree.",
            "The parties [+and the mediators +]and the guarantors agree.",
        ),
        (
            "Sovereignty, independence and unity stay.",
            "Sovereignty, independence, borders and unity stay.",
            "Sovereignty, independence[+, borders+] and unity stay.",
        ),
        (
            "The parties, having met, agree.",
            "The parties having met agree.",
            "The parties[-,-] having met[-,-] agree.",
        ),
        ("U.S. and U.N. envoys", "U.S. and E.U. envoys", "U.S. and [-U.N.-][+E.U.+] envoys"),
        ("Monitors stay", "", "[-Monitors stay-]"),
        ("", "Monitors stay", "[+Monitors stay+]"),
        ("Monitors stay", "Monitors  stay", "Monitors [+ +]stay"),
        (
            "Стороны прекращают огонь с 3 мая и отводят 13 000 бойцов.",
            "Стороны прекратят огонь с 4 мая и отводят 12 500 бойцов.",
            "Стороны [-прекращают-][+прекратят+] огонь с [-3-][+4+] мая и отводят "
            "[-13 000-][+12 500+] бойцов.",
        ),
        (
            "تلتزم الأطراف بوقف إطلاق النار اعتباراً من ٣ أيار",
            "تتعهد الأطراف بوقف إطلاق النار فوراً اعتباراً من ٥ أيار",
            "[-تلتزم-][+تتعهد+] الأطراف بوقف إطلاق النار [+فوراً +]اعتباراً من [-٣-][+٥+] أيار",
        ),
        ("الهُدنة باقية", "الهدنة باقية", "[-الهُدنة-][+الهدنة+] باقية"),
        (
            "آتش‌بس از روز ۳ مه آغاز می‌شود",
            "آتش‌بس از روز ۴ مه آغاز می‌گردد",
            "آتش‌بس از روز [-۳-][+۴+] مه آغاز [-می‌شود-][+می‌گردد+]",
        ),
        (
            "Ateşkesi Türkiye'nin heyeti izler.",
            "Ateşkesi Rusya'nın heyeti izler.",
            "Ateşkesi [-Türkiye'nin-][+Rusya'nın+] heyeti izler.",
        ),
    ],
)  # fmt: skip
def test_words_and_numbers_change_as_wholes(before: str, after: str, expected: str) -> None:
    """A changed word is taken out and put in whole, with its marks, hyphens and separators."""
    assert shown(redline(before, after)) == expected


def test_a_sentence_that_was_written_anew_is_shown_as_such() -> None:
    """The "the", "of" and commas that both happen to have are no crumbs between the changes."""
    before = "Firing at the besieged towns of the north, and at convoys, is forbidden."
    after = "Whoever shells residential quarters of a city, or ambulances, breaks this agreement."
    assert shown(redline(before, after)) == f"[-{before[:-1]}-][+{after[:-1]}+]."


def test_what_stays_between_two_small_changes_stays() -> None:
    """A long word says something even where both of its neighbours were changed."""
    found = redline("international monitoring mission", "independent monitoring presence")
    assert shown(found) == "[-international-][+independent+] monitoring [-mission-][+presence+]"


def test_a_long_run_stays_whatever_changes_around_it() -> None:
    """Six words in a row are what the two versions share, not a crumb."""
    kept = "of the line of contact near"
    before, after = f"{'shells fell ' * 20}{kept}{' Saraqib' * 20}", f"{'no ' * 60}{kept} Idlib"
    assert any(kept in piece.text for piece in redline(before, after).pieces if piece.kind is KEPT)


def test_a_sentence_that_was_put_in_begins_where_the_sentence_begins() -> None:
    """Though "The" stands at its beginning and at that of the next one as well."""
    before = "Monitors report. The parties agree to talk."
    after = "Monitors report. The guarantors met in Astana. The parties agree to talk."
    expected = "Monitors report. [+The guarantors met in Astana. +]The parties agree to talk."
    assert shown(redline(before, after)) == expected


def test_a_paragraph_that_was_put_in_or_taken_out_is_one_of_its_own() -> None:
    """It takes its end of the line along; its neighbours are unchanged."""
    before = "Preamble.\n\nFiring stops.\n\nMonitors report."
    after = "Preamble.\n\nFiring stops.\n\nPrisoners go home.\n\nMonitors report."
    for found, kind in ((redline(before, after), ADDED), (redline(after, before), REMOVED)):
        changed = [paragraph for paragraph in found.paragraphs() if paragraph.is_changed]
        assert [paragraph.line_end for paragraph in changed] == [kind]
        pieces = [(piece.kind, piece.text) for piece in changed[0].pieces]
        assert pieces == [(kind, "Prisoners go home.\n\n")]


def test_two_paragraphs_that_become_one_are_a_change() -> None:
    """Only the end of the line was taken out, and a reader is shown where."""
    found = redline("Firing stops.\nMonitors report.", "Firing stops. Monitors report.")
    assert [paragraph.line_end for paragraph in found.paragraphs()] == [REMOVED, None]
    assert (found.is_changed, found.words_removed, found.words_added) == (True, 0, 0)


def test_unchanged_paragraphs_of_a_long_draft_are_folded() -> None:
    """Those next to a change stay in sight; the others are a number."""
    lines = [f"Paragraph {number} binds both sides." for number in range(1, 31)]
    before, after = "\n\n".join(lines), "\n\n".join([*lines[:12], "Changed here.", *lines[13:]])
    found = redline(before, after)
    parts = found.folded()
    sizes = [len(part.paragraphs) if isinstance(part, Fold) else 1 for part in parts]
    assert sizes == [11, 1, 1, 1, 16]
    assert not isinstance(parts[2], Fold)
    assert parts[2].is_changed
    assert [type(part) for part in redline(before, before).folded()] == [Fold]


def test_a_paragraph_by_itself_is_not_folded() -> None:
    """The line that says "1 paragraph unchanged" would take as much room."""
    parts = redline("One.\nTwo.\nThree.", "One!\nTwo.\nThree!").folded(around=0)
    assert not any(isinstance(part, Fold) for part in parts)


def test_what_moved_is_removed_here_and_added_there() -> None:
    """The longer of the two parts stays where it is."""
    one, other = "The mission shall have access to all places. ", "It reports each week. "
    found = redline(one + other + "End.", other + one + "End.")
    assert (found.words_kept, found.words_removed, found.words_added) == (9, 4, 4)


@pytest.mark.parametrize("vocabulary", [["yes"], ["yes", "no"], [",", ";", "."], ["\n", "a"]])
def test_texts_without_any_landmark_are_compared_too(vocabulary: list[str]) -> None:
    """Two long texts of very few words, too long to be compared at once."""
    chance = random.Random(5)
    before = " ".join(chance.choices(vocabulary, k=12_000))
    after = " ".join(chance.choices(vocabulary, k=14_000))
    found = redline(before, after)
    assert (version(found, ADDED), version(found, REMOVED)) == (before, after)
    kept = sum(len(piece.text) for piece in found.pieces if piece.kind is KEPT)
    assert kept > 0


def test_positions_are_bound_to_the_exact_characters_of_a_version() -> None:
    """SHA-256 over UTF-8; the same letter written in another way is another text."""
    assert text_hash("é") == hashlib.sha256(b"\xc3\xa9").hexdigest()
    assert len({text_hash(text) for text in ("é", "e\u0301", "é ", "")}) == 4
