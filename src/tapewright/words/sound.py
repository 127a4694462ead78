"""How an English word sounds, roughly, from its spelling; and how far two sounds lie apart.

A recogniser that has never met a name writes down words that sound like it. Letters mislead there, and so do keys
that throw the vowels away or must be equal: of 113,634 real misrecognitions 12 % share a double metaphone. So a word
becomes a string of sounds, one sign each, and two strings are compared with weights, across the ends of words.

    P B T D K G   stops            F V H(th) S Z X(sh, zh) Q(h)   fricatives        C(ch) J   affricates
    M N           nasals           R L W Y                         liquids, glides   I E A O U   vowels

The rules are for English, made from the regular spellings, with a few dozen common words by heart. Weights follow
articulation: voiced and voiceless of one place are nearest, then the same manner or the same place, then the rest.
"""

from __future__ import annotations

import re
from functools import lru_cache

from tapewright.words.numbers import figure_readings

VOWELS = "IEAOU"
SOUNDS = "PBTDKGFVHSZXQCJMNRLWY" + VOWELS

# Common words that no rule can read, as they would have to be spelt for the rules to read them.
_RESPELT = dict(
    pair.split("=")
    for pair in (
        "one=wun two=too four=for eight=ayt zero=zeero who=hoo of=ov was=woz is=iz his=hiz has=haz as=az said=sed "
        "says=sez does=duz done=dun some=sum come=kum have=hav give=giv live=liv you=yoo your=yor are=ar were=wur "
        "there=thair their=thair where=wair would=wood could=cood should=shood because=bikoz enough=enuf though=tho "
        "through=throo thought=thot people=peepul once=wuns only=onli women=wimin money=munni other=uther do=doo "
        "to=too the=tha what=wot want=wont any=enni many=menni again=agen been=bin busy=bizzi %=persent $=dollarz"
    ).split()
)
_RULES = [
    (r"^kn|^gn|^pn", "N"), (r"^wr|^rh", "R"), (r"^ps", "S"), (r"^wh(?=o)", "Q"), (r"^x", "Z"), (r"^who", "QU"),
    (r"tch", "C"), (r"sch(?=[^ei])", "SK"), (r"sch", "X"), (r"(?<=[nr])ch(?=[aeiou])|^ch(?=[rl])", "K"), (r"ch", "C"),
    (r"(?:ti|si|ci|ssi|shi)(?=on|an|al|en|ous)", "X"), (r"(?<=[aeiou])su(?=r|al)", "XU"), (r"tu(?=re|al)", "CU"),
    (r"sh", "X"), (r"ph", "F"), (r"th", "H"), (r"wh", "W"), (r"ck", "K"), (r"cc(?=[eiy])", "KS"),
    (r"sc(?=[eiy])", "S"), (r"dg(?=[eiy])", "J"), (r"gg", "G"), (r"g(?=e|y)|gi(?=[aou])", "J"), (r"gn$", "N"),
    (r"mb$", "M"), (r"(?<=[aeiou])gh(?=t|$)", ""), (r"gh", "G"), (r"qu|q", "KW"), (r"x", "KS"),
    (r"ng(?=$|[^aeiou])", "N"), (r"c(?=[eiy])", "S"), (r"(?<=[aeo])lk", "K"), (r"(?<=a)lm", "M"),
    (r"^y(?=[aeiou])", "Y"), (r"(?<=[aeiou])y(?=[aeiou])", "Y"),
    (r"(?<=[aeiou])w(?![aeiouh])", ""), (r"(?<=[aeiou])h(?![aeiou])", ""), (r"(?<=[^aeiou])h", "Q"),
    (r"eigh|ai|ay|ei|ey(?=.)", "E"), (r"ee|ea|ie(?!t)|ey$|y$|i(?=ng$)", "I"), (r"oo|ew|ue|ui|ou(?=[pr])", "U"),
    (r"ou|ow|au|aw|al(?=[kl])", "O"), (r"oa|oe|oi|oy", "O"), (r"(?<=[^aeiouy])e$", "·"),
    (r"(?<=[^aeiouydt])ed$", "D"), (r"es$", "S"),
    (r"[iy]", "I"), (r"e", "E"), (r"a", "A"), (r"o", "O"), (r"u", "U"),
    (r"(?<=[aeiou])s(?=[aeiou])", "Z"),
    (r"pp?", "P"), (r"bb?", "B"), (r"tt?", "T"), (r"dd?", "D"), (r"kk?", "K"), (r"g", "G"), (r"ff?", "F"), (r"v", "V"),
    (r"ss?", "S"), (r"zz?", "Z"), (r"c", "K"), (r"j", "J"), (r"mm?", "M"), (r"nn?", "N"), (r"rr?", "R"), (r"ll?", "L"),
    (r"w", "W"), (r"h", "Q"),
]  # fmt: skip
_FIGURES = re.compile(r"(\d+)")
_SPELLINGS = re.compile("|".join(f"({spelling})" for spelling, _ in _RULES))


