"""What a person gets: every quotation of a text, whole, with the name that the text gives it, and nothing else."""

from __future__ import annotations

import pytest

from tapewright.model import Paragraph, ParagraphKind, Quotation, QuotationKind, Script
from tapewright.proof.quotations import quotations

BLOCK, SPEECH, NOTE = ParagraphKind.BLOCK_QUOTE, ParagraphKind.SPEECH, ParagraphKind.NOTE


def read(*texts: str | Paragraph, known: tuple[str, ...] = (), language: str = "en") -> list[Quotation]:
    paragraphs = tuple(
        text if isinstance(text, Paragraph) else Paragraph(text=text, place=f"line {number}")
        for number, text in enumerate(texts, 1)
    )
    return quotations(Script(format="txt", paragraphs=paragraphs), known_speakers=known, language=language)


def said(*texts: str | Paragraph, known: tuple[str, ...] = (), language: str = "en") -> list[tuple[str, str]]:
    return [(one.text, one.attributed_to) for one in read(*texts, known=known, language=language)]


def block(text: str) -> Paragraph:
    return Paragraph(text=text, place="line 1", kind=BLOCK)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('It was said: "nobody asked us then".', "nobody asked us then"),
        ("It was said: “nobody asked us then”.", "nobody asked us then"),
        ("It was said: „nobody asked us then“.", "nobody asked us then"),
        ("It was said: „nobody asked us then”.", "nobody asked us then"),
        ("It was said: ”nobody asked us then”.", "nobody asked us then"),
        ("It was said: «nobody asked us then».", "nobody asked us then"),
        ("It was said: « nobody asked us then ».", "nobody asked us then"),
        ("It was said: »nobody asked us then«.", "nobody asked us then"),
        ("It was said: ‹nobody asked us then›.", "nobody asked us then"),
        ("It was said: ‘nobody asked us then’.", "nobody asked us then"),
        ("It was said: 'nobody asked us then'.", "nobody asked us then"),
        ("It was said: ‚nobody asked us then‘.", "nobody asked us then"),
        ("It was said: ``nobody asked us then''.", "nobody asked us then"),
        ("彼女は「港はとても静かでした」と言った。", "港はとても静かでした"),
        ("彼女は『港はとても静かでした』と言った。", "港はとても静かでした"),
        ('"It was 12" wide and not 5\'10", you know."', 'It was 12" wide and not 5\'10", you know.'),
        ("'We sold the boats' engines, didn't we?' Nobody answered.", "We sold the boats' engines, didn't we?"),
        ("‘The ’90s weren’t easy for the boats’ owners.’", "The ’90s weren’t easy for the boats’ owners."),
        ("“He told me ‘never again’, and went.”", "He told me ‘never again’, and went."),
        ("‘He told me “never again”, and went.’", "He told me “never again”, and went."),
        ("“It was … quiet [that year].”", "It was … quiet [that year]."),
    ],
)
def test_quotation_marks_of_every_style_are_read(text: str, words: str) -> None:
    assert [one for one, _ in said(text)] == [words]


