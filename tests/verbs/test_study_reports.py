"""The warning-sign brief and the institution ledger over a small harbour: what they say, and what they keep silent."""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import replace
from pathlib import Path

import docx
import pypdfium2 as pdfium
import pytest
from lxml import html

from tapewright.cli import app
from tapewright.cli.door import run
from tapewright.errors import InputError, NotFoundError, UsageError
from tapewright.model import (
    Case,
    Certainty,
    Coding,
    Event,
    EventKind,
    EventSource,
    Participant,
    PartyKind,
    Role,
    TapeId,
    Word,
    WordTiming,
)
from tapewright.model.studyreport import Facts, Grid, Listing, Passage, Prose, StudyReport
from tapewright.testing.harbour import harbour_project
from tapewright.testing.harbourstudy import LIGHTS, NOBODY, PAL, harbour_study, harbour_study_that_plays, said
from tapewright.verbs.brief import NOTHING_COULD, warning_signs
from tapewright.verbs.helplines import HelpLine, chosen, help_lines
from tapewright.verbs.joborders import order
from tapewright.verbs.ledgerreport import institutions
from tapewright.verbs.project import Project
from tapewright.verbs.studywriting import write_report
from tapewright.verbs.templates import from_template


@pytest.fixture
def project(tmp_path: Path):
    with harbour_study(tmp_path / "harbour") as made:
        yield made


def facts(report: StudyReport) -> list[tuple[str, str]]:
    """What stands in the lists of names and values, in order."""
    return [
        row for section in report.sections for block in section.blocks if isinstance(block, Facts) for row in block.rows
    ]


def texts(report: StudyReport) -> list[str]:
    """Everything that a report says behind its front page."""
    said: list[str] = []
    for section in report.sections:
        said.append(section.title)
        for block in section.blocks:
            match block:
                case Prose():
                    said.append(block.text)
                case Facts():
                    said += [text for row in block.rows for text in row]
                case Listing():
                    said += block.items
                case Passage():
                    said += [block.lead, block.words, block.reads_now, block.note]
                case Grid():
                    said += [block.title, block.note]
                    said += block.columns if block.rows else [block.empty]
                    said += [text for row in block.rows for text in row]
    return [text for text in said if text]


def passages(report: StudyReport) -> list[Passage]:
    return [block for section in report.sections for block in section.blocks if isinstance(block, Passage)]


# --- the warning-sign brief -----------------------------------------------------------------------------------------


def test_a_sign_stands_with_its_source_its_moment_and_what_followed(project: Project) -> None:
    report = warning_signs(project, country=["GB"])
    said = texts(report)
    for wanted in (
        "Lights out of season",
        "Lights on the water when no boat is due.",
        "Harbour board, Rules for lights, 1971",
        "I saw the lights on the water.",
        "She points to the mole. Marked by JL.",
        "Letter 1 to the office",
        "the ferry ran on",
        "Nobody rang back",
        "Gives another date, 30 July 1984: Document: Letter book of the office, 1984",
        "Whoever sees a light rings the office.",
        "Harbour board, Rules for lights, 1971, page 4, published guidance:",
        "The wind turns",
    ):
        assert wanted in said, wanted
    first = passages(report)[0]
    assert first.source.place.timecode == "10:00:06:00"
    assert first.source.place.speaker == "MARIAN"
    assert first.source.heard_by == ("J. Lind, 24 November 2026",)


def test_the_brief_says_who_knew_and_from_when(project: Project) -> None:
    grids = [
        block for section in warning_signs(project).sections for block in section.blocks if isinstance(block, Grid)
    ]
    knew = next(grid for grid in grids if grid.columns == ("Who saw it or was told", "From", "How"))
    assert [(row[0], row[2]) for row in knew.rows] == [
        ("Marian", "saw it: Lights on the water"),
        ("Harbour office", "was told: Letter 1 to the office (no answer came)"),
    ]


def test_what_could_have_been_done_is_silent_without_a_source(project: Project) -> None:
    report = warning_signs(project)
    last = [section for section in report.sections if section.title == "What could have been done"][-1]
    assert last.blocks == (Prose(text=NOTHING_COULD),)  # of the wind nobody says anything
    assert "Somebody said so once." not in texts(report)
    assert any("names no publication" in remark for remark in report.remarks)