@lru_cache(maxsize=1 << 17)
def sounds(word: str) -> str:
    """The sounds of a normal word; figures are read out. ``""`` for a word without Latin letters or digits.

    >>> sounds("harbour"), sounds("knight"), sounds("nite"), sounds("phone")
    ('QARBUR', 'NIT', 'NIT', 'FON')
    """
    whole = _spoken_figure(word)
    parts = [word] if len(whole) > 1 else _FIGURES.split(word)
    words = (way for part in parts for way in _spoken_figure(part))
    return re.sub(r"(.)\1+", r"\1", "".join(map(_heard, words)))


def _spoken_figure(figure: str) -> tuple[str, ...]:
    """A number as it is most often said, years in two pairs; what is no number as it is."""
    return figure_readings(figure)[:2][-1]


def _heard(word: str) -> str:
    spelt = "".join(sign for sign in _RESPELT.get(word, word) if "a" <= sign <= "z")
    heard = _SPELLINGS.sub(lambda found: _RULES[(found.lastindex or 1) - 1][1], spelt)
    # A last e is heard where it is the only vowel: be, the.
    return heard.replace("·", "" if any(sound in VOWELS for sound in heard) else "I")


@lru_cache(maxsize=1 << 17)
def sound_key(word: str) -> str:
    """The consonants of a word without their voice: equal for words that are easily heard for each other.

    Short, so that words can be looked up by it; not enough by itself to find what was misheard (see the module's head).

    >>> sound_key("fairy"), sound_key("ferry"), sound_key("very"), sound_key("eye")
    ('FR', 'FR', 'FR', '')
    """
    return sounds(word).translate(_WITHOUT_VOICE)


def distance(one: str, other: str) -> float:
    """What must be changed to make one string of sounds out of the other, weighted; 0 for the same.

    >>> distance("BAT", "PAT"), distance("BAT", "SAT") > distance("BAT", "PAT")
    (0.3, True)
    """
    last = [0.0]
    for sign in other:
        last.append(last[-1] + GAP[sign])
    for sound in one:
        here = [last[0] + GAP[sound]]
        for column, sign in enumerate(other, 1):
            here.append(min(last[column] + GAP[sound], here[-1] + GAP[sign], last[column - 1] + CHANGE[sound][sign]))
        last = here
    return round(last[-1], 6)


def sound_likeness(one: str, other: str) -> float:
    """From 0 to 1 for two normal words: how much of their sounds agrees."""
    first, second = sounds(one), sounds(other)
    longest = max(len(first), len(second))
    return max(0.0, 1 - distance(first, second) / longest) if longest else 0.0


_WITHOUT_VOICE = str.maketrans("BDGVZJ", "PTKFSC", VOWELS)

# place (front to back of the mouth), manner, voice
_FEATURES = {
    "P": (0, "stop", 0), "B": (0, "stop", 1), "T": (3, "stop", 0), "D": (3, "stop", 1), "K": (5, "stop", 0),
    "G": (5, "stop", 1), "F": (1, "fricative", 0), "V": (1, "fricative", 1), "H": (2, "fricative", 0),
    "S": (3, "fricative", 0), "Z": (3, "fricative", 1), "X": (4, "fricative", 0), "Q": (6, "fricative", 0),
    "C": (4, "affricate", 0), "J": (4, "affricate", 1), "M": (0, "nasal", 1), "N": (3, "nasal", 1),
    "R": (4, "liquid", 1), "L": (3, "liquid", 1), "W": (0, "glide", 1), "Y": (4, "glide", 1),
}  # fmt: skip
_VOWEL_PLACES = {"I": (0, 0), "E": (0, 1), "A": (1, 2), "O": (2, 1), "U": (2, 0)}


def _change(one: str, other: str) -> float:
    if one == other:
        return 0.0
    if one in VOWELS and other in VOWELS:
        (front, height), (also_front, also_height) = _VOWEL_PLACES[one], _VOWEL_PLACES[other]
        return 0.15 + 0.1 * (abs(front - also_front) + abs(height - also_height))
    if one in VOWELS or other in VOWELS:
        return 0.7 if {one, other} & set("WYRQ") else 1.0
    (place, manner, voice), (also_place, also_manner, also_voice) = _FEATURES[one], _FEATURES[other]
    apart = 0.15 * min(abs(place - also_place), 3) + (0.3 if voice != also_voice else 0.0)
    near = {"stop": 0, "affricate": 1, "fricative": 2, "nasal": 4, "liquid": 5, "glide": 6}
    return min(1.0, apart + 0.2 * abs(near[manner] - near[also_manner]))


CHANGE = {one: {other: round(_change(one, other), 3) for other in SOUNDS} for one in SOUNDS}
"""Cost of hearing one sound as another."""

GAP = {
    sound: 0.45 if sound in VOWELS else 0.5 if sound in "WYRQ" else 0.5 if sound in "TDN" else 0.8 for sound in SOUNDS
}
"""Cost of a sound that is not heard: little for vowels, glides and the stops that are swallowed at words' ends."""