@pytest.mark.parametrize(
    "text",
    [
        "It was quiet that year and nobody asked the ferrymen.",
        'The "quiet year" was over.',
        "The ‘reform’ did nothing for the boats’ owners.",
        'The "Northern Star" came late, and so did "Nine Years" and "The Long Way Home".',
        'He saw the film "Nine Years".',
        "It is 5'10\" high and 12\" wide, 6' long, in the boats' shed of the Hales'.",
        "Rock 'n' roll in the '90s; 'twas the captains' idea, wasn't it?",
        "Note: the harbour opens at nine.",
        "UPDATE: the harbour opens at ten.",
        "CARD: Nine years later",
        "ARCHIVE: the ferry, 1987, two people at the rail",
        "NARRATOR: It was quiet that year and nobody asked.",
        "INT. HARBOUR - DAY",
        "10:30: the ferry leaves.",
        "PS: bring the keys.",
    ],
)
def test_what_is_no_quotation_is_left_out(text: str) -> None:
    assert said(text) == []


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("“Nobody ever asked us,” said MARIAN.", "MARIAN"),
        ("“Nobody ever asked us,” Marian Hale said.", "Marian Hale"),
        ("“Nobody ever asked us,” Marian Hale, who ran the ferry, told the inquiry.", "Marian Hale"),
        ("“Nobody ever asked us,” said the harbour master, Marian Hale.", "Marian Hale"),
        ("“Nobody ever asked us,” said harbour master Marian Hale, 61.", "Marian Hale"),
        ("“Nobody ever asked us,” said Dr. Hale. It was late.", "Dr. Hale"),
        ("“Nobody ever asked us,” recalled Ludwig van der Berg.", "Ludwig van der Berg"),
        ("“Nobody ever asked us,” according to Jo Moss.", "Jo Moss"),
        ("“Nobody ever asked us,” as Jo Moss put it.", "Jo Moss"),
        ("According to Jo Moss, “nobody ever asked us”.", "Jo Moss"),
        ("As Jo Moss put it: “Nobody ever asked us.”", "Jo Moss"),
        ("Jo Moss recalls: “Nobody ever asked us.”", "Jo Moss"),
        ("Jo Moss, of the Harbour Board, told me that “nobody ever asked us”.", "Jo Moss"),
        ("Jo Moss: “Nobody ever asked us.”", "Jo Moss"),
        ("Jo Moss (pilot): “Nobody ever asked us.”", "Jo Moss"),
        ("“Nobody ever asked us.” — Jo Moss", "Jo Moss"),
        ("“Nobody ever asked us.” (Jo Moss, tape 7)", "Jo Moss"),
        ("When Moss asked, Hale answered: “Nobody ever asked us.”", "Hale"),
        ("Marian Hale ran the ferry. “Nobody ever asked us,” she said.", "Marian Hale"),
        ("Marian Hale remembers that year. “Nobody ever asked us.”", "Marian Hale"),
        ("She was told: “Nobody will ever ask.”", ""),
        ("She was asked by Jo Moss: “Who ever asked us?”", "Jo Moss"),
        ("“Nobody ever asked us,” she said.", ""),
        ("“Nobody ever asked us,” said a neighbour.", ""),
        ("“Nobody ever asked us,” Hale’s brother said.", ""),
        ("Moss, who was there, said it “felt like a dream”.", "Moss"),
        ("Timetables, says Jo Moss, “are a kind of promise”.", "Jo Moss"),
        ("“I … I never,” she stammered.", ""),
        ("“I … I never,” Marian stammered.", "Marian"),
        ("Hale, asked whether “anything at all was known”, left.", ""),
        ("The Board wrote of “a measured and lawful response”.", ""),
    ],
)
def test_a_quotation_has_the_name_that_its_sentence_gives(text: str, name: str) -> None:
    assert [one for _, one in said(text)] == [name]


def test_a_parted_sentence_is_one_quotation() -> None:
    assert said("“I never,” Marian said, “wanted that.”") == [("I never, wanted that.", "Marian")]
    assert said("“I … I never,” she stammered, “wanted…” The rest was lost.") == [("I … I never, wanted…", "")]
    assert said("“I never,” said Marian Hale, who ran the ferry for nine years, “wanted that.”") == [
        ("I never, wanted that.", "Marian Hale")
    ]


def test_two_sentences_are_two_quotations_of_one_speaker() -> None:
    assert said("“I never wanted that,” Marian said. “It was the boats.”") == [
        ("I never wanted that,", "Marian"),
        ("It was the boats.", "Marian"),
    ]


def test_two_phrases_joined_by_and_are_two_quotations() -> None:
    assert said("Hale said the year was “quite awful” and “very sad”.") == [
        ("quite awful", "Hale"),
        ("very sad", "Hale"),
    ]


def test_each_of_two_speakers_in_a_sentence_has_what_they_said() -> None:
    assert said("Marian said “no”, Jo said “yes”.") == [("no", "Marian"), ("yes", "Jo")]
    assert said("“No,” Marian said, and Jo added: “Yes.”") == [("No,", "Marian"), ("Yes.", "Jo")]


