"""Two versions of a draft are shown as one, and both can be read out of it to the character."""

import hashlib
import random
import unicodedata
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

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
    """Kept and removed is the earlier one, kept and added the later one, blanks included."""
    found = redline(*texts)
    assert (version(found, ADDED), version(found, REMOVED)) == texts


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
    assert [(piece.kind, piece.text) for piece in found.pieces] == ([(KEPT, text)] if text else [])
    assert not found.is_changed


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
