"""Sound and pictures over the wire: any range of them, what is missing, and what was not made yet."""

from __future__ import annotations

import http.client
import io
import wave
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest
from fastapi.testclient import TestClient

from tapewright.media import sounddesk
from tapewright.media.cutsound import to_int16
from tapewright.model import Provenance, Span, TapeId, Transcript, Turn
from tapewright.testing.harbour import timed
from tapewright.testing.recordings import chatter, write_film, write_sound
from tapewright.testing.served import Served
from tapewright.timing import TICKS_PER_SECOND, Interval, Ticks, from_seconds
from tapewright.verbs import paperfile, playing
from tapewright.verbs.edit import insert, new_edit
from tapewright.verbs.export import export
from tapewright.verbs.ingest import ingest
from tapewright.verbs.project import Project, new_project
from tapewright.verbs.proxies import make_proxies
from tapewright.web.access import Access
from tapewright.web.app import create_app
from tapewright.web.ranges import PORTION

SAID = (("MARIAN", 0.5, "The ferry left at nine. Nobody waited for the baker, and the bread was still warm."),)


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Project]:
    """T001 is a film, T002 sound in two files, T003 a minute of sound; an edit plays two pieces of T001 and T002."""
    folder = tmp_path_factory.mktemp("ferry")
    with new_project(folder / "project", title="The ferry") as project:
        ingest(project, [write_film(folder / "film.mp4", frames=250, sound=chatter(10))], tape_id="T001")
        parts = [write_sound(folder / f"part{n}.wav", chatter(4, seed=n)) for n in (1, 2)]
        ingest(project, parts, tape_id="T002", together=True)
        ingest(project, [write_sound(folder / "long.wav", chatter(60))], tape_id="T003")
        with project.store.change("words") as pen:
            for tape in ("T001", "T002"):
                said = tuple(Turn(words=words) for _, words in timed(SAID))
                pen.add_transcript(
                    Transcript(tape=TapeId(tape), turns=said, provenance=Provenance(tool="scripted"), language="en")
                )
        new_edit(project, "cut")
        for tape, start, end in (("T001", "0.5", "2.2"), ("T002", "2.96", "5.4"), ("T001", "4", "5.2")):
            insert(project, "cut", place(tape, start, end))
        yield project


@pytest.fixture(scope="module")
def client(project: Project) -> Iterator[TestClient]:
    access = Access.fresh()
    with TestClient(create_app(project, access=access), base_url="http://127.0.0.1:8000") as asking:
        asking.headers["Cookie"] = f"{access.cookie_name}={access.cookie_value}"
        yield asking


def place(tape: str, start: str, end: str) -> Span:
    return Span(TapeId(tape), Interval(from_seconds(start), from_seconds(end)))


CHROMIUM = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/148.0.0.0 Safari/537.36"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:153.0) Gecko/20100101 Firefox/153.0"
WEBKIT = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Safari/605.1.15"


def ranges(client: TestClient, path: str, asked: str, **headers: str):
    return client.get(path, headers={"Range": asked, "User-Agent": CHROMIUM, **headers})


SOUND = "/media/tapes/T003/sound.wav"
SIZE = 44 + 60 * 96_000


def test_the_whole_is_a_wav_of_known_length(client):
    answer = client.get(SOUND)
    assert (answer.status_code, answer.headers["content-length"]) == (200, str(SIZE))
    assert (answer.headers["accept-ranges"], answer.headers["cache-control"]) == ("bytes", "no-store")
    with wave.open(io.BytesIO(answer.content)) as read:
        assert (read.getnchannels(), read.getframerate(), read.getnframes()) == (1, 48_000, 60 * 48_000)
    assert client.head(SOUND).headers["content-length"] == str(SIZE)
    assert client.head(SOUND).content == b""


@pytest.mark.parametrize(
    ("asked", "first", "end"),
    [
        ("bytes=0-43", 0, 44),
        ("bytes=100-299", 100, 300),
        ("bytes=-1000", SIZE - 1000, SIZE),
        ("bytes=5000000-9999999999", 5_000_000, SIZE),
        (f"bytes={SIZE - 5}-", SIZE - 5, SIZE),
        ("bytes=1000000-", 1_000_000, 1_000_000 + PORTION),
        ("bytes=0-", 0, PORTION),
        ("BYTES = 7 - 9", 7, 10),
    ],
)
def test_a_range_is_a_part_of_the_whole_and_an_open_one_comes_in_portions(client, asked, first, end):
    answer = ranges(client, SOUND, asked)
    assert (answer.status_code, answer.headers["content-range"]) == (206, f"bytes {first}-{end - 1}/{SIZE}")
    assert answer.content == client.get(SOUND).content[first:end]


