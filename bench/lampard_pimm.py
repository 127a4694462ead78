"""What Karon Pimm told of her son (see ``lampard_events``)."""

from __future__ import annotations

from lampard_events import Told

EPUT = "Essex Partnership University Trust (EPUT)"
LAKES = "The Lakes, Harbour Suite"
NURSE = "Colchester General, A&E crisis nurse"

PIMM = (
    Told(
        key="tj-low",
        kind="warning sign",
        title="TJ does not eat, and lies around doing nothing",
        says=(("L0708", "He wasn't eating", "laying around doing nothing, really"),),
        date="2016-08~",
        words="at that point",
        case="TJ Pimm",
        about=("TJ Pimm",),
        saw=("Karon Pimm",),
    ),
    Told(
        key="tj-gp",
        kind="contact",
        title="TJ goes to his doctors",
        says=(("L0708", "But the doctors where we lived", "didn't follow anything up"),),
        date="2010/2016-08",
        words="from 2010",
        case="TJ Pimm",
        reported=("TJ Pimm",),
        about=("TJ Pimm",),
        told=("GP practice",),
    ),
    Told(
        key="tj-gp-miss",
        kind="missed intervention",
        title="No follow-up by the doctors, as Mrs Pimm tells it",
        says=(("L0708", "then you can't, so that's up to them to step in", "a lump on their whatever"),),
        case="TJ Pimm",
        of="tj-gp",
        note="She adds that she does not know what he told them.",
    ),
    Told(
        key="tj-sister",
        kind="contact",
        title="His sister tells police and paramedics that he will say he is all right",
        says=(("L0708", "before TJ even got to Goodmayes and then to The Lakes", "she knew as well, yes"),),
        date="2016-08-08",
        case="TJ Pimm",
        reported=("TJ Pimm's sister",),
        about=("TJ Pimm",),
        told=("British Transport Police and paramedics",),
    ),
    Told(
        key="tj-136",
        kind="intervention",
        title="Police detain TJ under Section 136, for assessment",
        says=(("L0708", "the way that that ended up is that police detained TJ", "for assessment"),),
        date="2016-08-08",
        case="TJ Pimm",
        did=("British Transport Police and paramedics",),
        of="tj-sister",
    ),
    Told(
        key="tj-lakes",
        kind="contact",
        title="His mother phones again and again, asking to speak to whoever will assess him",
        says=(
            ("L0708", "you repeatedly phoned The Lakes", "Yes, and I was in the building working"),
            ("L0708", "no one ever phoned you back from The Lakes", "We must have phoned about 10, 12 times"),
            (
                "L0708",
                "the nurse who carried out that assessment, when asked why",
                "no legal obligation to engage with you",
                "what was said for the institution later, in the Trust's report, as counsel puts it",
            ),
        ),
        date="2016-08-09",
        words="after midnight",
        case="TJ Pimm",
        reported=("Karon Pimm",),
        about=("TJ Pimm",),
        told=(LAKES,),
        of="tj-low",
        answer="no answer",
        outcome="assessed without her; discharged the same day",
    ),
    Told(
        key="tj-lakes-miss",
        kind="missed intervention",
        title="The form has a place for what the nearest relative says; it was left blank",
        says=(
            ("L0708", "One of the things you have learned is that the paperwork", "of course, left blank"),
            ("L0708", "the views of a nearest relative, if available", "Before they let him out, yes"),
        ),
        date="2016-08-09",
        case="TJ Pimm",
        of="tj-lakes",
    ),
    Told(
        key="tj-police",
        kind="contact",
        title="His father tells the police how worried he is",
        says=(("L0708", "But also your husband explained that he was extremely worried", "Yes, yes"),),
        date="2016-08-25",
        case="TJ Pimm",
        reported=("TJ Pimm's father",),
        about=("TJ Pimm",),
        told=("Essex Police",),
    ),
    Told(
        key="tj-nurse",
        kind="contact",
        title="His probation officer takes him to A&E and says why",
        says=(
            ("L0708", "So she was concerned enough that she went with him", "Yes, she was concerned"),
            ("L0708", "as soon as she learnt that there was a warrant out", "so -- go on, I'm sorry"),
            (
                "L0708",
                "seemed to suggest that it was your idea",
                "That's wrong",
                "the nurse's evidence at the inquest was another, as counsel sums it up; Mrs Pimm says it is wrong",
            ),
        ),
        date="2016-08-25",
        words="about 5.00/5.30",
        case="TJ Pimm",
        reported=("TJ Pimm's probation officer",),
        about=("TJ Pimm",),
        told=(NURSE,),
        answer="“I can't assess him, we are not allowed to assess people with a warrant out for their arrest”, as Mrs "
        "Pimm remembers it",
        answered_on="2016-08-25",
        outcome="sent away, to be seen by the police",
        certainty="disputed",
    ),
    Told(
        key="tj-nurse-miss",
        kind="missed intervention",
        title="He was neither assessed nor kept in hospital",
        says=(
            (
                "L0708",
                "I am of the opinion that there is no reasonable body",
                "allow TJ to leave hospital",
                "an expert in the civil claim, as counsel reads it",
            ),
            ("L0708", "I wouldn't have gone to work if they had told me that", ""),
        ),
        date="2016-08-25",
        case="TJ Pimm",
        of="tj-nurse",
    ),
    Told(
        key="tj-pfd",
        kind="contact",
        title="A coroner writes to the Trust to prevent future deaths",
        says=(
            ("L0708", "The Prevention of Future Deaths letter that went to the Trust", "the same issues arising again"),
            (
                "L0708",
                "to you, that assurance was then and remains now an empty one",
                "it still happened in the same Trust",
            ),
        ),
        case="TJ Pimm",
        reported=("A coroner",),
        about=("TJ Pimm",),
        told=(EPUT,),
        answer="“Please be assured that learning from Mr Pimm's death is being shared across all the new trusts”, as "
        "counsel reads it",
    ),
)