def test_the_front_page_says_what_was_not_read_and_what_cannot_be_played(project: Project) -> None:
    report = warning_signs(project)
    assert ("Material", "2 of 3 tapes have a transcript; 1 could not be read") in report.facts
    assert report.remarks[0].startswith("1 of 3 tapes has no transcript and could not be read: T003.")
    state = dict(report.facts)["State"]
    assert state.endswith(f"UTC; transaction {project.store.last_transaction()} in the project’s history")
    assert re.match(r"\d{1,2} [A-Z][a-z]+ \d{4}, \d\d:\d\d UTC; ", state)
    assert "scores nobody" in " ".join(report.about)


def test_a_passage_that_reads_otherwise_now_says_so(project: Project) -> None:
    transcript = project.store.transcript("T001")
    turn = next(turn for turn in transcript.turns if "lights" in turn.text)
    words = tuple(
        Word(text="flames" if word.text == "lights" else word.text, start=word.start, end=word.end)
        for word in turn.words
    )
    with project.store.change("correct") as pen:
        pen.replace_turns([turn], [replace(turn, words=words)])
    first = passages(warning_signs(project))[0]
    assert (first.words, first.reads_now) == (f"{LIGHTS}.", "I saw the flames on the water.")


def test_a_project_without_signs_has_a_brief_that_says_so(tmp_path: Path) -> None:
    from tapewright.verbs.project import new_project

    with new_project(tmp_path / "empty") as empty:
        said = texts(warning_signs(empty, country=["DE"]))
        assert any("Nothing in this project is coded or entered as a warning sign." in text for text in said)
        assert texts(institutions(empty))


def test_a_passage_belongs_to_the_case_whose_event_rests_on_it(project: Project) -> None:
    code = next(code for code in project.store.codes() if code.is_codable)
    with project.store.change("two cases on one tape") as pen:
        bakery = pen.add(Case(name="The bakery", tapes=(TapeId("T001"),)))
        storm = pen.add(Case(name="The storm"))
        quote = said(project, "I was afraid of the storm")
        pen.add(Event(title="Fear", case=storm.id, sources=(EventSource(quote=quote),)))
        pen.add(Coding(code=code.id, quote=quote))
        pen.add(Coding(code=code.id, quote=said(project, "Every single night that winter")))

    def moments(case: str) -> list[str]:
        report = warning_signs(project, case=case)
        return [row[8] for row in report.sheets[0].rows if row[2] == "passage"]

    assert moments("The storm") == ["I was afraid of the storm."]
    assert moments("The bakery") == ["Every single night that winter."]  # the lights are the ferry's
    assert moments("The ferry") == ["I saw the lights on the water."]
    assert bakery.id != storm.id


def test_of_our_own_codebook_only_what_stands_under_signs_is_one(tmp_path: Path) -> None:
    with harbour_project(tmp_path / "harbour", PAL) as project:
        from_template(project, "warning-signs")
        codes = {code.name: code for code in project.store.codes()}
        with project.store.change("code") as pen:
            pen.add(Coding(code=codes["Withdrew or changed"].id, quote=said(project, LIGHTS)))
            pen.add(Coding(code=codes["Missed intervention"].id, quote=said(project, NOBODY)))
        report = warning_signs(project)
        titles = [(section.level, section.title) for section in report.sections]
        assert (1, "Withdrew or changed") in titles
        beside = titles.index((1, "What else was marked: who saw, and what help there was"))
        assert titles[beside + 1] == (2, "Missed intervention")
        assert (1, "Missed intervention") not in titles
        assert [row[0] for row in report.sheets[0].rows] == ["Withdrew or changed", "Missed intervention"]


def test_a_case_holds_its_own_events_alone(project: Project) -> None:
    with project.store.change("another case") as pen:
        case = pen.add(Case(name="The bakery"))
        pen.add(
            Event(
                title="The oven smokes",
                kind=EventKind.WARNING_SIGN,
                case=case.id,
                sources=(EventSource(document="the baker's diary"),),
            )
        )
    said = texts(warning_signs(project, case="the BAKERY"))
    assert "The oven smokes" in said
    assert "Document: the baker's diary" in said
    assert "The wind turns" not in said
    with pytest.raises(NotFoundError, match="no case 'The mill'"):
        warning_signs(project, case="The mill")


# --- where help is --------------------------------------------------------------------------------------------------


