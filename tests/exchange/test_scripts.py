"""What a person gets: the text of whatever a script or an article was written in, paragraph by paragraph, and where."""

from __future__ import annotations

from io import BytesIO
from types import SimpleNamespace

import pytest

from tapewright.errors import InputError, UsageError
from tapewright.exchange.scripts import OWN, ScriptFormat, guess_script, read_script, script_formats
from tapewright.model import Paragraph, ParagraphKind, Script
from tapewright.testing.documents import added, docx_of, p, r, taken

TEXT, HEADING, BLOCK = ParagraphKind.TEXT, ParagraphKind.HEADING, ParagraphKind.BLOCK_QUOTE
SPEECH, NOTE = ParagraphKind.SPEECH, ParagraphKind.NOTE


def read(text: str | bytes, name: str) -> Script:
    (script,) = read_script(text.encode() if isinstance(text, str) else text, name=name)
    return script


def parts(script: Script) -> list[tuple[ParagraphKind, str, str, str]]:
    return [(one.kind, one.place, one.speaker, one.text) for one in script.paragraphs]


def test_markdown_gives_its_words_without_its_signs() -> None:
    script = read(
        "---\ntitle: Nine years\n---\n# The *gap*\n\nIt was **quiet** that\nyear, [said](http://x.y) `Jo`.\n\n"
        "> _Nobody_ asked.\n>\n> — MARIAN [T017](tape:T017#t=1,2)\n\n<!-- check this -->\n\n- one ~~gone~~ left\n",
        "a.md",
    )
    assert (script.title, script.format) == ("Nine years", "md")
    assert script.remarks == ("1 struck passage left out",)
    assert parts(script) == [
        (HEADING, "line 4", "", "The gap"),
        (TEXT, "line 6", "", "It was quiet that\nyear, said Jo."),
        (BLOCK, "line 9", "", "Nobody asked.\n— MARIAN"),
        (NOTE, "line 13", "", "check this"),
        (TEXT, "line 15", "", "one left"),
    ]


def test_a_table_with_a_column_of_speakers_says_who_speaks() -> None:
    table = "| Time | Speaker | Text |\n|---|---|---|\n| 00:01 | MARIAN | It was quiet. |\n| 00:02 | | (pause) |\n"
    assert parts(read(table, "a.md"))[3:] == [
        (TEXT, "line 3", "", "00:01"),
        (SPEECH, "line 3", "MARIAN", "It was quiet."),
        (TEXT, "line 4", "", "00:02"),
        (TEXT, "line 4", "", "(pause)"),
    ]


def test_plain_text_is_parted_at_empty_lines_and_at_names() -> None:
    script = read("A head\n\nIt was quiet\nthat year.\nMARIAN: No.\n[00:01:02] JO: Yes.\n\n> asked\n> twice\n", "a.txt")
    assert parts(script) == [
        (TEXT, "line 1", "", "A head"),
        (TEXT, "line 3", "", "It was quiet\nthat year."),
        (TEXT, "line 5", "", "MARIAN: No."),
        (TEXT, "line 6", "", "[00:01:02] JO: Yes."),
        (BLOCK, "line 8", "", "asked\ntwice"),
    ]


def test_names_in_a_column_of_their_own_are_speakers() -> None:
    lines = ["MARIAN\tIt was quiet.", "JO\tWas it?", "MARIAN\tYes.", "JO\tOh."]
    wanted = [("MARIAN", "It was quiet."), ("JO", "Was it?"), ("MARIAN", "Yes."), ("JO", "Oh.")]
    text = read("\n".join(lines), "a.txt")
    assert [(one.speaker, one.text) for one in text.paragraphs] == wanted
    word = docx_of("".join(p(r(line).replace("\t", "</w:t><w:tab/><w:t>")) for line in lines))
    assert [(one.speaker, one.text) for one in read(word, "a.docx").paragraphs] == wanted
    assert read("A  word\n\nB  word\n", "a.txt").paragraphs[0].speaker == ""


