"""The fairness page as JSON."""

from __future__ import annotations

from tapewright.model import Quote
from tapewright.study.fairness import Portion
from tapewright.timing import to_float_seconds
from tapewright.verbs.fairness import FairnessPage
from tapewright.verbs.places import span_record
from tapewright.verbs.project import Project


def record(project: Project, page: FairnessPage) -> dict[str, object]:
    """``{"edit", "title", "airtime", "words", "narration": {"seconds", "ticks", "words"}, "people": […], "groups": […],
    "asked": […], "taken_back": […], "named": […], "content_notes": […], "unread", "remarks"}``.

    One of ``people`` or ``groups`` has ``name``, ``group``, ``seconds``, ``ticks`` (a length), ``airtime_share``,
    ``words``, ``word_share``, ``said``, ``used``, ``used_share`` (null where they said nothing), ``quotations``.
    """
    tapes = {tape.id: tape for tape in project.store.tapes()}

    def place(quote: Quote, record: int) -> dict[str, object]:
        shown = span_record(tapes[quote.span.tape], quote.span) | {"text": quote.text}
        return {**shown, "record_timecode": page.label(record)}

    return {
        "edit": page.name,
        "title": page.title,
        "airtime": to_float_seconds(page.shares.airtime),
        "words": page.shares.words,
        "narration": {
            "seconds": to_float_seconds(page.narration),
            "ticks": page.narration,
            "words": page.narration_words,
        },
        "people": [_portion_record(page, one) for one in page.shares.people],
        "groups": [_portion_record(page, one) for one in page.shares.groups],
        "asked": [
            {"quotation": one.run, "kept": one.is_kept, "answer": one.answer, **place(one.asked, one.record)}
            for one in page.asked
        ],
        "taken_back": [
            {
                "quotation": one.run,
                "flag": one.flag.value,
                "why": one.why,
                "tape_words": one.words,
                "record_timecode": page.label(one.record),
            }
            for one in page.taken_back
        ],
        "named": [
            {
                "name": one.name,
                "group": one.group,
                "heard": one.heard,
                "narration": one.narration,
                "seconds": to_float_seconds(one.airtime),
            }
            for one in page.named
        ],
        "content_notes": [
            {"topic": one.topic, "by_code": one.by_code, **place(one.place, one.record)} for one in page.notes
        ],
        "unread": list(page.unread),
        "remarks": list(page.remarks),
    }


def _portion_record(page: FairnessPage, one: Portion) -> dict[str, object]:
    return {
        "name": one.name,
        "group": one.group,
        "people": one.people,
        "seconds": to_float_seconds(one.airtime),
        "ticks": one.airtime,
        "airtime_share": one.airtime / page.shares.airtime if page.shares.airtime else 0.0,
        "words": one.words,
        "word_share": one.words / page.shares.words if page.shares.words else 0.0,
        "said": one.said,
        "used": one.used,
        "used_share": one.share_used,
        "quotations": one.runs,
    }