def test_every_country_has_an_emergency_number_and_every_entry_its_source_and_date(project: Project) -> None:
    lines = help_lines(project)
    assert set(lines.countries) == {"GB", "IE", "US", "CA", "AU", "NZ", "DE", "FR"}
    for country in lines.countries:
        assert any(entry.service.startswith("Emergency services") for entry in lines.of(country))
    for entry in lines.entries:
        assert entry.country in lines.countries
        assert all((entry.contact, entry.purpose, entry.hours, entry.source, entry.how))
        assert not entry.is_stale("2026-11-26")  # all of ours were held against something


@pytest.mark.parametrize(
    ("checked", "on", "is_stale"),
    [
        ("2026-11-25", "2027-11-25", False),
        ("2026-11-25", "2027-11-26", True),
        ("", "2026-11-25", True),
        ("yesterday", "2026-11-25", True),
        ("2026-11-25", "", False),
    ],
)
def test_an_entry_is_stale_after_a_year(checked: str, on: str, is_stale: bool) -> None:
    line = HelpLine(country="GB", service="x", purpose="y", contact="1", checked=checked)
    assert line.is_stale(on) is is_stale


def test_a_stale_entry_is_marked_in_the_report(project: Project) -> None:
    (project.root / "helplines.toml").write_text(
        '[[entry]]\ncountry = "GB"\nservice = "samaritans"\npurpose = "a test"\ncontact = "1"\nchecked = "2020-01-01"\n'
    )
    report = warning_signs(project, country=["uk"])
    told = [text for text in texts(report) if "Older than a year" in text]
    assert len(told) == 1
    rows = next(sheet for sheet in report.sheets if sheet.name == "help").rows
    assert [row[1] for row in rows if row[7] and row[-1] == "yes"] == ["samaritans"]
    assert "Samaritans" not in [row[1] for row in rows]  # the project's own entry stands in its place


def test_an_entry_that_nobody_checked_says_look_it_up(project: Project) -> None:
    (project.root / "helplines.toml").write_text(
        '[[entry]]\ncountry = "GB"\nservice = "harbour line"\npurpose = "a test"\ncontact = "1"\nsource = "a poster"\n'
    )
    report = warning_signs(project, country=["uk"])
    assert [text for text in texts(report) if "Look it up" in text] == ["a poster; not checked. Look it up."]
    rows = next(sheet for sheet in report.sheets if sheet.name == "help").rows
    assert [row[1] for row in rows if row[-1] == "yes"] == ["harbour line"]


@pytest.mark.parametrize("text", ["[[entry", '[[entry]]\ncountry = "GB"\n', "entry = 1\n", "[[entry]]\nwhat = 1\n"])
def test_a_list_of_the_project_that_cannot_be_read_is_named(project: Project, text: str) -> None:
    (project.root / "helplines.toml").write_text(text)
    with pytest.raises(InputError):
        warning_signs(project)


def test_no_line_ends_amid_a_number(project: Project) -> None:
    grids = [block for section in warning_signs(project, country=["GB"]).sections for block in section.blocks]
    numbers = [
        row[2] for grid in grids if isinstance(grid, Grid) and grid.title == "United Kingdom" for row in grid.rows
    ]
    assert "116\u00a0123\nsamaritans.org" in numbers
    assert not any(re.search(r"\d \d", number) for number in numbers)
    assert "116 123" in [row[3] for row in next(s for s in warning_signs(project).sheets if s.name == "help").rows]


def test_countries_are_chosen_by_two_letters(project: Project) -> None:
    lines = help_lines(project)
    assert chosen(lines, ["ie, us", "IE"]) == ["IE", "US"]
    assert chosen(lines, []) == list(lines.countries)
    with pytest.raises(UsageError, match="no help is known for the country 'ATLANTIS'"):
        chosen(lines, ["Atlantis"])


# --- the institution ledger -----------------------------------------------------------------------------------------


def test_a_contact_stands_with_everything_that_is_known_of_it(project: Project) -> None:
    said = texts(institutions(project))
    for wanted in ("1. Letter 1 to the office", "none came, as it is told", "the ferry ran on", "1 July 1984"):
        assert wanted in said, wanted
    assert "What was not done: Nobody rang back" in said
    assert institutions(project).sheets[0].rows[0][3] == "1984-07-01"  # the table has the date as EDTF
    assert "Gives another date, 30 July 1984: Document: Letter book of the office, 1984" in said
    assert f"… {NOBODY}." in said
    assert "Of the letters." in said


