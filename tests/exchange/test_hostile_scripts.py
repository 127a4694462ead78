"""What a person gets: a broken script is named with its reason, or read as far as makes sense; nothing hangs."""

from __future__ import annotations

import time
import zipfile
from functools import cache
from io import BytesIO

import pytest

from tapewright.errors import InputError
from tapewright.exchange.scripts import OWN, read_script
from tapewright.proof.quotations import quotations
from tapewright.testing.documents import NAMESPACES, added, docx_of, p, r, taken, zipped
from tapewright.testing.hostile import HOSTILE_NAMES, mutations

LIMIT_S = 5.0
WORDS = "“It was quiet & grey,” said Marian Hale, “and nobody asked.”"


@cache
def good() -> dict[str, bytes]:
    import typst

    cues = "00:00:01{0}000 --> 00:00:02{0}000\n{1}\n\n00:00:02{0}000 --> 00:00:03{0}000\n{1}\n"
    return {
        "md": f"# Head\n\n{WORDS}\n\n> {WORDS}\n>\n> — MARIAN\n\n| a | b |\n|---|---|\n| {WORDS} | c |\n".encode(),
        "txt": f"Head\n\n{WORDS}\n\n[00:01:02:03] MARIAN: {WORDS}\n".encode(),
        "fountain": f"Title: x\n\nINT. PIER - DAY\n\nMARIAN (V.O.)\n{WORDS} [[note]]\n\n/* gone */\n".encode(),
        "html": f"<!doctype html><title>x</title><p>{WORDS}<blockquote>{WORDS}<cite>Jo</cite></blockquote>".encode(),
        "vtt": ("WEBVTT\n\n" + cues.format(".", WORDS)).encode(),
        "srt": ("1\n" + cues.format(",", WORDS)).encode(),
        "docx": docx_of(p(r("“It was ") + added("not ") + taken("very ") + r("quiet.”")), styles="", comments=""),
        "pdf": typst.compile(f"= Head\n{WORDS}\n\n{WORDS}".encode()),
    }


def read_or_named(data: bytes, name: str, format: str = "") -> InputError | None:
    """What was read makes sense to the end; what was not names its file. Never slower than the limit."""
    began = time.process_time()
    error = None
    try:
        for script in read_script(data, name=name, format=format):
            assert all(one.text == one.text.strip() and one.text and one.place for one in script.paragraphs)
            for found in quotations(script):
                assert found.text.strip()
                assert "\n" not in found.text
    except InputError as caught:
        error = caught
    assert error is None or (error.place == name and error.message)
    assert time.process_time() - began < LIMIT_S
    return error


@pytest.mark.parametrize("form", [form.name for form in OWN])
def test_a_broken_file_is_read_or_named(form: str) -> None:
    for what, data in mutations(good()[form]):
        for format in (form, ""):
            read_or_named(data, f"{what}.{form}", format)


@pytest.mark.parametrize("form", [form.name for form in OWN])
def test_every_good_file_has_its_quotation(form: str) -> None:
    found = [one.text for script in read_script(good()[form], name=f"a.{form}") for one in quotations(script)]
    assert any("quiet" in text for text in found)


@pytest.mark.parametrize("form", [form.name for form in OWN])
def test_an_empty_file_is_named(form: str) -> None:
    for data in (b"", b"\n", b"   \n\n", b"\xef\xbb\xbf"):
        assert read_or_named(data, f"a.{form}") is not None


@pytest.mark.parametrize(
    ("files", "message"),
    [
        ({"a.txt": "x"}, "holds no Word document"),
        ({"../../etc/passwd": "x", "/word/document.xml": "x", "C:\\word\\document.xml": "x"}, "holds no Word document"),
        ({"word/document.xml": "<w"}, "is broken"),
        ({"word/document.xml": ""}, "is broken"),
        ({"word/document.xml": "\0" * 100}, "is broken"),
        ({"word/document.xml": "<x/>"}, "no text in it"),
        ({"word/document.xml": f"<w:document {NAMESPACES}><w:body/></w:document>"}, "no text in it"),
        (
            {
                "word/document.xml": '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">'
                '<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;"><!ENTITY d SYSTEM "file:///etc/passwd">]><x>&c;&d;</x>'
            },
            "declares a document type",
        ),
        ({"word/document.xml": "<a>" * 5_000 + "</a>" * 5_000}, "is broken"),
        ({"_rels/.rels": "not xml", "word/document.xml": "<x/>"}, r"_rels/.rels is broken"),
    ],
    ids=range(10),
)
def test_a_zip_that_is_no_document_is_named(files: dict[str, str], message: str) -> None:
    with pytest.raises(InputError, match=message):
        read_script(zipped(files), name="a.docx")


