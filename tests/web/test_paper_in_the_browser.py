"""The browser reads the blocks of a paper edit as ``story`` does, and its changes of the text make what they should."""

from __future__ import annotations

import json
import random
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

import tapewright.web
from tapewright.story.paper import parse

NODE = shutil.which("node")
PAPER = Path(tapewright.web.__file__).parent / "client" / "screens" / "paper"
_SCRIPT = """
import { parse } from %s;
import { changesBetween, insertedBlock, movedBlock } from %s;
let text = '';
for await (const part of process.stdin) text += part;
const made = (text, changes) => {
  let out = '';
  let at = 0;
  for (const one of changes) {
    out += text.slice(at, one.from) + one.insert;
    at = one.to;
  }
  return out + text.slice(at);
};
const does = {
  blocks: (text) => parse(text).blocks.map((block) => [block.kind, block.line]),
  moved: (text, index, before) => {
    const change = movedBlock(text, parse(text).blocks, index, before);
    return change ? made(text, [change.change]) : text;
  },
  inserted: (text, before, source) => made(text, [insertedBlock(text, parse(text).blocks, before, source).change]),
  changed: (before, after) => made(before, changesBetween(before, after)),
};
process.stdout.write(JSON.stringify(JSON.parse(text).map(([name, ...given]) => does[name](...given))));
"""

SOURCE = "— ANNA [T1](tape:T1#t=1,2)"
PIECES = (
    *("# Scene", "## Two #", "Setext\n===", "Setext two\n---", "Narration one.", "Two lines\nof narration.", "***"),
    *("ARCHIVE: a ferry", "Text\nCARD: title\nmore", "> Quote only.", f"> Bite words.\n>\n> {SOURCE}", "---", "* * *"),
    *(f"> Bite ~~x~~ … y\n> second line\n>\n> {SOURCE}", f"> One paragraph\n> {SOURCE}", f"> {SOURCE}", SOURCE),
    *(f"> lazy\ncontinues\n>\n> {SOURCE}", f"> p1\n>\n> p2\n>\n> {SOURCE}", f"> # heading in quote\n>\n> {SOURCE}"),
    *("- a list\n- of two", "- list\n\n  still list", "1. one\n2. two", "+ plus", "para\n- list right after"),
    *("<!-- note -->", "<!-- two\n\nlines -->", "<!-- open", "para\n<!-- c -->", "<div>\nhtml\n</div>"),
    *(
        "| a | b |\n|---|---|\n| 1 | 2 |",
        "text with | bar",
        "```\ncode\n\n> x\n```",
        "~~~\nx\n~~~",
        "    indented code",
    ),
    *("> a\n\n> b", "> x\n- list after", "para\n# head right after", f"para\n> quote right after\n>\n> {SOURCE}"),
    *("[ref]: http://x", "#nospace", "<script>alert(1)</script>", "\tTabbed", "Text -- dash\n— not source", ""),
)

pytestmark = pytest.mark.skipif(NODE is None, reason="there is no node here")


def answered(cases: list[list[Any]]) -> list[Any]:
    script = _SCRIPT % tuple(json.dumps((PAPER / name).as_uri()) for name in ("blocks.js", "changes.js"))
    run = subprocess.run(
        [str(NODE), "--no-warnings", "--input-type=module", "-e", script],
        input=json.dumps(cases),
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    answers: list[Any] = json.loads(run.stdout)
    return answers


def texts(count: int, seed: str) -> list[str]:
    """Paper edits of anything that Markdown knows, some with a head, some without blank lines between."""
    chance = random.Random(seed)
    made = []
    for _ in range(count):
        head = chance.choice(("", "", "---\ntitle: x\n---\n", "---\ntitle: x\n---\n\n"))
        body = "".join(
            chance.choice(PIECES) + chance.choice(("\n\n", "\n\n", "\n", "\n\n\n")) for _ in range(chance.randint(1, 6))
        )
        made.append(head + (body if chance.random() < 0.7 else body.rstrip("\n")))
    return made


def test_the_blocks_are_those_that_the_server_reads() -> None:
    asked = texts(1500, "blocks")
    for text, read in zip(asked, answered([["blocks", text] for text in asked]), strict=True):
        assert read == [[block.kind, block.line] for block in parse(text).blocks], text


def test_a_moved_block_is_the_same_block_elsewhere_and_the_others_are_as_they_were() -> None:
    bites = [f"> Said {n}.\n>\n> {SOURCE}" for n in range(3)]
    plain = ["# Scene", *bites, "Narration.", "ARCHIVE: a ferry", "<!-- note -->"]
    chance = random.Random("moves")
    cases: list[list[Any]] = []
    for _ in range(300):
        chance.shuffle(plain)
        newline = chance.choice(("\n", "\r\n"))
        end = chance.choice(("", newline))
        text = ("\n\n".join(plain) + end).replace("\r\n", "\n").replace("\n", newline)
        cases.append(["moved", text, chance.randrange(len(plain)), chance.randint(0, len(plain))])
    for (_, text, index, before), moved in zip(cases, answered(cases), strict=True):
        sources = [block.source.strip() for block in parse(text).blocks]
        sources.insert(before - (before > index), sources.pop(index))
        assert [block.source.strip() for block in parse(moved).blocks] == sources
        assert ("\r\n" in moved) == ("\r\n" in text)


def test_a_bite_that_is_put_in_stands_alone_whatever_is_beside_it() -> None:
    bite = f"> Put in.\n>\n> {SOURCE}"
    cases = []
    for text in texts(300, "insert"):
        blocks = parse(text).blocks
        whole = not any(block.kind == "other" or "<!-- open" in block.source for block in blocks)
        if whole and not any(block.problem for block in blocks):
            cases.append(["inserted", text, len(blocks) // 2, bite])
    assert len(cases) > 20
    for (_, text, before, _), made in zip(cases, answered(cases), strict=True):
        read = parse(made).blocks
        assert read[before].source.strip() == bite
        assert [one.kind for one in read if one is not read[before]] == [one.kind for one in parse(text).blocks]


def test_the_changes_between_two_texts_make_the_one_of_the_other() -> None:
    chance = random.Random("changes")

    def some() -> str:
        words = ("a", "b", "😀", "😁", "\r", "é", " ", "x")
        lines = (
            "".join(chance.choice(words) for _ in range(chance.randint(0, 4))) for _ in range(chance.randint(0, 8))
        )
        return "\n".join(lines)

    cases = [["changed", some(), some()] for _ in range(2000)]
    for (_, _, after), made in zip(cases, answered(cases), strict=True):
        assert made == after