def test_a_quotation_over_several_paragraphs_is_one() -> None:
    found = read(
        "Marian Hale began. “It was quiet.", "“Nobody came.", "“Then the boats did,” she said. “All of them at once.”"
    )
    assert [(one.text, one.attributed_to, one.place) for one in found] == [
        ("It was quiet. Nobody came. Then the boats did,", "Marian Hale", "line 1"),
        ("All of them at once.", "Marian Hale", "line 3"),
    ]


def test_a_forgotten_closing_mark_swallows_no_narration() -> None:
    assert said("“It was very quiet there. Nobody was there when Jo came home.", "Next day it rained.") == [
        ("It was very quiet there.", "")
    ]


def test_an_interview_has_its_speakers() -> None:
    found = read(
        "[00:01:02:03] MARIAN: It was quiet.\nNobody asked.",
        "JO [00:01:09]: Nobody?",
        "MARIAN (laughs): No.",
    )
    assert [(one.text, one.attributed_to, one.place, one.kind) for one in found] == [
        ("It was quiet. Nobody asked.", "MARIAN", "line 1", QuotationKind.SPEECH),
        ("Nobody?", "JO", "line 2", QuotationKind.SPEECH),
        ("No.", "MARIAN", "line 3", QuotationKind.SPEECH),
    ]


def test_a_paragraph_without_a_name_goes_on_in_a_script_of_dialogue() -> None:
    talk = ["MARIAN: It was quiet.", "Nobody asked.", "JO: Nobody?", "MARIAN: No.", "[laughs]", "NARRATOR: It rained."]
    assert said(*talk, "It went on raining.") == [
        ("It was quiet.", "MARIAN"),
        ("Nobody asked.", "MARIAN"),
        ("Nobody?", "JO"),
        ("No.", "MARIAN"),
    ]
    assert said("It was late.", "MARIAN: It was quiet.", "Nobody asked.", "It rained.") == [("It was quiet.", "MARIAN")]


def test_sentences_with_a_colon_make_no_script_of_dialogue_and_another_voice_ends_a_speech() -> None:
    article = ["MARIAN: It was quiet.", "Tomas said: “Not where we stood, I promise.”", "He went on: it was loud."]
    assert said(*article) == [("It was quiet.", "MARIAN"), ("Not where we stood, I promise.", "Tomas")]
    talk = ["MARIAN: It was quiet.", "JO: Nobody?", "MARIAN: No.", block("Not where we stood.\n— Tomas"), "It rained."]
    assert said(*talk)[-1] == ("Not where we stood.", "Tomas")


def test_a_hearing_of_long_answers_is_dialogue_though_most_paragraphs_have_no_name() -> None:
    asked = [
        "Mr Griffin: And then?",
        "Ms Coles: It was quiet.",
        "It stayed so.",
        "We looked at this: the sea.",
        "And left.",
    ]
    found = said(*asked * 6)
    assert [name for _, name in found] == ["Mr Griffin", *["Ms Coles"] * 4] * 6


def test_a_quotation_stands_in_its_own_line_of_a_paragraph() -> None:
    wrapped = "It rained.\nMarian said: “It was quiet\nthat year.” And\nthen: “Nobody ever asked us.”"
    assert [one.place for one in read(wrapped)] == ["line 2", "line 4"]
    going_on = [
        "“It was quiet that year,\nall of it.",
        "“Nobody asked,”\nsaid Marian. And Jo said:\n“Not one of them.”",
    ]
    assert [one.place for one in read(*[Paragraph(text=t, place=f"line {n}0") for n, t in enumerate(going_on, 1)])] == [
        "line 10",
        "line 22",
    ]
    assert [one.place for one in read(Paragraph(text=wrapped, place="paragraph 7"))] == ["paragraph 7"] * 2


def test_a_narrator_quotes_and_is_no_quotation() -> None:
    assert said("NARRATOR: It was quiet. “Nobody ever asked us,” says Marian.", "MARIAN: Never.") == [
        ("Nobody ever asked us,", "Marian"),
        ("Never.", "MARIAN"),
    ]


def test_a_host_is_a_speaker_where_the_tapes_have_one() -> None:
    line = "HOST: Marian told us: “Nobody ever asked.”"
    assert said(line) == [("Nobody ever asked.", "Marian")]
    assert said(line, known=("Host", "Marian")) == [("Marian told us: “Nobody ever asked.”", "HOST")]