def test_fountain_dialogue_has_its_character() -> None:
    script = read(
        "Title: Nine Years\nAuthor: Jo\n\nINT. HARBOUR - DAY\n\nMarian looks at the *water*.\n\n"
        "MARIAN (V.O.) (CONT'D)\n(quietly)\nIt was quiet. [[check]]\nNobody asked.\n\n@McAvoy ^\nNobody?\n\n"
        "/* cut\nthis */\n\n!BOOM\n\n.THE PIER\n\nCUT TO:\n\n> The end <\n",
        "a.fountain",
    )
    assert script.title == "Nine Years"
    assert parts(script) == [
        (HEADING, "line 4", "", "INT. HARBOUR - DAY"),
        (TEXT, "line 6", "", "Marian looks at the water."),
        (SPEECH, "line 9", "MARIAN", "It was quiet.\nNobody asked."),
        (NOTE, "line 10", "", "check"),
        (SPEECH, "line 14", "McAvoy", "Nobody?"),
        (NOTE, "line 16", "", "cut\nthis"),
        (TEXT, "line 19", "", "BOOM"),
        (HEADING, "line 21", "", "THE PIER"),
        (NOTE, "line 23", "", "CUT TO:"),
        (NOTE, "line 25", "", "The end"),
    ]


def test_a_web_page_is_read_without_what_is_around_it() -> None:
    script = read(
        "<!DOCTYPE html><html><head><title>Nine Years</title><script>x='“never say this here”'</script></head><body>"
        "<nav>Home</nav><h1>The gap</h1><p>It was <em>quiet</em> &amp; <q>nobody <q>asked</q></q>,<br>she said.</p>"
        "<blockquote><p>Not once.</p><p>Never.</p><footer>— <cite>Marian Hale</cite></footer></blockquote>"
        "<p hidden>secret</p><p>It <del>never</del> rained.</p><div>loose <p>inner</p> rest</div></body></html>",
        "a.html",
    )
    assert script.title == "Nine Years"
    assert script.remarks == ("1 struck passage left out",)
    assert parts(script) == [
        (HEADING, "paragraph 1", "", "The gap"),
        (TEXT, "paragraph 2", "", "It was quiet & “nobody ‘asked’”,\nshe said."),
        (BLOCK, "paragraph 3", "", "Not once.\nNever.\n— Marian Hale"),
        (TEXT, "paragraph 4", "", "It rained."),
        (TEXT, "paragraph 5", "", "loose"),
        (TEXT, "paragraph 6", "", "inner"),
        (TEXT, "paragraph 7", "", "rest"),
    ]


def test_a_web_page_in_an_old_encoding_says_which() -> None:
    page = "<html><head><meta charset='iso-8859-1'></head><body><p>Bänd “7”</p></body></html>".replace("“7”", "7")
    assert parts(read(page.encode("latin-1"), "a.html"))[0][3] == "Bänd 7"


def test_a_word_document_with_tracked_changes_is_read_both_ways() -> None:
    data = docx_of(p(r("I did ") + added("not ") + r("know ") + taken("anybody") + added("him") + r(".")))
    accepted, rejected = read_script(data, name="a.docx")
    assert (accepted.reading, accepted.paragraphs[0].text) == ("changes accepted", "I did not know him.")
    assert (rejected.reading, rejected.paragraphs[0].text) == ("changes rejected", "I did know anybody.")
    assert accepted.remarks == ("3 tracked changes: read with all accepted",)


def test_moved_text_stands_where_each_reading_has_it() -> None:
    moved = '<w:moveFrom w:id="1">{}</w:moveFrom>', '<w:moveTo w:id="2">{}</w:moveTo>'
    data = docx_of(p(moved[0].format(r("First. ")) + r("Second. ") + moved[1].format(r("First."))))
    accepted, rejected = read_script(data, name="a.docx")
    assert accepted.paragraphs[0].text == "Second. First."
    assert rejected.paragraphs[0].text == "First. Second."


