"""What was chosen, by reading, from five days of a public inquiry's hearings: signs, contacts, and what came of them.

The Lampard Inquiry, Crown copyright, Open Government Licence v3.0. Each passage is named by its first words and, where
it is longer, its last. How somebody died is left out, as the media guidelines of Samaritans ask. Nothing is entered
that is not said; whoever says it stands beside it. Parts of answers that only say yes stand with their question.
"""

from __future__ import annotations

from dataclasses import dataclass

HEARINGS = {
    "L0917": ("commemorative-and-impact-accounts/2024-09-17.rst", "Hearing of 17 September 2024: families' accounts"),
    "L0506": ("april-hearing/2025-05-06.rst", "Hearing of 6 May 2025: the former Ombudsman"),
    "L0515": ("april-hearing/2025-05-15.rst", "Hearing of 15 May 2025: the Trust's chief executive"),
    "L0708": ("july-hearing/2025-07-08.rst", "Hearing of 8 July 2025: Karon Pimm, Janet Carden, Patrick Brennan"),
    "L0709": ("july-hearing/2025-07-09.rst", "Hearing of 9 July 2025: Lydia Fraser-Ward, Alan Oxton"),
}
UNREAD = ("L0710", "Hearing of 10 July 2025 (not transcribed in this project)")

FAMILY, PATIENT, SERVICE, PUBLIC = "families", "people in care", "other services", "public bodies"

PEOPLE = {
    "Karon Pimm": FAMILY,
    "TJ Pimm": PATIENT,
    "TJ Pimm's sister": FAMILY,
    "TJ Pimm's father": FAMILY,
    "TJ Pimm's probation officer": SERVICE,
    "Janet Carden": FAMILY,
    "Janet Carden's husband": FAMILY,
    "W4 (name restricted by the Inquiry)": PATIENT,
    "Patrick Brennan": FAMILY,
    "Liam Brennan": PATIENT,
    "Liam Brennan's mother": FAMILY,
    "Liam Brennan's aunt": FAMILY,
    "Lydia Fraser-Ward": FAMILY,
    "Pippa Whiteward": PATIENT,
    "Pippa Whiteward's husband": FAMILY,
    "Pippa Whiteward's mother": FAMILY,
    "Jane Stanford and her sister": FAMILY,
    "Dot, Jane Stanford's mother": PATIENT,
    "Melanie Leahy": FAMILY,
    "Matthew Leahy": PATIENT,
    "Ms R, mother of Mr R": FAMILY,
    "Mr R": PATIENT,
    "Families who told of their loss": FAMILY,
    "A coroner": PUBLIC,
}
INSTITUTIONS = (
    "GP practice",
    "British Transport Police and paramedics",
    "The Lakes, Harbour Suite",
    "Essex Police",
    "Colchester General, A&E crisis nurse",
    "Linden Centre",
    "An A&E department, not named",
    "North Essex Partnership Trust (NEPT)",
    "Trust's crisis line",
    "Community psychiatric nurse (NEPT)",
    "Ambulance service",
    "Mother and baby unit, Winchester",
    "Ruby Ward",
    "Parliamentary and Health Service Ombudsman",
    "Essex Partnership University Trust (EPUT)",
    "NACRO",
)

NIMH = "National Institute of Mental Health (United States), Warning Signs of Suicide; public domain"
NICE = "NICE guideline NG225, Self-harm: assessment, management and preventing recurrence (2022)"

CODES = (
    (
        "Says that they want to die",
        "Somebody says, writes or lets it be known that they want to die or see no reason to live.",
        "the words are those of the person, or are reported by whoever heard or read them",
        "somebody else only fears it",
        NIMH,
        "#8c2f39",
        (
            (
                f"{NIMH}",
                "If somebody says so, ask in a caring way whether they think of suicide, listen without judging, "
                "do not leave them alone, and connect them to help.",
            ),
            (
                f"{NICE}, 1.6.1",
                "It advises against risk assessment tools and scales for foretelling suicide or repeated "
                "self-harm, and against deciding by them who is treated or discharged.",
            ),
        ),
    ),
    (
        "Changes, withdraws, does not sleep or eat",
        "Somebody is not as those close to them know them: withdrawn, agitated, without interest, eating or sleeping "
        "much less or more than they did.",
        "whoever tells of it knew the person before",
        "the change is that of one bad day",
        NIMH,
        "#2f5d8c",
        (),
    ),
    (
        "Those close to them warn",
        "Family or friends tell a service what they know or fear, or that the person hides how they are.",
        "the warning was given to somebody who could act",
        "it was only thought, or said afterwards",
        f"{NICE}, 1.1 and 1.4 (information, and involving family members and carers)",
        "#3d6b35",
        (
            (
                f"{NICE}, 1.1.1",
                "It advises to share information with family members or carers, as appropriate: what "
                "support there is, and when to seek help.",
            ),
        ),
    ),
)
"""Name, definition, use when, not when, source, colour, guidance (publication, text)."""

READ_FOR_HER = "Jane Stanford's account of her mother, read out for her by Mr Sanda"

CODINGS = (
    ("L0708", "Says that they want to die", "he texted me and said", "That's another level"),
    (
        "L0708",
        "Says that they want to die",
        "he was constantly telling us and them",
        "They thought he was attention-seeking",
    ),
    ("L0709", "Says that they want to die", "how she wanted to die and she was making", "comments like this"),
    ("L0709", "Says that they want to die", "she received this phone call to check in", "she said she wanted to die"),
    ("L0708", "Changes, withdraws, does not sleep or eat", "He wasn't eating", "laying around doing nothing, really"),
    (
        "L0709",
        "Changes, withdraws, does not sleep or eat",
        "she hadn't slept since she had had the baby",
        "exhausted and tired",
    ),
    ("L0709", "Changes, withdraws, does not sleep or eat", "I had never seen her that unwell before", "ever"),
    (
        "L0917",
        "Changes, withdraws, does not sleep or eat",
        "She lost interest in her creative interests",
        "enjoyed",
        READ_FOR_HER,
    ),
    ("L0708", "Those close to them warn", "I said he'd hoodwink them and he did", ""),
    (
        "L0708",
        "Those close to them warn",
        "no one ever phoned you back from The Lakes",
        "We must have phoned about 10, 12 times",
    ),
    (
        "L0708",
        "Those close to them warn",
        "My husband looked at that and said",
        "got on the phone to the ward to warn them",
    ),
    (
        "L0917",
        "Those close to them warn",
        "Much of our efforts whilst mum was still on Ruby Ward",
        "were ignored",
        READ_FOR_HER,
    ),
    (
        "L0708",
        "Those close to them warn",
        "So having made the complaint",
        "why did it need to take a complaint to achieve it",
    ),
)
"""Tape, code, first words, last words, and a note where one is needed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """An event as it was chosen. ``says`` are passages: tape, first words, last words, and a note or ``date=…``."""

    key: str
    kind: str
    title: str
    says: tuple[tuple[str, ...], ...]
    date: str = ""
    words: str = ""
    case: str = ""
    reported: tuple[str, ...] = ()
    about: tuple[str, ...] = ()
    told: tuple[str, ...] = ()
    saw: tuple[str, ...] = ()
    did: tuple[str, ...] = ()
    of: str = ""
    answer: str = ""
    answered_on: str = ""
    outcome: str = ""
    believed: str = ""
    certainty: str = "certain"
    note: str = ""