def test_questions_and_answers_are_speech() -> None:
    assert said("Q. Did you wait?", "A. We did.") == [("Did you wait?", "Q"), ("We did.", "A")]
    assert said("A. Hale waited for the boat.") == []


def test_a_known_speaker_needs_no_capitals() -> None:
    assert said("Marian: It was quiet.", known=("Marian Hale",)) == [("It was quiet.", "Marian")]
    assert said("Marian: It was quiet.") == []


def test_names_in_small_letters_count_where_they_come_again() -> None:
    found = said("Marian Hale: It was quiet.", "Jo Moss: Was it?", "Marian Hale: Yes.", "Jo Moss: Oh.")
    assert [name for _, name in found] == ["Marian Hale", "Jo Moss", "Marian Hale", "Jo Moss"]


def test_block_quotes_are_quotations_with_their_last_line_as_name() -> None:
    assert said(block("It was quiet that year.\nNobody asked.\n— MARIAN, harbour master")) == [
        ("It was quiet that year. Nobody asked.", "MARIAN")
    ]
    assert said(block("“It was quiet that year.” — Marian Hale")) == [("It was quiet that year.", "Marian Hale")]
    assert said("Marian Hale told the inquiry:", block("It was quiet.")) == [("It was quiet.", "Marian Hale")]
    assert said("It was late.", block("It was quiet.")) == [("It was quiet.", "")]


def test_what_the_format_calls_speech_is_a_quotation() -> None:
    paragraphs = (
        Paragraph(text="It was quiet.", place="00:01:02.500", kind=SPEECH, speaker="MARIAN"),
        Paragraph(text="“Never say this to anybody.”", place="line 3", kind=NOTE),
    )
    assert said(*paragraphs) == [("It was quiet.", "MARIAN")]


@pytest.mark.parametrize("text", ["[door slams]", "(laughter)", "♪ Over the sea to Skye ♪", "[rain] (wind) …"])
def test_sounds_in_captions_are_nobodys_words(text: str) -> None:
    assert said(Paragraph(text=text, place="00:00:01.000", kind=SPEECH)) == []
    assert said(Paragraph(text=f"{text} It rained.", place="00:00:01.000", kind=SPEECH)) == [(f"{text} It rained.", "")]


def test_another_language_has_its_quotations_and_no_guessed_names() -> None:
    assert said("„Das war nie so“, sagte Marian.", language="de") == [("Das war nie so", "")]
    assert said("MARIAN: Das war nie so.", language="de") == [("Das war nie so.", "MARIAN")]


def test_quotations_are_numbered_in_the_order_of_the_file() -> None:
    found = read("“Nobody ever asked us.”", "MARIAN: Never.", block("It was quiet."), "“Nobody ever came back.”")
    assert [one.n for one in found] == [1, 2, 3, 4]
    assert [one.place for one in found] == ["line 1", "line 2", "line 1", "line 4"]


def test_a_surname_is_whom_the_article_named_in_full_before() -> None:
    texts = ("“We all left then,” says Marian Hale.", "“Nobody asked us why,” Hale said.")
    assert [name for _, name in said(*texts, known=("MARIAN", "JO"))] == ["Marian Hale", "Marian Hale"]
    assert [name for _, name in said(*texts, known=("JO",))] == ["Marian Hale", "Hale"]


def test_an_office_that_speaks_on_the_tapes_is_named_with_its_article() -> None:
    known = ("THE CHAIR",)
    assert said("“I will rise for ten minutes now,” said the Chair.", known=known) == [
        ("I will rise for ten minutes now,", "the Chair")
    ]


def test_a_row_of_a_table_is_said_by_the_known_speaker_in_it() -> None:
    cells = ["MARIAN", "It was quiet.", "NOTES", "It was late."]
    row = [Paragraph(text=cell, place=f"table 1, row {number // 2 + 1}") for number, cell in enumerate(cells)]
    assert said(*row, known=("Marian",)) == [("It was quiet.", "MARIAN")]
    assert said(row[0], row[3], known=("Marian",)) == []


