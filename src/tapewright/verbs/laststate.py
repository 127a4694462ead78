"""The state of a project as a number: that of the last transaction which changed what somebody asks about."""

from __future__ import annotations

from collections.abc import Sequence

from tapewright.model.annotated import MadeFrom
from tapewright.store import Transaction
from tapewright.verbs.project import Project

STUDY = frozenset(
    "codebook code coding memo study_set study_set_member study_case study_case_tape party event event_party "
    "event_source decision".split()
)
"""Tables of the study: their rows change no word and no verdict."""

OPINIONS = frozenset({"acceptance", "claim", "claim_source"}) | STUDY
"""Tables in which people say what they think: their rows change no verdict."""

HEARING = OPINIONS | {"listen"}
"""And who heard what: it changes no word of a transcript."""

_LOOK_BACK = 64


def last_change(project: Project, *, besides: frozenset[str]) -> int:
    """The number of the last transaction that changed a row of any table but these; 0 where there is none.

    What was seen is remembered: whoever codes two hundred passages has the history read from there on, not from its
    beginning with each of them.
    """
    last = project.store.last_transaction()
    upto, found = project.states_seen.get(besides, (0, 0))
    if upto > last:
        upto = 0  # an older copy of the project lies there now
    if upto and upto < last:
        done = project.store.history(last=last - upto)
        if done and done[0].number <= upto + 1:  # else others went on writing meanwhile: look from the beginning
            found, upto = _latest(done, besides) or found, done[-1].number
        else:
            upto = 0
    if not upto:
        upto, found = last, _looked_for(project, besides)
    project.states_seen[besides] = upto, found
    return found


def _looked_for(project: Project, besides: frozenset[str]) -> int:
    for much in (_LOOK_BACK, None):
        done = project.store.history(last=much)
        if (found := _latest(done, besides)) or len(done) < _LOOK_BACK:
            return found
    return 0


def _latest(done: Sequence[Transaction], besides: frozenset[str]) -> int:
    return next((one.number for one in reversed(done) if not besides.issuperset(one.changed)), 0)


def made_from(project: Project) -> MadeFrom:
    """The state as a report shows it: the last transaction, and the last name that somebody gave to a state."""
    done = project.store.history()
    if not done:
        return MadeFrom()
    last = done[-1]
    marked = next((one for one in reversed(done) if one.mark), None)
    return MadeFrom(
        transaction=last.number,
        digest=last.digest,
        when=last.when,
        mark=marked.mark if marked else "",
        marked_at=marked.number if marked else 0,
    )
