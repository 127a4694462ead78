"""Pages without scripts: a tape's words for screen readers and paper, and what to say where a page cannot be shown."""

from __future__ import annotations

from html import escape

from tapewright.errors import TapewrightError
from tapewright.model import Speaker, SpeakerId, Tape, Turn
from tapewright.timing import write_clock
from tapewright.verbs.transcript import Shown
from tapewright.web.assets import CLIENT, VENDOR

NONCE = "tapewright.nonce"
"""Where a request's scope keeps the nonce of the page that it is answered with."""

STYLE = "plain/plain.css"
"""Of these pages alone; the app does not load it."""


def tape_page(shown: Shown) -> str:
    """A tape's transcript: every turn a paragraph with its timecode and its speaker, in the order in which they speak.

    Long lists of names are said once; who goes on speaking is not named again.
    """
    tape, heard = shown.tape, shown.transcript
    names = {speaker.id: speaker for speaker in shown.speakers}
    title = tape.id if tape.title == tape.id else f"{tape.id}: {tape.title}"
    head = f"<header><h1>{escape(title)}</h1>"
    facts = f"{write_clock(tape.duration, decimals=0)} long, timecode from {tape.timecode(0)}"
    made = f"Transcript {heard.version} ({heard.provenance.tool})"
    turns: list[str] = []
    before: SpeakerId | None = None
    for turn in heard.turns:
        if turn.words:
            turns.append(_turn(tape, turn, names, is_same=bool(turns) and turn.speaker == before))
            before = turn.speaker
    body = "\n".join(turns) or "<p>Nothing is said on this tape.</p>"
    return _document(
        title=title,
        language=heard.language,
        body=f"{head}\n<p>{escape(facts)}. {escape(made)}.</p></header>\n<main>\n{body}\n</main>",
    )


def error_page(error: TapewrightError) -> str:
    """An error as a page in plain words."""
    place = f"<p>{escape(error.place)}</p>" if error.place else ""
    hint = f"<p>{escape(error.hint)}</p>" if error.hint else ""
    body = f"<main><h1>This cannot be shown</h1>\n<p>{escape(error.message)}</p>{place}{hint}\n"
    return _document(title="tapewright", language="en", body=f'{body}<p><a href="/">To the tapes</a></p></main>')


def alone_page(title: str, body: str, nonce: str) -> str:
    """A page that needs nothing else from the server, for a browser that may have nothing else."""
    styles = "".join((CLIENT / name).read_text("utf-8") for name in ("styles/tokens.css", STYLE))
    return (
        f'<!doctype html>\n<html lang="en">\n<head><meta charset="utf-8"><title>{escape(title)}</title>\n'
        f'<link rel="icon" href="data:,">\n<style nonce="{nonce}">\n{styles}</style></head>\n'
        f"<body><main>\n{body}</main></body>\n</html>\n"
    )


def _turn(tape: Tape, turn: Turn, names: dict[SpeakerId, Speaker], *, is_same: bool) -> str:
    speaker = names.get(turn.speaker) if turn.speaker is not None else None
    name = "" if is_same or speaker is None else f"<b>{escape(speaker.name)}</b> "
    timecode = escape(tape.timecode(turn.interval.start))
    said = f'<span>{name}<span class="said">{escape(turn.text)}</span></span>'
    return f'<p class="turn" id="turn-{turn.id}"><span class="timecode">{timecode}</span> {said}</p>'


def _document(*, title: str, language: str, body: str) -> str:
    fonts = '<link rel="stylesheet" href="/vendor/fonts.css">\n' if (VENDOR / "fonts.css").is_file() else ""
    return (
        f'<!doctype html>\n<html lang="{escape(language or "en", quote=True)}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n<title>{escape(title)}</title>\n'
        f'<link rel="icon" href="/client/icon.svg" type="image/svg+xml">\n{fonts}'
        f'<link rel="stylesheet" href="/client/styles/tokens.css">\n<link rel="stylesheet" href="/client/{STYLE}">\n'
        f"</head>\n<body>\n{body}\n</body>\n</html>\n"
    )
