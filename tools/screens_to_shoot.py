"""The table of screens and states that `make screenshots` takes, and that the tests of all screens walk.

Whoever builds a screen adds its states here: an address, what brings the state about, and what one sees.
"""

from __future__ import annotations

from shooting import (
    ARTICLE,
    CORRECTED,
    DECK,
    FAILED,
    REFUSED,
    TABLE,
    Shot,
    answers,
    at_work,
    click,
    dragged,
    filled,
    handed,
    in_turn,
    keys,
    never_answers,
    recording_gone,
    see,
    somebody_was_faster,
    troubled,
    typed,
    unready,
)

SHOTS: tuple[Shot, ...] = (
    Shot(name="frame-tour", room="Frame", path="/tapes", says="The first visit: four sentences, once.", tour=True),
    Shot(name="frame-keys", room="Frame", path="/tapes", says="`?`: the keys of this screen.", do=keys("?")),
    Shot(
        name="frame-palette", room="Frame", path="/tapes", says="`Ctrl K`: go anywhere.",
        do=in_turn(keys("Control+k"), typed("bus"), see(".palette-item")),
    ),
    Shot(name="frame-settings", room="Frame", path="/tapes", says="Settings.", do=keys("g", ",")),
    Shot(name="frame-nowhere", room="Frame", path="/nowhere", says="An address without a screen."),
    Shot(name="tapes", room="Tapes", path="/tapes", says="The tapes of a project."),
    Shot(name="tapes-empty", room="Tapes", path="/tapes", says="No tapes yet.", project="empty"),
    Shot(
        name="tapes-loading", room="Tapes", path="/tapes", says="While the list is read.",
        before=never_answers("**/api/tapes*"), do=see("[data-state=loading]"),
    ),
    Shot(
        name="tapes-failed", room="Tapes", path="/tapes", says="The list could not be had.",
        before=FAILED, expects=REFUSED,
    ),
    Shot(
        name="tapes-missing", room="Tapes", path="/tapes?tape=T003", says="A recording has moved: relink finds it.",
        before=troubled, do=see(".tapes-trouble"),
    ),
    Shot(
        name="tapes-altered", room="Tapes", path="/tapes?tape=T004", says="A recording is not as it was taken in.",
        before=troubled, do=see(".tapes-sums"),
    ),
    Shot(
        name="tapes-hearing", room="Tapes", path="/tapes?tape=T004", says="A tape is being transcribed.",
        before=at_work, do=see(".tapes-work progress"),
    ),
    Shot(
        name="tapes-drop", room="Tapes", path="/tapes", says="What a drop will do is said before it is done.",
        do=in_turn(see(".tapes-rows .row"), dragged, see(".tapes-zone")),
    ),
    Shot(
        name="tapes-add", room="Tapes", path="/tapes", says="Recordings of this computer stay where they are.",
        do=in_turn(see(".tapes-rows .row"), keys("i"), see(".places-list :is(.menu-item, p)")),
    ),
    Shot(
        name="tape", room="Tape", path="/tapes/T001?t=10:00:16:00", says="A tape, read and heard.",
        do=in_turn(DECK, see(".tape-lit")),
    ),
    Shot(
        name="tape-correct", room="Tape", path="/tapes/T001", says="The same, to be corrected.",
        do=in_turn(DECK, click(".cm-line >> nth=1"), keys("e", "F8")),
    ),
    Shot(
        name="tape-find", room="Tape", path="/tapes/T001", says="`/`: words found on this tape.",
        do=in_turn(DECK, keys("/"), typed("afraid")),
    ),
    Shot(
        name="tape-lectern", room="Tape", path="/tapes/T001?t=10:00:16:00", says="The same at the lectern.",
        do=DECK, lectern=True,
    ),
    Shot(
        name="tape-200", room="Tape", path="/tapes/T001", says="A laptop at 200 %.", do=DECK, size=(640, 360), zoom=2
    ),
    Shot(
        name="tape-picked", room="Tape", path="/tapes/T001?w=46-59", says="Words are selected; `q` quotes them.",
        do=in_turn(DECK, see(".tape-select")),
    ),
    Shot(
        name="tape-waiting", room="Tape", path="/tapes/T001", says="The server is away: what was typed waits.",
        before=lambda page: page.route("**/api/turns/*", lambda route: route.abort()),
        do=in_turn(CORRECTED, see(".bar-waits")), expects=REFUSED,
    ),
    Shot(
        name="tape-conflict", room="Tape", path="/tapes/T001", says="Two people on one paragraph: which shall stand?",
        before=somebody_was_faster, do=in_turn(CORRECTED, see("dialog")), expects=REFUSED,
    ),
    Shot(
        name="tape-missing", room="Tape", path="/tapes/T001", says="The recording is gone: the text is usable.",
        before=recording_gone, do=see(".tape-page .cm-line"),
    ),
    Shot(name="tape-sound", room="Tape", path="/tapes/T003", says="A tape with sound alone.", do=DECK),
    Shot(name="tape-unheard", room="Tape", path="/tapes/T004", says="A tape that nobody has transcribed."),
    Shot(
        name="search-empty", room="Search", path="/search", says="Before the first search.", do=see(".search-example"),
    ),
    Shot(name="search", room="Search", path="/search?q=timetable", says="A word, and where it is said."),
    Shot(
        name="search-close", room="Search", path="/search?q=somebody+should+stop+the+buss&way=close",
        says="A sentence as it was remembered, and what differs.", do=see(".hit-why"),
    ),
    Shot(
        name="search-none", room="Search", path="/search?q=lighthouse", says="Nothing found: what was tried.",
        do=see("[data-state=none]"),
    ),
    Shot(
        name="search-refused", room="Search", path="/search?q=%22the+bakery",
        says="A query that breaks, said at the box.", do=see("[aria-invalid=true]"), expects=REFUSED,
    ),
    Shot(
        name="search-unready", room="Search", path="/search", says="While the ways are made ready.",
        before=unready, do=see(".banner"),
    ),
    Shot(
        name="search-loading", room="Search", path="/search?q=bus", says="While it is looked for.",
        before=never_answers("**/api/search?*"), do=see("[data-state=loading]"),
    ),
    Shot(
        name="search-failed", room="Search", path="/search?q=bus", says="The search could not be had.",
        before=answers("**/api/search?*", 507, "storage", "the disk is full", "make room and try again"),
        do=see("[data-state=failed]"), expects=REFUSED,
    ),
    Shot(
        name="search-unread", room="Search", path="/search", says="No tape has words yet.", project="empty",
        do=see("text=No tape has words yet"),
    ),
    Shot(
        name="tape-coded", room="Tape", path="/tapes/T002?t=01:00:27:09", project="coded",
        says="Codings on a tape: two that overlap, each with its number.", do=in_turn(DECK, see(".tape-coded")),
    ),
    Shot(
        name="tape-code-pick", room="Tape", path="/tapes/T002?t=01:00:27:09", project="coded",
        says="`c`: a code by a part of its name.",
        do=in_turn(DECK, see(".tape-coded"), keys("c"), typed("the"), see(".palette-item")),
    ),
    Shot(
        name="codes", room="Codes", path="/codes?code=2", project="coded", says="A code, its passages, what it means.",
        do=see(".passage"),
    ),
    Shot(
        name="codes-agreement", room="Codes", path="/codes?code=2&side=agreement", project="coded",
        says="Two coders beside each other.", do=see(".agree-table"),
    ),
    Shot(
        name="codes-decide", room="Codes", path="/codes?code=2&side=agreement", project="coded",
        says="`d`: what two coders see differently.", do=in_turn(see(".agree-table"), keys("d"), see("dialog")),
    ),
    Shot(
        name="codes-edit", room="Codes", path="/codes?code=2", project="coded", says="`e`: a code is described.",
        do=in_turn(see(".passage"), keys("e"), see("dialog")),
    ),
    Shot(
        name="codes-ask", room="Codes", path="/codes?ask=The+depot+within+30+s+of+A+light+seen", project="coded",
        says="A question about codings, and its answer.", do=see(".passage"),
    ),
    Shot(
        name="codes-refused", room="Codes", path="/codes?ask=lighthouse", project="coded",
        says="A question that cannot be asked, said at the box.", do=see("[aria-invalid=true]"), expects=REFUSED,
    ),
    Shot(
        name="codes-remove", room="Codes", path="/codes?code=2", project="coded",
        says="A used code is not removed unasked.", do=in_turn(see(".passage"), keys("Delete"), see("dialog")),
    ),
    Shot(
        name="codes-200", room="Codes", path="/codes?code=2", project="coded", says="A laptop at 200 %.",
        do=see(".passage"), size=(640, 360), zoom=2,
    ),
    Shot(name="codes-empty", room="Codes", path="/codes", says="No codebook yet.", do=see("[data-state=empty]")),
    Shot(
        name="codes-loading", room="Codes", path="/codes", says="While the codebooks are read.",
        before=never_answers("**/api/codebooks"), do=see("[data-state=loading]"),
    ),
    Shot(
        name="codes-failed", room="Codes", path="/codes", says="The codebooks could not be had.",
        before=answers("**/api/codebooks", 507, "storage", "the disk is full", "make room and try again"),
        do=see("[data-state=failed]"), expects=REFUSED,
    ),
    Shot(
        name="people", room="People", path="/people?who=2", says="Who is speaking; and whether two voices are one.",
        project="voices", do=see(".same"),
    ),
    Shot(
        name="people-by-transcript", room="People", path="/people", says="People who are known from transcripts alone.",
        do=see(".person"),
    ),
    Shot(name="people-empty", room="People", path="/people", says="Nobody yet.", project="empty"),
    Shot(
        name="people-loading", room="People", path="/people", says="While it is read who is heard.",
        before=never_answers("**/api/people"), do=see("[data-state=loading]"),
    ),
    Shot(
        name="people-failed", room="People", path="/people", says="It could not be read who is heard.",
        before=answers("**/api/people", 507, "storage", "the disk is full", "make room and try again"),
        do=see("[data-state=failed]"), expects=REFUSED,
    ),
    Shot(
        name="people-names", room="People", path="/people?tab=names", says="Names and terms.", project="voices",
        do=see(".names-offers"),
    ),
    Shot(
        name="people-named", room="People", path="/people?who=2", says="A voice is named, once for all tapes.",
        project="voices", changes=True,
        do=in_turn(
            see(".person"), keys("Enter"), typed("Marian Voss", "Enter"), see(".person-name:not(.is-label)"),
        ),
    ),
    Shot(
        name="chronology", room="Chronology", path="/chronology?event=5", project="ferry",
        says="What happened when, who had to do with it, and where sources conflict.", do=see(".chron-event"),
    ),
    Shot(
        name="chronology-gap", room="Chronology", path="/chronology?event=4", project="ferry",
        says="`G`: nothing is told of these months; what others tell of them.",
        do=in_turn(see(".chron-event"), keys("Shift+G"), see("[aria-label='The gap']")),
    ),
    Shot(
        name="chronology-near", room="Chronology", path="/chronology?event=7&from=1985-01-01&to=1986-06-01",
        project="ferry", says="The same, nearer.", do=see(".chron-event"),
    ),
    Shot(
        name="chronology-table", room="Chronology", path="/chronology?event=5&as=table", project="ferry",
        says="`T`: the same as a table.", do=see(".chron-row.is-current"),
    ),
    Shot(
        name="chronology-cases", room="Chronology", path="/chronology?align=first+warning+sign", project="ferry",
        says="Cases beside each other: day 0 is the first warning sign.", do=see(".chron-event"),
    ),
    Shot(
        name="chronology-form", room="Chronology", path="/chronology?event=9", project="ferry",
        says="`E`: an event; what a date means is said as one types.",
        do=in_turn(see(".chron-event"), keys("e"), see("dialog .chron-date-said")),
    ),
    Shot(
        name="chronology-people", room="Chronology", path="/chronology", project="ferry",
        says="`W`: people and institutions.", do=in_turn(see(".chron-event"), keys("w"), see("dialog tbody tr")),
    ),
    Shot(
        name="chronology-mentions", room="Chronology", path="/chronology", project="ferry",
        says="Dates that are told on the tapes: offered, to be taken or left.",
        do=in_turn(see(".chron-event"), click("text=Dates told on tapes"), see(".chron-mention")),
    ),
    Shot(
        name="chronology-import", room="Chronology", path="/chronology", project="ferry",
        says="`I`: a table of events; what would come in, what is kept out, and why.",
        do=in_turn(
            see(".chron-event"), keys("i"), handed("input[type=file]", "county.csv", TABLE), see(".chron-coming"),
        ),
    ),
    Shot(
        name="chronology-export", room="Chronology", path="/chronology?kind=contact", project="ferry",
        says="`Ctrl E`: the chronology as files; of what is shown now, or of all.",
        do=in_turn(see(".chron-event"), keys("Control+e"), see("dialog .formats")),
    ),
    Shot(
        name="chronology-reports", room="Chronology", path="/chronology", project="ferry",
        says="`R`: the warning-sign brief and the institution ledger.",
        do=in_turn(see(".chron-event"), keys("r"), see("dialog .formats")),
    ),
    Shot(
        name="chronology-none", room="Chronology", path="/chronology?q=lighthouse", project="ferry",
        says="No event is of the kind that was asked for.", do=see("[data-state=empty]"),
    ),
    Shot(
        name="chronology-empty", room="Chronology", path="/chronology", says="Nothing has been dated yet.",
        do=see("[data-state=empty]"),
    ),
    Shot(
        name="chronology-loading", room="Chronology", path="/chronology", says="While it is read.",
        before=never_answers("**/api/chronology"), do=see("[data-state=loading]"),
    ),
    Shot(
        name="chronology-failed", room="Chronology", path="/chronology", says="It could not be read.",
        before=answers("**/api/chronology", 507, "storage", "the disk is full", "make room and try again"),
        do=see("[data-state=failed]"), expects=REFUSED,
    ),
    Shot(
        name="tape-dated", room="Tape", path="/tapes/T001?w=46-59", project="ferry",
        says="`D`: what is selected becomes the source of an event.",
        do=in_turn(DECK, see(".tape-event"), keys("d"), see("dialog .said")),
    ),
    Shot(name="papers", room="Paper edits", path="/paper", says="The paper edits."),
    Shot(name="paper", room="Paper edits", path="/paper/night-bus", says="A paper edit."),
    Shot(
        name="paper-fairness", room="Paper edits", path="/paper/night-bus", says="The fairness page, as a file.",
        do=in_turn(see(".paper-fairness table"), click(".paper-fairness .panel-head button"), see("dialog .formats")),
    ),
    Shot(name="proofs", room="Proof", path="/proof", says="What can be proved."),
    Shot(
        name="proofs-empty", room="Proof", path="/proof", says="What will be checked.", project="empty",
        do=see("[data-state=empty]"),
    ),
    Shot(
        name="proof", room="Proof", path="/proof/night-bus?q=4", says="Each line held against its tape.",
        do=see(".pair-changed"),
    ),
    Shot(
        name="proof-accept", room="Proof", path="/proof/night-bus?q=4", says="It may stand, for a reason.",
        do=in_turn(see(".pair-changed"), keys("a"), see("dialog")),
    ),
    Shot(
        name="proof-claims", room="Proof", path="/proof/night-bus?show=claims", says="What the narration states.",
        do=see(".claim-offer"),
    ),
    Shot(
        name="proof-loading", room="Proof", path="/proof/night-bus", says="While it is checked.",
        before=never_answers("**/api/proofs/night-bus"), do=see("[data-state=loading]"),
    ),
    Shot(
        name="proof-failed", room="Proof", path="/proof/article.docx", says="A file that cannot be read.",
        before=answers("**/api/proofs/article.docx", 422, "input", "article.docx: it is cut short", "save it again"),
        do=see("[data-state=failed]"), expects=REFUSED,
    ),
    Shot(
        name="proof-article", room="Proof", path="/proof", says="An article, pasted and judged.", changes=True,
        do=in_turn(
            see(".handing-text"), filled(".handing-text", ARTICLE), click(".handing .button-main"),
            see(".pair-gone"), keys("j", "j"),
        ),
    ),
    Shot(
        name="review", room="Hear first", path="/review", says="The words whose error would cost most.",
        do=see(".hear"),
    ),
    Shot(
        name="review-empty", room="Hear first", path="/review", says="Nothing is left to hear.", project="empty",
        do=see("[data-state=empty]"),
    ),
    Shot(name="jobs-empty", room="Jobs", path="/jobs", says="Nothing runs."),
    Shot(
        name="jobs", room="Jobs", path="/jobs", says="One runs, one waits, one has failed.",
        before=at_work, do=see(".jobs-row"),
    ),
    Shot(
        name="jobs-failed", room="Jobs", path="/jobs?job=20260302-090000002-00a2",
        says="Why one failed, in plain words.", before=at_work, do=see(".jobs-failure"),
    ),
)  # fmt: skip