def test_few_contacts_have_no_rates(project: Project) -> None:
    said = texts(institutions(project))
    assert "too few to say" in said
    assert not any("known (" in text for text in said)


def test_many_contacts_have_rates_with_intervals(tmp_path: Path) -> None:
    with harbour_study(tmp_path / "harbour", letters=12) as project:
        said = texts(institutions(project))
        assert "6 of 12 known (50\u00a0%; 25 to 75\u00a0%)" in said
        assert "0 of 12 known (0\u00a0%; 0 to 24\u00a0%)" in said  # believed
        sheet = next(sheet for sheet in institutions(project).sheets if sheet.name == "rates")
        assert ("all", "all contacts", "12", "answered", "6", "0", "12", "0.5000", "0.2538", "0.7462", "") in sheet.rows


def test_the_rates_alone_name_no_contact(tmp_path: Path) -> None:
    with harbour_study(tmp_path / "harbour", letters=12) as project:
        report = institutions(project, without_contacts=True)
        assert not any("Letter" in text for text in texts(report))
        assert [sheet.name for sheet in report.sheets] == [""]
        assert passages(report) == []


def test_the_ledger_names_help_where_it_is_asked_to(project: Project) -> None:
    assert "Where help is" not in texts(institutions(project))
    assert "Samaritans" in texts(institutions(project, country=["GB"]))
    with pytest.raises(UsageError, match="no help is known"):
        institutions(project, country=["XX"])


def test_the_rates_alone_do_not_say_how_few_there_are(project: Project) -> None:
    report = institutions(project, without_contacts=True)
    assert ("Contacts", "fewer than 5; rates are told from 5 on") in report.facts
    assert [row[2] for row in report.sheets[0].rows] == [""] * len(report.sheets[0].rows)


def test_a_threshold_that_hides_nobody_is_refused(project: Project) -> None:
    with pytest.raises(UsageError, match="hides nobody"):
        institutions(project, threshold=2)


def test_no_date_of_a_machine_stands_where_people_read(project: Project) -> None:
    for report in (warning_signs(project), institutions(project)):
        assert [text for text in texts(report) if re.search(r"\d{4}-\d{2}", text)] == []
        assert [value for _, value in report.facts if re.search(r"\d{4}-\d{2}", value)] == []


def test_what_was_missed_is_done_by_nobody_and_says_when_and_how_sure(project: Project) -> None:
    office = next(party for party in project.store.parties() if party.name == "Harbour office")
    missed = next(event for event in project.store.events() if event.kind is EventKind.MISSED_INTERVENTION)
    with project.store.change("whose it was to do") as pen:
        pen.replace(
            missed,
            replace(
                missed,
                date="1984-08",
                certainty=Certainty.DISPUTED,
                parties=(Participant(party=office.id, role=Role.DID),),
            ),
        )
    for report in (warning_signs(project), institutions(project)):
        rows = facts(report)
        assert ("Not done by", "Harbour office") in rows
        assert ("When", "August 1984") in rows
        assert ("How sure", "disputed, as the project holds it") in rows
        assert "Done by" not in [name for name, _ in rows]


def test_no_answer_is_told_in_the_same_words_in_both_reports(project: Project) -> None:
    for report in (warning_signs(project), institutions(project)):
        rows = facts(report)
        assert ("Answer", "none came, as it is told") in rows
        assert ("Answer", "none") not in rows


def test_who_was_told_by_a_contact_that_is_disputed_is_not_said_to_have_known(project: Project) -> None:
    contact = next(event for event in project.store.events() if event.kind is EventKind.CONTACT)
    with project.store.change("it is disputed") as pen:
        pen.replace(contact, replace(contact, certainty=Certainty.DISPUTED))
    told = texts(warning_signs(project))
    assert "was told: Letter 1 to the office (no answer came, disputed)" in told
    assert "Who knew" not in told