def test_a_paragraph_end_that_is_a_change_joins_two_paragraphs() -> None:
    deleted = docx_of(p(r("It was "), mark='<w:del w:id="1"/>') + p(r("quiet.")))
    accepted, rejected = read_script(deleted, name="a.docx")
    assert [one.text for one in accepted.paragraphs] == ["It was quiet."]
    assert [one.text for one in rejected.paragraphs] == ["It was", "quiet."]


def test_a_word_document_without_changes_is_one_script() -> None:
    body = (
        p(r("The gap"), style="Heading1")
        + p(r("It was") + "<w:r><w:tab/></w:r>" + r("quiet") + r(" secret", "<w:vanish/>") + r(" gone", "<w:strike/>"))
        + p(r("Nobody asked."), style="Quote")
        + p(r("— Marian"), style="Quote")
        + p(r("See") + '<w:r><w:footnoteReference w:id="7"/></w:r>')
    )
    styles = (
        '<w:style w:styleId="Heading1"><w:name w:val="heading 1"/></w:style>'
        '<w:style w:styleId="Quote"><w:name w:val="Quote"/></w:style>'
    )
    notes = (
        f'<w:footnote w:type="separator" w:id="0">{p(r("---"))}</w:footnote>'
        f'<w:footnote w:id="7">{p(r("Tape 7."))}</w:footnote>'
    )
    comments = f'<w:comment w:id="0">{p(r("Really?"))}</w:comment>'
    script = read(docx_of(body, styles=styles, footnotes=notes, comments=comments), "a.docx")
    assert (script.title, script.reading) == ("The gap", "")
    assert script.remarks == ("1 hidden passage left out", "1 struck passage left out")
    assert parts(script) == [
        (HEADING, "paragraph 1", "", "The gap"),
        (TEXT, "paragraph 2", "", "It was quiet"),
        (BLOCK, "paragraph 3", "", "Nobody asked.\n— Marian"),
        (TEXT, "paragraph 5", "", "See"),
        (TEXT, "footnote 1", "", "Tape 7."),
        (NOTE, "comment 1", "", "Really?"),
    ]


