"""Who said what, in the many ways in which articles say so."""

import pytest

from extraction.asking import one_document, page, said
from trucewatch.extraction.found import Speech, SpeechAct

FORMS = {
    "quotation first": (
        "“The truce must hold in every town,” Foreign Minister Sergey Lavrov said on Monday.",
        [("Sergey Lavrov", "The truce must hold in every town")],
    ),
    "speaker first": (
        "Lavrov, who arrived late, told reporters in Moscow: “We will not sign this paper.”",
        [("Lavrov", "We will not sign this paper.")],
    ),
    "subject behind the verb": (
        "“Nobody expected an accord,” said a senior diplomat, speaking on condition of anonymity.",
        [("senior diplomat", "Nobody expected an accord")],
    ),
    "with that": (
        "Staffan de Mistura said that the delegations would meet again in March.",
        [("Staffan de Mistura", "the delegations would meet again in March")],
    ),
    "without that": (
        "The defence ministry said two convoys had left the town.",
        [("defence ministry", "two convoys had left the town")],
    ),
    "content first, without a quotation": (
        "The line of contact was quiet overnight, the monitors said.",
        [("monitors", "The line of contact was quiet overnight")],
    ),
    "around the attribution": (
        "The ceasefire, the envoy added, was holding in the south.",
        [("envoy", "The ceasefire, the envoy added, was holding in the south")],
    ),
    "according to": (
        "According to the United Nations, nine convoys were turned back.",
        [("United Nations", "nine convoys were turned back")],
    ),
    "according to, behind": (
        "Nine convoys were turned back last week, according to the Red Cross.",
        [("ICRC", "Nine convoys were turned back last week")],
    ),
    "two halves of a quotation": (
        "“If they leave,” Lavrov said, “the talks are over.”",
        [("Lavrov", "If they leave,” Lavrov said, “the talks are over.")],
    ),
    "several speakers": (
        "Russia, Iran and Turkey said they would guarantee the ceasefire.",
        [("Russia + Iran + Turkey", "they would guarantee the ceasefire")],
    ),
    "an apposition between commas": (
        "Yahya al-Aridi, a spokesman for the opposition, said the siege had not been lifted.",
        [("Yahya al-Aridi", "the siege had not been lifted")],
    ),
    "the office first": (
        "The head of the Russian delegation, Alexander Lavrentiev, said the draft was ready.",
        [("Alexander Lavrentiev", "the draft was ready")],
    ),
    "coordinated verbs": (
        "The ministry confirmed that the road was open but said no convoy had passed.",
        [("ministry", "the road was open"), ("ministry", "no convoy had passed")],
    ),
    "a participle": (
        "Sergey Lavrov left early, adding that the next round would be in May.",
        [("Sergey Lavrov", "the next round would be in May")],
    ),
    "denied by somebody": (
        "The report was denied by the foreign ministry.",
        [("foreign ministry", "The report")],
    ),
    "a whole clause somebody else reports": (
        "Angela Merkel urged Putin to withdraw his troops, her spokesman Steffen Seibert said.",
        [
            ("Steffen Seibert", "Angela Merkel urged Putin to withdraw his troops"),
            ("Angela Merkel", "to withdraw his troops"),
        ],
    ),
}


@pytest.mark.parametrize("form", FORMS)
def test_every_way_of_saying_is_understood(form: str) -> None:
    """One sentence each; the content is exact, and nothing else is found."""
    sentence, expected = FORMS[form]
    assert said(page(sentence)) == expected


@pytest.mark.parametrize(
    "sentence",
    [
        "The committee published its report on Friday.",
        "He did not say when the talks would end.",
        "The spokesman declined to comment.",
        "They have a say in the matter, and the claims are old.",
        "The convoy is said to have left.",
    ],
)
def test_what_is_no_statement_is_not_taken_for_one(sentence: str) -> None:
    """Nouns, negations and plans report nobody's words."""
    assert said(page(sentence)) == []


def test_a_pronoun_means_whoever_spoke_last() -> None:
    """He, she and it are followed through several sentences and paragraphs."""
    text = page(
        "President Nursultan Nazarbayev opened the meeting.",
        "“We want success,” he said.",
        "He added that Kazakhstan would host the next round.",
    )
    assert {speaker for speaker, _ in said(text)} == {"Nursultan Nazarbayev"}


def test_an_anonymous_source_stays_one_source_without_a_name() -> None:
    """The source of the first sentence is the source of the third, and is protected."""
    text = page(
        "A Turkish diplomatic source said the format was agreed.",
        "“It was not easy to bring them here,” the source said.",
    )
    case, document = one_document(text)
    speakers = {one.speakers for one in document.statements}
    assert len(speakers) == 1
    (identifier,) = speakers.pop()
    assert case.entities[identifier].protected
    assert case.entities[identifier].name == "Turkish diplomatic source"


def test_a_quotation_that_goes_on_keeps_its_speaker() -> None:
    """An unclosed quotation and the next paragraph that opens with one are one person's words."""
    text = page(
        "“The road is open,” said Lavrov. “We shall use it.",
        "“Nobody will stop us on the way.”",
    )
    assert [speaker for speaker, _ in said(text)] == ["Lavrov"] * 3


def test_who_passed_the_words_on_is_kept_beside_the_speaker() -> None:
    """A relays B: B speaks, A relayed."""
    text = page("According to state media, Bashar al-Jaafari said the groups would be named.")
    case, document = one_document(text)
    (one,) = document.statements
    assert [case.entities[i].name for i in one.speakers] == ["Bashar al-Jaafari"]
    assert len(one.relayed_by) == 1


def test_a_turn_of_a_transcript_is_its_speakers() -> None:
    """Capitals and a colon open a turn that lasts to the end of the paragraph."""
    text = page("MR KIRBY: Thanks, everybody. We meet again on Monday.", "QUESTION: When?")
    ((speaker, words),) = said(text)
    assert speaker == "KIRBY"
    assert words == "Thanks, everybody. We meet again on Monday."


def test_speech_is_direct_indirect_or_mixed_and_an_act() -> None:
    """Quotation marks decide how, the verb decides what is done by speaking."""
    text = page(
        "Lavrov said: “We will sign the paper on Monday.”",
        "Lavrov denied that a deal was near.",
        "Lavrov said the talks were “very hard” for all.",
        "Lavrov accused Ankara of breaking the truce.",
    )
    _, document = one_document(text)
    assert [(one.speech, one.act) for one in document.statements] == [
        (Speech.DIRECT, SpeechAct.ASSERTS),
        (Speech.INDIRECT, SpeechAct.DENIES),
        (Speech.MIXED, SpeechAct.ASSERTS),
        (Speech.INDIRECT, SpeechAct.ACCUSES),
    ]


def test_a_case_adds_verbs_of_its_own() -> None:
    """A line of a case's vocabulary is enough for a new verb of speech."""
    from trucewatch.extraction.case import Text
    from trucewatch.extraction.lexicon import lexicon_for
    from trucewatch.extraction.reading import read_case
    from trucewatch.extraction.vocabulary_file import read_extension

    text = page("Lavrov trumpeted that the war was won.")
    assert said(text) == []
    words = lexicon_for(read_extension('[verbs]\nasserts = "trumpet: that quote"\n'))
    case = read_case([Text("a", text)], words)
    assert len(case.documents[0].statements) == 1
