"""What may run as a job: a closed table, in which nothing that is sent can become an option."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tapewright.errors import NotFoundError, TapewrightError, UsageError
from tapewright.jobs.job import Order
from tapewright.verbs.joborders import COMMANDS, order
from tapewright.verbs.project import Project

HOSTILE = [
    *("--help", "-h", "--project=/", "--json", "--dry-run", "-rf", "--", "; rm -rf /", "$(reboot)", "`id`", "|cat"),
    *("a\0b", "a\nb", "\x1b[2J", "../../etc", "", "x" * 5_000, "\ud800"),
]


def test_a_command_line_is_options_and_then_names(project: Project) -> None:
    made = order(project, "transcribe", {"tapes": ["T001"], "language": "en", "again": True, "draft": False})
    assert made.line == ("transcribe", "--json", "--language=en", "--again", "--", "T001")
    assert (made.title, made.tapes, made.is_heavy) == ("Transcribe T001", ("T001",), True)
    made = order(project, "ingest", {"paths": ["/media/--help", "/media/b.wav"]}, then="transcribe")
    assert made.line == ("ingest", "--json", "--", "/media/--help", "/media/b.wav")
    assert made.title == "Take in --help and b.wav"
    assert order(project, "verify", {}).title == "Check the sums of all tapes"


def tried(project: Project, command: str, arguments: object) -> Order | TapewrightError:
    try:
        return order(project, command, arguments)  # type: ignore[arg-type]
    except TapewrightError as error:
        return error


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("hostile", HOSTILE)
def test_nothing_hostile_becomes_an_option(project: Project, command: str, hostile: str) -> None:
    for name in COMMANDS[command].takes:
        for value in (hostile, [hostile]):
            to = "html" if COMMANDS[command].line[0] == "report" else "edl"
            needed = {key: "/x" if key != "to" else to for key in COMMANDS[command].needs if key != name}
            made = tried(project, command, {**needed, name: value})
            if isinstance(made, TapewrightError):
                assert made.http_status in (400, 404)
                continue
            end = made.line.index("--")
            before, behind = made.line[:end], made.line[end + 1 :]
            known = [part for part in before if part.startswith("-")]
            assert all(part.partition("=")[0] in OPTIONS for part in known), made.line
            assert hostile == "--json" or hostile not in before
            assert behind or COMMANDS[command].about not in COMMANDS[command].takes


OPTIONS = frozenset(
    "--json --fail-on --id --title --together --start --rate --listen-aid --model --engine --language --workers "
    "--draft --listening-copy --again --count --most --anyway --to --partial --hub "
    "--case --country --with-sound --threshold --without-contacts".split()
)


@settings(
    max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], deadline=None
)
@given(
    command=st.sampled_from(sorted(COMMANDS)),
    arguments=st.dictionaries(
        st.sampled_from(sorted({name for known in COMMANDS.values() for name in known.takes})) | st.text(max_size=8),
        st.recursive(
            st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12),
            lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=2),
            max_leaves=5,
        ),
        max_size=4,
    ),
)
def test_whatever_is_sent_is_an_order_or_an_answer_in_words(project: Project, command: str, arguments: object) -> None:
    made = tried(project, command, arguments)
    if isinstance(made, TapewrightError):
        assert made.message
        assert made.http_status in (400, 404)
    else:
        assert "--" in made.line


def test_what_is_wrong_is_named(project: Project) -> None:
    with pytest.raises(UsageError, match=r"'serve' cannot run as a job"):
        order(project, "serve", {})
    with pytest.raises(NotFoundError, match="T999"):
        order(project, "transcribe", {"tapes": ["T999"]})
    with pytest.raises(UsageError, match=r"takes no 'project'"):
        order(project, "verify", {"project": "/"})
    with pytest.raises(UsageError, match="ingest needs paths"):
        order(project, "ingest", {"paths": []})
    with pytest.raises(UsageError, match=r"whole paths, not 'harbour\.wav'"):
        order(project, "ingest", {"paths": ["harbour.wav"]})
    with pytest.raises(UsageError, match="does not follow verify"):
        order(project, "verify", {}, then="transcribe")
    with pytest.raises(UsageError, match="workers must be a whole number"):
        order(project, "transcribe", {"workers": True})