def test_text_boxes_are_read_once_and_tables_by_row() -> None:
    box = f"<w:txbxContent>{p(r('In a box.'))}</w:txbxContent>"
    drawn = (
        f"<w:r><mc:AlternateContent><mc:Choice><w:drawing><wps:txbx>{box}</wps:txbx></w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict>{box}</w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    cells = [("Speaker", "Text"), ("MARIAN", "It was quiet.")]
    rows = "".join(f"<w:tr>{''.join(f'<w:tc>{p(r(cell))}</w:tc>' for cell in row)}</w:tr>" for row in cells)
    script = read(docx_of(p(r("Before.") + drawn) + f"<w:tbl>{rows}</w:tbl>"), "a.docx")
    assert parts(script) == [
        (TEXT, "paragraph 1", "", "Before."),
        (TEXT, "paragraph 2", "", "In a box."),
        (TEXT, "table 1, row 1", "", "Speaker"),
        (TEXT, "table 1, row 1", "", "Text"),
        (SPEECH, "table 1, row 2", "MARIAN", "It was quiet."),
    ]


def test_a_screenplay_in_word_has_its_characters() -> None:
    body = (
        p(r("MARIAN (V.O.)"), style="Character") + p(r("(low)"), style="Parenthetical") + p(r("No."), style="Dialogue")
    )
    assert parts(read(docx_of(body), "a.docx")) == [
        (NOTE, "paragraph 2", "", "(low)"),
        (SPEECH, "paragraph 3", "MARIAN", "No."),
    ]


def _typeset(source: str) -> bytes:
    import typst

    made: bytes = typst.compile(source.encode())
    return made


def test_a_pdf_has_its_paragraphs_and_not_its_page_heads() -> None:
    pages = "\n\n".join(
        f"The ferry left at {n} and nobody asked. "
        + " ".join(f"It was quiet in year {n * 7 + year}, as {year} people said." for year in range(20))
        for n in range(9)
    )
    script = read(
        _typeset(
            '#set document(title: [Nine Years])\n#set page(paper: "a6", header: [Nine Years, draft 7], footer: '
            "context [#counter(page).display()])\n#set par(justify: true)\n#set text(hyphenate: true)\n= The gap\n"
            f"“I never,” she said, “_wanted_ the extraordinary circumstances of it.”\n\n{pages}"
        ),
        "a.pdf",
    )
    texts = [one.text for one in script.paragraphs]
    assert script.title == "Nine Years"
    assert script.paragraphs[0].kind is HEADING
    assert texts[:2] == ["The gap", "“I never,” she said, “wanted the extraordinary circumstances of it.”"]
    assert [text[:19] for text in texts[2:]] == [f"The ferry left at {n}" for n in range(9)]
    assert "\n\n".join(texts[2:]) == pages
    assert script.paragraphs[-1].place.startswith("page ")
    assert [remark.split(" ", 1)[1] for remark in script.remarks] == [
        "lines at the head or foot of pages left out",
        "page numbers left out",
    ]


def test_columns_of_a_pdf_are_read_one_after_the_other() -> None:
    one, two = "Alpha goes first. " * 20, "Beta comes second. " * 20
    script = read(_typeset(f"#set page(columns: 2, height: 8cm)\n{one}\n#colbreak()\n{two}"), "a.pdf")
    text = " ".join(one.text for one in script.paragraphs)
    assert text.split() == f"{one} {two}".split()


def test_a_word_parted_at_the_end_of_a_line_is_one_word_and_a_compound_keeps_its_hyphen() -> None:
    line = "The well-known and well known self-evident circumstances of extraordinary responsibility were quiet. "
    script = read(_typeset(f"#set page(width: 5cm, height: 40cm)\n#set text(hyphenate: true)\n{line * 12}"), "a.pdf")
    assert " ".join(one.text for one in script.paragraphs).split() == (line * 12).split()


def test_a_locked_pdf_is_named() -> None:
    lock = (
        "/Encrypt << /Filter /Standard /V 1 /R 2 /Length 40 /P -44 /O <" + "41" * 32 + "> /U <" + "42" * 32 + "> >>"
        " /ID [<00112233445566778899aabbccddeeff> <00112233445566778899aabbccddeeff>]"
    )
    objects = ["<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [] /Count 0 >>"]
    data, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(data))
        data += f"{number} 0 obj\n{content}\nendobj\n".encode()
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    data += (
        f"xref\n0 3\n0000000000 65535 f \n{table}trailer\n<< /Size 3 /Root 1 0 R {lock} >>\n"
        f"startxref\n{len(data)}\n%%EOF"
    ).encode()
    with pytest.raises(InputError, match="locked with a password"):
        read_script(data, name="a.pdf")


def test_a_document_of_the_common_library_is_read() -> None:
    import docx

    document = docx.Document()
    document.add_heading("The gap", 1)
    document.add_paragraph("It was ").add_run("quiet").bold = True
    document.add_paragraph("Nobody asked.", style="Quote")
    document.add_paragraph("Never.", style="Intense Quote")
    table = document.add_table(rows=2, cols=2)
    for cell, text in zip(
        (*table.rows[0].cells, *table.rows[1].cells), ("Name", "Line", "Marian", "It rained."), strict=True
    ):
        cell.text = text
    made = BytesIO()
    document.save(made)
    assert parts(read(made.getvalue(), "a.docx")) == [
        (HEADING, "paragraph 1", "", "The gap"),
        (TEXT, "paragraph 2", "", "It was quiet"),
        (BLOCK, "paragraph 3", "", "Nobody asked.\nNever."),
        (TEXT, "table 1, row 1", "", "Name"),
        (TEXT, "table 1, row 1", "", "Line"),
        (SPEECH, "table 1, row 2", "Marian", "It rained."),
    ]