def test_a_caption_may_name_a_known_speaker_itself() -> None:
    caption = Paragraph(text="MARIAN: It was quiet.", place="00:00:01.000", kind=SPEECH)
    assert said(caption, known=("Marian",)) == [("It was quiet.", "MARIAN")]
    assert said(caption, known=("Jo",)) == [("MARIAN: It was quiet.", "")]


def test_what_one_person_says_once_in_a_script_of_lines_is_not_passed_over() -> None:
    lines = ("MARIAN: It was quiet.", "JO: It was late.", "Dot: We lost everything.")
    assert said(*lines)[-1] == ("We lost everything.", "Dot")
    prose = "Dot: We lost everything."
    assert ("We lost everything.", "Dot") not in said(*lines[:2], prose, "Prose.", "More prose.", "And more of it.")


def test_a_label_that_has_a_known_name_in_it_is_a_speaker() -> None:
    prose = ("Prose.", "More prose.", "And more of it.")
    assert said(*prose, "Marian Hale: It was quiet.", known=("MARIAN",)) == [("It was quiet.", "Marian Hale")]
    assert said(*prose, "Note for Marian: it was quiet.", known=("MARIAN",)) == []
    assert said(*prose, "Marian Hale: It was quiet.", known=("JO",)) == []


def test_the_number_of_a_note_is_no_part_of_a_name() -> None:
    assert said("“It was quiet that year,” said Marian.12") == [("It was quiet that year,", "Marian")]


KNOWN = ("MARIAN HALE", "Jo Moss")


def names(*texts: str | Paragraph) -> list[tuple[str, bool]]:
    return [(one.attributed_to, one.is_inferred) for one in read(*texts, known=KNOWN)]


FERRY = "Marian Hale ran the ferry at Skerry Point for nine years."
QUIET = "“It was quiet that year,” {who}."


@pytest.mark.parametrize(
    ("paragraphs", "meant"),
    [
        ((FERRY, QUIET.format(who="she said")), [("Marian Hale", True)]),
        ((FERRY, "She said, without looking up: “It was quiet that year.”"), [("Marian Hale", True)]),
        ((QUIET.format(who="said Hale"), QUIET.format(who="she went on")), [("Hale", False), ("Hale", True)]),
        ((FERRY, *[QUIET.format(who="she said")] * 3), [("Marian Hale", True)] * 3),
        ((FERRY, "It rained.", QUIET.format(who="she said")), [("Marian Hale", True)]),
        ((FERRY, *["It rained."] * 4, QUIET.format(who="she said")), [("", False)]),
        ((f"{FERRY} Jo Moss watched.", QUIET.format(who="she said")), [("", False)]),
        ((f"{FERRY} Anne Kidd watched.", QUIET.format(who="she said")), [("", False)]),
        (("Anne Kidd watched.", QUIET.format(who="she said")), [("", False)]),
        ((FERRY, QUIET.format(who="somebody said")), [("", False)]),
        ((FERRY, "“Nobody asked us then, not once.”"), [("", False)]),
        (
            (f"{FERRY} {QUIET.format(who='she said')}", QUIET.format(who="he said")),
            [("Marian Hale", False), ("", False)],
        ),
        ((FERRY + " She said:", "“It was quiet.”"), [("Marian Hale", False)]),
        ((FERRY, "Then, after a while, she said:", "“It was quiet.”"), [("Marian Hale", True)]),
        ((FERRY, "Then, after a while, she said:", block("It was quiet.")), [("Marian Hale", True)]),
        (("Jo Moss remembered:", "“It was quiet.”", "“It was loud.”"), [("Jo Moss", False), ("", False)]),
        (
            ("Jo Moss remembered:", Paragraph(text="Later", place="line 2", kind=ParagraphKind.HEADING), "“It was.”"),
            [("", False)],
        ),
    ],
)
def test_a_pronoun_reaches_the_one_speaker_who_was_named_in_the_paragraph_before(
    paragraphs: tuple[str | Paragraph, ...], meant: list[tuple[str, bool]]
) -> None:
    assert names(*paragraphs) == meant