def test_no_person_has_a_rate(tmp_path: Path) -> None:
    with harbour_study(tmp_path / "harbour", letters=12) as project:
        office = next(party for party in project.store.parties() if party.name == "Harbour office")
        with project.store.change("who was told is a person") as pen:
            pen.replace(office, replace(office, name="Mrs. Holm", kind=PartyKind.PERSON, group="clerks"))
        grids = [
            block for section in institutions(project).sections for block in section.blocks if isinstance(block, Grid)
        ]
        told = next(grid for grid in grids if grid.title == "By who was told")
        assert [row[:2] for row in told.rows] == [("clerks", "12")]
        assert "Mrs. Holm" in texts(institutions(project))  # with what she was told, one by one
        assert "Mrs. Holm" not in texts(institutions(project, without_contacts=True))


def test_a_time_that_is_reckoned_claims_no_frame_in_the_table(project: Project) -> None:
    transcript = project.store.transcript("T001")
    turn = next(turn for turn in transcript.turns if "lights" in turn.text)
    words = tuple(replace(word, timing=WordTiming.ESTIMATED) for word in turn.words)
    with project.store.change("typed, not heard") as pen:
        pen.replace_turns([turn], [replace(turn, words=words)])
    assert warning_signs(project).sheets[0].rows[0][6] == "about 10:00:06"


def test_no_reader_is_told_of_commands(project: Project) -> None:
    for report in (warning_signs(project), institutions(project), institutions(project, without_contacts=True)):
        told = [*texts(report), *report.about, *report.remarks]
        assert [text for text in told if re.search(r"--\w|EDTF|lest", text)] == []


# --- files and the command line -------------------------------------------------------------------------------------


def read(path: Path) -> str:
    if path.suffix == ".html":
        return " ".join(html.fromstring(path.read_text("utf-8")).itertext())
    if path.suffix == ".docx":
        body = docx.Document(io.BytesIO(path.read_bytes())).element.body
        return " ".join("".join(node.itertext()) for node in body.iter() if node.tag.endswith("}p"))
    document = pdfium.PdfDocument(path)
    try:
        return " ".join(page.get_textpage().get_text_bounded() for page in document)
    finally:
        document.close()


def plain(text: str) -> str:
    """What no line's end can change: no white space, no hyphens."""
    return re.sub(r"[\s\u200b\ufffe\x02-]", "", text).casefold()


@pytest.mark.parametrize("make", [warning_signs, institutions])
def test_every_format_says_the_same_and_is_the_same_bytes_again(project: Project, make: object) -> None:
    assert callable(make)
    report = make(project)
    wrote = write_report(project, lambda: report, "report", ("html", "pdf", "docx"))
    wanted = [plain(text) for text in texts(report)]
    for file in wrote.files:
        found = plain(read(file.path))
        assert [text for text in wanted if text not in found] == [], file.format
    before = {file.path: file.path.read_bytes() for file in wrote.files}
    write_report(project, lambda: make(project), "report", ("html", "pdf", "docx"))
    assert {path: path.read_bytes() for path in before} == before