def test_a_change_inside_a_change_and_a_changed_row_are_followed() -> None:
    inner = f'<w:ins w:id="1">{r("new ")}<w:del w:id="2"><w:r><w:delText>gone </w:delText></w:r></w:del></w:ins>'
    row = "<w:tr>{}<w:tc>{}</w:tc><w:tc>{}</w:tc></w:tr>"
    rows = row.format("", p(r("a")), p(r("b"))) + row.format('<w:trPr><w:ins w:id="3"/></w:trPr>', p(r("c")), p(r("d")))
    accepted, rejected = read_script(docx_of(p(inner + r("x")) + f"<w:tbl>{rows}</w:tbl>"), name="a.docx")
    assert [one.text for one in accepted.paragraphs] == ["new x", "a", "b", "c", "d"]
    assert [one.text for one in rejected.paragraphs] == ["x", "a", "b"]


def test_a_quotation_in_a_figure_has_its_caption_as_name() -> None:
    page = "<html><figure><blockquote>Not once.</blockquote><figcaption>— Marian Hale, 61</figcaption></figure>"
    assert parts(read(page + "<figure><figcaption>A boat</figcaption></figure>", "a.html")) == [
        (BLOCK, "paragraph 1", "", "Not once.\n— Marian Hale, 61"),
        (TEXT, "paragraph 2", "", "A boat"),
    ]


def test_captions_are_joined_to_sentences_of_one_voice() -> None:
    captions = (
        "WEBVTT\n\n00:01.000 --> 00:02.000\n<v Marian>It was quiet\n\n00:02.000 --> 00:03.000\n<v Marian>that year.\n\n"
        "00:03.000 --> 00:04.000\n<v Jo>Was it?\n"
    )
    assert parts(read(captions, "a.vtt")) == [
        (SPEECH, "00:00:01.000", "Marian", "It was quiet that year."),
        (SPEECH, "00:00:03.000", "Jo", "Was it?"),
    ]
    subrip = "1\n00:00:01,000 --> 00:00:02,000\nIt was quiet\n\n2\n00:00:09,000 --> 00:00:10,000\nthat year.\n"
    assert [one.text for one in read(subrip, "a.srt").paragraphs] == ["It was quiet", "that year."]


@pytest.mark.parametrize(
    ("data", "name", "format"),
    [
        (docx_of(p(r("x"))), "renamed.txt", "docx"),
        (b"%PDF-1.7 rest", "renamed.doc", "pdf"),
        (b"WEBVTT\n\n", "a.txt", "vtt"),
        (b"1\n00:00:01,000 --> 00:00:02,000\nx", "a.md", "srt"),
        (b"<!doctype html><p>x", "a.txt", "html"),
        (b"<p>x</p>", "a.htm", "html"),
        (b"# x", "a.md", "md"),
        (b"x", "no ending", "txt"),
        (b"INT. A - DAY\n\nX\n\nANN\nHi.\n\nEXT. B - DAY\n\nY", "a.txt", "fountain"),
    ],
)
def test_a_format_is_told_by_content_first(data: bytes, name: str, format: str) -> None:
    assert guess_script(data, name=name).name == format


def test_a_file_that_is_not_what_its_name_says_is_named() -> None:
    with pytest.raises(InputError, match=r"called \.docx and is not a Word document") as caught:
        read_script(b"only words", name="a.docx")
    assert caught.value.place == "a.docx"


def test_a_format_may_be_named() -> None:
    (script,) = read_script(b"# x", name="a.md", format="txt")
    assert script.paragraphs[0].text == "# x"
    with pytest.raises(UsageError, match="no format that scripts"):
        read_script(b"x", name="a.md", format="otf")


def test_a_format_of_another_package_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    class Shouted:
        def read(self, data: bytes, *, name: str) -> tuple[Script, ...]:
            return (Script(format="shout", paragraphs=(Paragraph(text=data.decode().upper(), place="all"),)),)

    form = ScriptFormat(name="shout", title="shouted", endings=(".shout",), reader=Shouted)
    entry = SimpleNamespace(name="shout", value="x:y", load=lambda: form)
    monkeypatch.setattr("tapewright.exchange.others.entry_points", lambda group: [entry])
    (script,) = read_script(b"quiet", name="a.shout")
    assert script.paragraphs[0].text == "QUIET"


def test_every_own_format_is_in_the_table() -> None:
    assert list(script_formats().formats)[: len(OWN)] == [form.name for form in OWN]