def test_a_part_that_unpacks_to_too_much_is_named_and_not_unpacked() -> None:
    # 300 MB of spaces are 300 kB in a zip.
    head = f"<w:document {NAMESPACES}><w:body>"
    made = BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("word/document.xml", "w") as part:
        part.write(head.encode())
        for _ in range(150):
            part.write(b" " * 1024**2)
    began = time.process_time()
    with pytest.raises(InputError, match="unpacks to more than can be text"):
        read_script(made.getvalue(), name="bomb.docx")
    assert time.process_time() - began < LIMIT_S


def test_a_part_that_says_another_size_than_it_has_is_named() -> None:
    data = bytearray(docx_of(p(r("x" * 1000))))
    place = data.rfind(b"word/document.xml") - 46 + 24
    data[place : place + 4] = (10).to_bytes(4, "little")
    assert read_or_named(bytes(data), "a.docx") is not None


def test_a_document_in_other_encodings_is_read() -> None:
    xml = (
        f"<?xml version='1.0' encoding='UTF-16'?><w:document {NAMESPACES}><w:body>{p(r('Bänd'))}</w:body></w:document>"
    )
    (script,) = read_script(zipped({"word/document.xml": xml.encode("utf-16")}), name="a.docx")
    assert script.paragraphs[0].text == "Bänd"


@pytest.mark.parametrize("form", ["md", "txt", "fountain"])
def test_texts_in_other_encodings_are_read(form: str) -> None:
    for encoding in ("utf-16", "utf-8-sig", "cp1252"):
        (script,) = read_script(WORDS.encode(encoding), name=f"a.{form}")
        assert [one.text for one in quotations(script)] == ["It was quiet & grey, and nobody asked."]


@pytest.mark.parametrize(
    ("data", "name", "message"),
    [
        (b"\xd0\xcf\x11\xe0" + bytes(512), "a.docx", "an old Word file"),
        (b"{\\rtf1 x}", "a.txt", "an RTF file"),
        (b"RIFF" + bytes(64), "a.md", "a sound or video file"),
        (b"%PDF-1.7\n%%EOF", "a.pdf", "no whole PDF"),
        (b"\x89PNG\r\n\x1a\n" + bytes(64), "a.html", "a picture"),
        (bytes(1000), "a.txt", "not a text file"),
        (b"only words", "a.pdf", "is not a PDF"),
        (b"only words", "a.srt", "is not SubRip"),
        (b"only words", "a.vtt", "is not WebVTT"),
    ],
)
def test_a_file_of_another_kind_is_named(data: bytes, name: str, message: str) -> None:
    with pytest.raises(InputError, match=message):
        read_script(data, name=name)


def test_a_scan_without_text_is_named() -> None:
    import typst

    with pytest.raises(InputError, match="only pictures of pages"):
        read_script(typst.compile(b"#rect(width: 5cm, height: 5cm, fill: red)"), name="scan.pdf")


def test_a_file_that_is_far_too_large_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tapewright.exchange.scripts.LARGEST_SCRIPT", 10)
    with pytest.raises(InputError, match="larger than"):
        read_script(b"eleven bytes", name="a.txt")


@pytest.mark.parametrize("name", HOSTILE_NAMES)
def test_a_file_may_be_called_anything(name: str) -> None:
    (script,) = read_script(b"It was quiet.", name=name)
    assert script.format == "txt"


@pytest.mark.parametrize(
    "text",
    [
        "word " * 300_000,
        '"word ' * 8_000,
        "don't 'a ' " * 10_000,
        "‘" * 15_000,
        "“" * 8_000 + "”" * 8_000,
        "[" * 60_000,
        "*a_" * 15_000,
        "`" * 30_000,
        "<" * 60_000,
        "<div>" * 8_000,
        "<!--" * 12_000,
        "&amp;" * 15_000,
        "> " * 15_000,
        "- " * 15_000,
        "".join(f"{' ' * n}- x\n" for n in range(500)),
        "A: " * 15_000,
        "A\nB: c\n" * 10_000,
        "x\n" * 15_000,
        " " * 30_000 + "x",
        "1:" * 30_000,
        "[[" * 15_000,
        "/*" * 15_000,
        "A (" * 15_000 + "\nx",
        "A" * 30_000 + "\nx",
        "Aa " * 15_000,
        ". " * 15_000,
        '" ' * 15_000,
        '"aa bb cc dd" he said, ' * 5_000,
        "said " * 15_000 + '"one two three four"',
        "|a" * 10_000 + "\n" + "|-" * 10_000,
        "[a]: x\n" * 10_000,
        "\u202e" * 1000 + "“txet siht si esrever”" + "\u200f" * 1000,
        "\ue001\ue002\ufffe“four words are here”",
        "".join(map(chr, range(0x80, 0x3000))),
        "\ud83d\ude00".encode("utf-16", "surrogatepass").decode("utf-16") * 10_000,
    ],
    ids=range(35),
)
@pytest.mark.parametrize("form", ["txt", "md", "fountain", "html"])
def test_a_hostile_text_does_not_hang(text: str, form: str) -> None:
    read_or_named(text.encode(), f"a.{form}", form)