@pytest.mark.parametrize(("browser", "end"), [(FIREFOX, PORTION), (WEBKIT, SIZE), ("curl/8.5", SIZE)])
def test_who_takes_a_short_answer_for_the_end_gets_all_that_was_asked_for(client, browser, end):
    answer = client.head(SOUND, headers={"Range": "bytes=0-", "User-Agent": browser})
    assert answer.headers["content-range"] == f"bytes 0-{end - 1}/{SIZE}"


@pytest.mark.parametrize("asked", [f"bytes={SIZE}-", "bytes=99999999999999-", "bytes=-0"])
def test_a_range_behind_the_end_is_refused_with_the_length(client, asked):
    answer = ranges(client, SOUND, asked)
    assert (answer.status_code, answer.headers["content-range"]) == (416, f"bytes */{SIZE}")
    assert answer.json()["error"]["code"] == "no_such_range"


@pytest.mark.parametrize(
    "asked", ["bytes=5-2", "bytes=a-b", "words=1-2", "bytes=0-1,5-9", "bytes=-", "bytes=1", "bytes=" + "9" * 40 + "-"]
)
def test_what_is_no_single_range_is_answered_whole(client, asked):
    answer = client.head(SOUND, headers={"Range": asked})
    assert (answer.status_code, answer.headers["content-length"]) == (200, str(SIZE))


def test_a_range_of_another_version_is_answered_whole(client):
    tag = client.head(SOUND).headers["etag"]
    assert ranges(client, SOUND, "bytes=0-9", **{"If-Range": tag}).status_code == 206
    other = client.head(SOUND, headers={"Range": "bytes=0-9", "If-Range": '"another"'})
    assert other.status_code == 200


def test_a_span_of_a_tape_is_a_file_of_its_own_that_ends_where_it_ends(client):
    start, end = from_seconds("12.25"), from_seconds("13.5")
    part = client.get(SOUND, params={"start": start, "end": end})
    whole = client.get(SOUND).content
    assert part.content[44:] == whole[44 + 2 * 588_000 : 44 + 2 * 648_000]
    assert client.get(SOUND, params={"start": 5, "end": 4}).status_code == 400
    assert client.get(SOUND, params={"start": -1}).status_code == 400
    assert len(client.get(SOUND, params={"start": 2**53}).content) == 44