def test_the_commands_write_what_was_asked_and_tell_the_record(
    project: Project, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    place = ["--project", str(project.root)]
    assert (
        run(app, ["report", "warning-signs", *place, "--to", "csv", "--to", "html", "--country", "GB", "--json"]) == 0
    )
    told = json.loads(capsys.readouterr().out)
    assert [Path(file["path"]).name for file in told["files"]] == [
        "warning-sign-brief.csv",
        "warning-sign-brief-help.csv",
        "warning-sign-brief-tapes.csv",
        "warning-sign-brief-about.csv",
        "warning-sign-brief.html",
    ]
    assert told["sections"][0]["title"] == "The signs"
    rows = list(csv.DictReader(io.StringIO((project.root / "exports/warning-sign-brief.csv").read_text("utf-8-sig"))))
    assert rows[0]["sign"] == "Lights out of season"
    assert rows[0]["timecode"] == "10:00:06:00"
    out = tmp_path / "ledger.pdf"
    assert run(app, ["report", "institutions", *place, "--to", "pdf", "--out", str(out), "--dry-run"]) == 0
    assert "would write" in capsys.readouterr().out
    assert not out.exists()
    assert run(app, ["report", "institutions", *place, "--to", "pdf", "--out", str(out)]) == 0
    assert out.read_bytes().startswith(b"%PDF")
    assert run(app, ["report", "institutions", *place, "--to", "rtf"]) == 2
    assert run(app, ["report", "warning-signs", *place, "--to", "pdf", "--country", "XX"]) == 2
    assert run(app, ["report", "institutions", *place, "--to", "pdf", "--case", "none"]) == 2


def test_a_job_writes_the_same_file_as_the_command(project: Project) -> None:
    asked = {"to": ["html"], "country": ["GB"], "case": "The ferry"}
    line = order(project, "warning-signs", asked).line
    assert run(app, [*line[:2], "--project", str(project.root), *line[2:]]) == 0
    made = write_report(project, lambda: warning_signs(project, country=["GB"], case="The ferry"), "again", "html")
    assert (project.root / "exports" / "warning-sign-brief-the-ferry.html").read_bytes() == made.files[
        0
    ].path.read_bytes()


def test_the_report_of_one_case_does_not_overwrite_that_of_another(project: Project) -> None:
    with project.store.change("another case") as pen:
        for name in ("Smoke / oven:?", "مرفأ", "L" * 250):
            pen.add(Case(name=name))
    for case in ("", "the FERRY", "smoke / oven:?", "مرفأ", "L" * 250):
        asked = ["--case", case] if case else []
        for kind in ("warning-signs", "institutions"):
            assert run(app, ["report", kind, "--project", str(project.root), "--to", "html", *asked]) == 0
    names = {file.name for file in (project.root / "exports").iterdir()}
    assert {
        "warning-sign-brief.html",
        "warning-sign-brief-the-ferry.html",
        "warning-sign-brief-smoke-oven.html",
        "institution-ledger-مرفأ.html",
    } < names
    assert len(names) == 10
    assert max(len(name.encode()) for name in names) < 255


def test_the_sound_of_moments_goes_into_the_page_and_is_the_same_every_time(tmp_path: Path) -> None:
    with harbour_study_that_plays(tmp_path / "harbour", tmp_path / "sound.wav") as project:

        def write() -> bytes:
            wrote = write_report(project, lambda: warning_signs(project, with_sound=True), "brief", "html")
            return wrote.files[0].path.read_bytes()

        page = write()
        tree = html.fromstring(page.decode())
        (audio,) = tree.xpath("//audio")
        assert audio.get("src").startswith("data:audio/mpeg;base64,")
        assert b"The sound of 1 moment lies in this file" in page
        assert b"The sound of 3 moments is not in this file:" in page
        assert write() == page
        assert (
            b"<audio"
            not in write_report(project, lambda: warning_signs(project), "brief", "html").files[0].path.read_bytes()
        )


def test_a_passage_is_in_the_language_that_the_tapes_are_in(project: Project) -> None:
    assert {one.language for one in passages(warning_signs(project))} == {""}  # English, as the report is
    transcript = project.store.transcript("T001")
    with project.store.change("heard as German") as pen:
        pen.add_transcript(replace(transcript, language="de-AT"))
    assert {one.language for one in passages(warning_signs(project))} == {"de"}


def test_the_tables_name_the_tapes_that_they_point_to_and_no_folder(tmp_path: Path) -> None:
    with harbour_study_that_plays(tmp_path / "harbour", tmp_path / "sound.wav") as project:
        for report in (warning_signs(project), institutions(project)):
            sheet = next(sheet for sheet in report.sheets if sheet.name == "tapes")
            rows = [dict(zip(sheet.columns, row, strict=True)) for row in sheet.rows]
            assert {row["tape"] for row in rows} == {str(one.source.place.span.tape) for one in passages(report)}
            assert rows
            assert not any("/" in row["file"] for row in rows)
        assert not any(str(tmp_path) in text for text in texts(warning_signs(project)))
    assert [sheet.name for sheet in institutions_alone(tmp_path / "other").sheets] == [""]


def institutions_alone(root: Path) -> StudyReport:
    with harbour_study(root, letters=6) as project:
        return institutions(project, without_contacts=True)


def test_one_tape_without_its_recording_is_told_as_one(tmp_path: Path) -> None:
    with harbour_study(tmp_path / "harbour") as project:
        tape = next(tape for tape in project.store.tapes() if tape.id == "T001")
        with project.store.change("elsewhere") as pen:
            pen.replace_tape(replace(tape, files=()))
        told = warning_signs(project).remarks
        assert any(one.startswith("The recording of T001 is not in this project: its passages can") for one in told)


def test_sound_without_a_page_to_hold_it_is_said(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    place = ["--project", str(project.root)]
    assert run(app, ["report", "warning-signs", *place, "--to", "csv", "--with-sound"]) == 0
    assert "sound goes into the HTML alone: add --to html" in capsys.readouterr().err