def test_a_cut_is_heard_as_it_is_exported(client, project, tmp_path):
    played = client.get("/api/edits/cut/playback").json()
    answer = client.get("/media/edits/cut/sound.wav", params={"digest": played["digest"]})
    export(project, "cut", "wav", tmp_path / "cut.wav")
    with wave.open(str(tmp_path / "cut.wav")) as read:
        assert answer.content[44:] == read.readframes(read.getnframes())
    assert played["sound"] == {"rate_hz": 48_000, "samples": len(answer.content[44:]) // 4, "channels": 2}
    assert [event["bite"] for event in played["events"]] == [1, 2, 2, 3]
    assert [event["tape"] for event in played["events"]] == ["T001", "T002", "T002", "T001"]
    assert played["events"][-1]["record"]["end"] == played["ticks"]
    assert [event["file"]["number"] for event in played["events"]] == [1, 1, 2, 1]


def test_a_cut_that_is_saved_over_while_it_is_read_is_played_under_its_own_name(client, project, monkeypatch):
    before = client.get("/api/edits/cut/playback").json()
    project.__dict__.pop("cuts_at_hand", None)
    read = paperfile.read_text

    def read_and_saved_over(path):
        text = read(path)
        path.write_text(text[: text.rindex("> ")], "utf-8")
        return text

    monkeypatch.setattr(playing, "read_text", read_and_saved_over)
    assert client.get("/api/edits/cut/playback").json() == before
    after = client.get("/api/edits/cut/playback").json()
    assert after["digest"] != before["digest"]
    assert after["ticks"] < before["ticks"]


def test_a_cut_that_was_changed_is_not_played_as_the_one_before(client, project):
    new_edit(project, "other")
    insert(project, "other", place("T003", "1", "2"))
    before = client.get("/api/edits/other/playback").json()["digest"]
    insert(project, "other", place("T003", "4", "5"))
    refused = client.get("/media/edits/other/sound.wav", params={"digest": before})
    assert (refused.status_code, refused.json()["error"]["code"]) == (412, "conflict")
    assert len(client.get("/media/edits/other/sound.wav").content) == 44 + 2 * 192_000
    assert client.get("/media/edits/nothing/sound.wav").status_code == 404
    assert client.get("/media/edits/..%2F..%2Fetc/sound.wav").status_code == 404


def test_a_picture_is_there_when_it_was_made(client, project):
    before = client.get("/media/tapes/T001/picture.mp4")
    assert (before.status_code, before.json()["error"]["code"]) == (404, "not_made")
    assert "tapewright proxy T001" in before.json()["error"]["hint"]
    assert not client.get("/api/tapes/T001/playback").json()["files"][0]["picture"]["has_proxy"]
    made = make_proxies(project)
    assert [(one.tape.id, one.was_there) for one in made] == [("T001", False)]
    assert client.get("/api/tapes/T001/playback").json()["files"][0]["picture"]["has_proxy"]
    answer = ranges(client, "/media/tapes/T001/picture.mp4", "bytes=0-")
    assert (answer.status_code, answer.headers["content-type"]) == (206, "video/mp4")
    assert answer.content[4:8] == b"ftyp"
    assert client.get("/media/tapes/T001/picture.mp4?file=2").status_code == 404
    assert client.get("/media/tapes/T002/picture.mp4").json()["error"]["code"] == "not_found"


def test_a_still_is_the_frame_that_shows(client):
    import av

    from tapewright.testing.recordings import number_of

    for frame in (0, 101, 249):
        at = frame * TICKS_PER_SECOND // 25 + 12_345
        answer = client.get(f"/media/tapes/T001/still.jpg?at={at}")
        assert (answer.status_code, answer.headers["content-type"]) == (200, "image/jpeg")
        with av.open(io.BytesIO(answer.content)) as read:
            assert number_of(next(read.decode(video=0))) == frame
    assert client.get(f"/media/tapes/T001/still.jpg?at={11 * TICKS_PER_SECOND}").status_code == 400
    assert client.get("/media/tapes/T002/still.jpg").status_code == 404


def test_peaks_are_on_the_scale_of_the_whole_tape(client):
    coarse = np.frombuffer(client.get("/api/tapes/T002/peaks").content, np.int8).reshape(-1, 2)
    fine = np.frombuffer(client.get("/api/tapes/T002/peaks?level=fine").content, np.int8).reshape(-1, 2)
    assert (len(coarse), len(fine)) == (80, 800)
    assert np.abs(coarse.astype(int)).max() == 127
    assert np.array_equal(fine.reshape(80, 20).max(axis=1), coarse.max(axis=1))
    half = TICKS_PER_SECOND * 5 // 2
    part = client.get(f"/api/tapes/T002/peaks?level=fine&start={half}&end={2 * half}").content
    assert part == fine[250:500].tobytes()
    assert client.get("/api/tapes/T002/peaks?level=finest").status_code == 400
    assert client.get(f"/api/tapes/T002/peaks?start={2**53 - 1}").content == b""


def test_what_is_missing_is_named_and_silent(client, project, tmp_path):
    tape = project.store.tape(TapeId("T002"))
    gone = replace(tape.files[1], path=str(tmp_path / "gone é.wav"))
    lost = replace(tape, id=TapeId("T008"), files=(tape.files[0], gone))
    nothing = replace(tape, id=TapeId("T009"), files=(gone,))
    with project.store.change("files that are not there") as pen:
        pen.add_tape(lost)
        pen.add_tape(nothing)
    shown = client.get("/api/tapes/T008/playback").json()
    assert (shown["sound"]["is_there"], shown["missing"]) == (True, [gone.path])
    answer = client.get("/media/tapes/T008/sound.wav")
    assert answer.headers["x-tapewright-missing"] == "gone%20%C3%A9.wav"
    sound = np.frombuffer(answer.content[44:], "<i2")
    assert sound[: 4 * 48_000].any()
    assert not sound[4 * 48_000 :].any()
    assert client.get("/api/tapes/T009/playback").json()["sound"]["is_there"] is False
    refused = client.get("/media/tapes/T009/sound.wav")
    assert refused.status_code == 404
    assert "relink" in refused.json()["error"]["hint"]


def test_sound_asks_for_a_browser_that_was_let_in(client):
    stranger = client.get(SOUND, headers={"Cookie": ""})
    assert stranger.status_code == 401
    assert client.get(SOUND, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403


def test_the_length_of_a_film_is_its_own(client):
    shown = client.get("/api/tapes/T001/playback").json()
    assert shown["ticks"] == 10 * TICKS_PER_SECOND
    assert shown["files"][0]["ticks"] == {"start": 0, "end": Ticks(10 * TICKS_PER_SECOND)}
    assert shown["frame_ticks"] == TICKS_PER_SECOND // 25


def test_sound_that_nobody_waits_for_is_not_made(project, monkeypatch):
    """A browser that goes away takes the stream with it, and one that reads slowly is not run ahead of."""
    one = project.store.tape(TapeId("T003"))
    minutes = [replace(one.files[0], offset=Ticks(n * one.duration)) for n in range(60)]
    with project.store.change("an hour") as pen:
        pen.add_tape(replace(one, id=TapeId("T010"), duration=Ticks(60 * one.duration), files=tuple(minutes)))
    made = []
    monkeypatch.setattr(sounddesk, "to_int16", lambda piece: made.append(1) or to_int16(piece))
    with Served(project) as served:
        asking = http.client.HTTPConnection(served.address.removeprefix("http://"), timeout=20)
        cookies = "; ".join(f"{name}={value}" for name, value in served.cookies.items())
        asking.request("GET", "/media/tapes/T010/sound.wav", headers={"Cookie": cookies})
        answer = asking.getresponse()
        assert len(answer.read(100_000)) == 100_000
        assert served.ask("/api/tapes/T003/playback")[0] == 200
        ahead = len(made)
        answer.close()
        asking.close()
        assert served.ask("/media/tapes/T003/sound.wav")[0] == 200
    assert 1 <= ahead <= len(made) < 400, "an hour is 1,800 pieces"


def test_a_cut_follows_a_correction_of_its_tape(client, project):
    """The file is the same, and what is heard is another: the version says so, so that no browser mixes the two."""
    new_edit(project, "struck")
    insert(project, "struck", place("T001", "0.5", "3.2"))
    path = project.edits / "struck.md"
    text = path.read_text()
    said = next(line for line in text.splitlines() if line.startswith("> The"))
    path.write_text(text.replace(said, said.replace("ferry", "~~ferry~~")))
    before = client.head("/media/edits/struck/sound.wav").headers
    turn = project.store.turns_in(TapeId("T001"), Interval(Ticks(0), from_seconds(1)))[0]
    late = [replace(w, start=Ticks(w.start + 90_000_000)) if w.text == "left" else w for w in turn.words]
    with project.store.change("an edge") as pen:
        pen.replace_turns([turn], [replace(turn, words=tuple(late))])
    after = client.head("/media/edits/struck/sound.wav").headers
    assert before["etag"] != after["etag"]
    assert before["content-length"] != after["content-length"]


def test_passages_of_several_tapes_sound_as_the_cut_that_they_would_make(client, project):
    played = client.get("/api/edits/cut/playback").json()
    part = [f"{e['tape']}@{e['source']['start']}-{e['source']['end']}" for e in played["events"]]
    passages = client.get("/media/passages.wav", params={"part": part})
    cut = client.get("/media/edits/cut/sound.wav")
    assert passages.headers["content-type"] == "audio/wav"
    assert passages.content == cut.content
    (one,) = [client.get("/media/passages.wav", params={"part": part[0]}, headers={"Range": "bytes=44-143"})]
    assert (one.status_code, one.content) == (206, cut.content[44:144])


@pytest.mark.parametrize(
    ("part", "status"),
    [
        ([], 400),
        (["T001"], 400),
        (["T001@5-4"], 400),
        (["T001@-1-4"], 400),
        (["T099@0-4"], 404),
        (["../x@0-99"], 404),
        (["T001@" + "9" * 16 + "-1"], 400),
        (["T001@999999999999990-999999999999999"], 404),
    ],
)
def test_what_is_no_passage_is_refused(client, part, status):
    said = client.get("/media/passages.wav", params={"part": part})
    assert said.status_code == status
    assert said.json()["error"]["message"]
