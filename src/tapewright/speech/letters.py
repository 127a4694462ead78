"""How an English word that is in no dictionary may sound: letters to the phones of the CMU dictionary, by rules.

A name that an aligner has never met needs sounds that are roughly right; where its edges lie is decided by the sound.
The rules are for regular spellings, the first that fits at a place counts. ``A.B.C.`` and ``ABC`` are read as letters,
``th-`` as the beginning of a word.
"""

from __future__ import annotations

import re
from functools import lru_cache

VOWELS = frozenset("AA AE AH AO AW AY EH ER EY IH IY OW OY UH UW".split())

LETTERS = dict(
    pair.split("=")
    for pair in (
        "a=EY b=B_IY c=S_IY d=D_IY e=IY f=EH_F g=JH_IY h=EY_CH i=AY j=JH_EY k=K_EY l=EH_L m=EH_M n=EH_N o=OW p=P_IY "
        "q=K_Y_UW r=AA_R s=EH_S t=T_IY u=Y_UW v=V_IY w=D_AH_B_AH_L_Y_UW x=EH_K_S y=W_AY z=Z_IY"
    ).split()
)

_V, _C = "[aeiouy]", "[bcdfghjklmnpqrstvwxz]"

# (spelling with what stands around it, phones). Vowels before one consonant and a silent e are long.
_LONG = rf"(?={_C}e(?:s|d|r|rs|ly|ment|less|ness)?$|{_C}ing$|{_C}(?:ion|ious|ial|ia)|{_C}{_C}?le$)"
_RULES: list[tuple[str, str]] = [
    # beginnings
    (r"^kn|^gn|^pn", "N"), (r"^wr|^rh", "R"), (r"^ps(?=y|e)", "S"), (r"^x", "Z"), (r"^wh(?=o[^r])", "HH"),
    (r"^mc(?=[^aeioukcg])", "M AH K"), (r"^mc(?=[kcg])", "M AH"), (r"^mc", "M AH K"), (r"^mac(?=[dpfl])", "M AH K"),
    (r"^sch(?=[aeiouwlmn])", "SH"), (r"^cz", "CH"), (r"^eu", "Y UW"), (r"^y(?=[aeiou])", "Y"), (r"^un(?=[^i])", "AH N"),
    (r"^uni", "Y UW N IH"), (r"^ch(?=[rl])", "K"), (r"^o'(?=[a-z])", "OW"), (r"^de(?=[bcdfglmnprstv][aeiou])", "D IH"),
    (r"^re(?=[bcdfglmnprstv][aeiou])", "R IH"), (r"^be(?=[cdfghlst][aeioulr])", "B IH"), (r"^who", "HH UW"),
    # endings
    (r"tion(?=s?$|al|ed|ing)|cian(?=s?$)|ssion(?=s?$)", "SH AH N"), (r"(?<=[aeiour])sion(?=s?$)", "ZH AH N"),
    (r"sion(?=s?$)", "SH AH N"), (r"(?:ti|ci)al(?=$|ly)", "SH AH L"), (r"(?:ti|ci|xi|ce)ous(?=$|ly)", "SH AH S"),
    (r"(?<=[a-z])ous(?=$|ly)", "AH S"), (r"(?:tu)re(?=s?$|d$)", "CH ER"), (r"(?<=[aeiou])sure(?=s?$|d$)", "ZH ER"),
    (r"ough(?=t)", "AO"), (r"augh(?=t)", "AO"), (r"ough(?=$)", "OW"), (r"eigh", "EY"), (r"igh", "AY"),
    (r"(?<=[a-z])le(?=s?$|d$)(?<=[bcdfgkptz]le)", "AH L"), (r"(?<=[a-z]{2})age(?=s?$|d$)", "IH JH"),
    (r"(?<=[a-z]{2})ate(?=ly|$)", "EY T"), (r"(?<=[a-z]{2})ism(?=s?$)", "IH Z AH M"), (r"que(?=s?$)", "K"),
    (r"gue(?=s?$)", "G"), (r"(?<=[a-z])ine(?=s?$)", "IY N"), (r"(?<=[a-z]{2})ville(?=$)", "V IH L"),
    (r"(?<=[a-z]{2})ski(?=$)|(?<=[a-z]{2})sky(?=$)", "S K IY"), (r"(?<=[a-z]{2})wicz$", "V IH CH"),
    (r"(?<=[a-z]{2})czyk$", "CH IH K"), (r"(?<=[a-z]{2})stein(?=s?$)", "S T IY N"), (r"(?<=[a-z]{2})mann?$", "M AH N"),
    (r"(?<=[a-z]{2})burgh?$", "B ER G"), (r"(?<=[a-z]{2})son(?=s?$)", "S AH N"), (r"(?<=[a-z]{2})ton(?=s?$)", "T AH N"),
    (r"(?<=[a-z]{2})berg(?=s?$)", "B ER G"), (r"(?<=[a-z])er(?=s?$)", "ER"), (r"(?<=[a-z])or(?=s?$)", "ER"),
    (r"(?<=[td])ed$", "IH D"), (r"(?<=[aeiouy][pkfsxc])ed$|(?<=[sc]h)ed$|(?<=[kpsf][kpsf])ed$", "T"),
    (r"(?<=[a-z]{2})(?<![aeiou])ed$", "D"), (r"(?<=[szx])es$|(?<=[cs]h)es$|(?<=[cg])es$", "IH Z"),
    (r"(?<=[a-z]{2}[bdgklmnprtvfw])es$", "Z"), (r"ing(?=s?$)", "IH NG"), (r"(?<=[a-z])ies$", "IY Z"),
    (r"(?<=[a-z]{2})ied$", "IY D"), (r"(?<=[a-z])ly$", "L IY"), (r"(?<=[a-z])ey(?=s?$)", "IY"), (r"a$", "AH"),
    (r"(?<=[sxz])e?'s$", "IH Z"), (r"(?<=[ptkf])e?'s$", "S"), (r"(?<=[a-z][lmnrvdbg])e?'s$|'s$", "Z"),
    (r"(?<=[ptkf])s$", "S"), (r"n't$", "AH N T"), (r"'ll$", "AH L"),
    (r"'re$", "ER"), (r"'ve$", "AH V"), (r"'d$", "D"), (r"'m$", "M"),
    (r"mb(?=s?$)", "M"), (r"mn(?=s?$)", "M"), (r"gn(?=s?$|e)", "N"), (r"bt(?=s?$)", "T"), (r"o(?=s?$)", "OW"),
    (r"i(?=s?$)", "IY"), (r"(?<=^[a-z])y$|(?<=^[a-z]{2})y$", "AY"), (r"y(?=s?$)", "IY"), (r"u$", "UW"),
    (r"(?<=^[bcdfghlmnpstw])e$|(?<=^[st]h)e$", "IY"), (r"(?<=[a-z])e$", ""), (r"(?<=[a-z][lmnrtvdckpg])e(?=s$)", ""),
    # consonants in groups
    (r"tch", "CH"), (r"sch", "SH"), (r"(?<=[nr])ch(?=[aou])", "K"), (r"ch(?=[rlmn])", "K"), (r"ch", "CH"),
    (r"sh", "SH"), (r"ph", "F"), (r"(?<=[aeiou])th(?=er)|^th(?=[eaiou][a-z]{0,3}$)", "DH"), (r"th", "TH"),
    (r"wh", "W"), (r"ck", "K"), (r"cc(?=[eiy])", "K S"), (r"sc(?=[eiy])", "S"), (r"dg(?=[eiy])", "JH"),
    (r"(?<=[aeiou])gh(?=t|$|s)", ""), (r"gh", "G"), (r"gg", "G"), (r"ng(?=$|s$|[^aeioulry])", "NG"),
    (r"n(?=[kgqx])", "NG"), (r"qu", "K W"), (r"q", "K"), (r"(?<=e)x(?=[aeiou])", "G Z"), (r"x", "K S"),
    (r"sz|cz", "CH"), (r"zh", "ZH"), (r"kh", "K"), (r"dh", "D"), (r"bh", "B"), (r"rh", "R"), (r"zz(?=[aio])", "T S"),
    (r"g(?=[eiy])(?!ir|ive|et|ift|eer)", "JH"), (r"c(?=[eiy])", "S"), (r"(?<=[aeou])lk", "K"),
    (r"(?<=a)l(?=f$|ves$|m)", ""), (r"(?<=[aeiou])ss?u(?=re|al|al)", "ZH UW"), (r"tu(?=al|ous|ate)", "CH UW"),
    (r"st(?=le|en$)", "S"),
    # vowels with r
    (r"air|are(?=s?$)|ear(?=s?$)(?<=[btw]ear)", "EH R"), (r"eer|ier|ere(?=s?$)", "IH R"), (r"ear(?=[nlt][a-z]?)", "ER"),
    (r"ear", "IH R"), (r"ire(?=s?$|d$)", "AY ER"), (r"ure(?=s?$|d$)", "Y UH R"), (r"oor|our|oar|ore(?=s?$|d$)", "AO R"),
    (r"(?<=w)ar", "AO R"), (r"(?<=w)or", "ER"), (r"arr(?=[aeiouy])", "EH R"), (r"err(?=[aeiouy])", "EH R"),
    (r"irr(?=[aeiouy])", "IH R"), (r"orr?(?=[a-z]|$)", "AO R"), (r"arr?(?=[aeiou])", "EH R"), (r"arr?", "AA R"),
    (r"(?:er|ir|ur|yr)r?(?![aeiou])", "ER"), (r"urr?(?=[aeiou])", "Y UH R"), (r"er(?=[aeiou])", "ER"),
    # vowels in groups
    (r"eau", "OW"), (r"ai|ay", "EY"), (r"au|aw", "AO"), (r"ee", "IY"), (r"ea(?=d$|th$|lth|sure|ds$)", "EH"),
    (r"ea", "IY"), (r"ei(?=n|l|g)", "EY"), (r"ei", "IY"), (r"ey", "EY"), (r"eu|ew", "UW"), (r"ie(?=[^t]|$)", "IY"),
    (r"oa|oe", "OW"), (r"oi|oy", "OY"), (r"oo(?=k|d$|ds$)", "UH"), (r"oo", "UW"), (r"ou", "AW"),
    (r"ow(?=n$|er|d|l$|ns$|el)", "AW"), (r"ow", "OW"), (r"(?<=[^aeiou][rlj])ue|(?<=[rlj])ui", "UW"), (r"ue|ui", "UW"),
    (r"al(?=[kt]|d)|all", "AO L"), (r"ia(?=n?s?$)", "IY AH"), (r"io", "IY OW"), (r"iu", "IY AH"), (r"aa", "AA"),
    (r"eo", "IY OW"), (r"ae", "EY"), (r"uy", "AY"),
    # single vowels
    (rf"a{_LONG}", "EY"), (rf"e{_LONG}", "IY"), (rf"i{_LONG}|y{_LONG}", "AY"), (rf"o{_LONG}", "OW"),
    (rf"(?<=[rlj])u{_LONG}", "UW"), (rf"u{_LONG}", "Y UW"), (r"i(?=nd$|ld$|nds$)", "AY"), (r"o(?=ld|ll$|st$)", "OW"),
    (rf"(?<=[^aeiou]{{1}}[a-z])a(?={_C}$)(?<=[a-z]{{3}}a)", "AH"), (r"(?<=w)a(?=[nst])", "AA"),
    (rf"a(?={_C}[iou]|{_C}a[a-z])", "AA"), (r"a", "AE"),
    (r"(?<=[a-z]{2})e(?=[nlm](?:$|s$|t))", "AH"), (r"e", "EH"), (r"[iy]", "IH"),
    (r"(?<=[a-z]{2})o(?=n(?:$|s$))", "AH"), (rf"o(?={_C}[aiou])", "OW"), (r"o", "AA"),
    (rf"(?<=[^rlj])u(?={_C}[aiou])", "Y UW"), (rf"u(?={_C}[aiou])", "UW"), (r"u", "AH"),
    # single consonants
    (r"bb?", "B"), (r"cc?", "K"), (r"dd?", "D"), (r"ff?", "F"), (r"gg?", "G"), (r"(?<=[aeiou])h(?![aeiou])", ""),
    (r"h", "HH"), (r"j", "JH"), (r"kk?", "K"), (r"ll?", "L"), (r"mm?", "M"), (r"nn?", "N"), (r"pp?", "P"),
    (r"rr?", "R"), (r"(?<=[aeiou])s(?=[aeiou]|m$)", "Z"), (r"(?<=[bdglmnrvw])s$", "Z"), (r"ss?", "S"), (r"tt?", "T"),
    (r"vv?", "V"), (r"w(?=[aeiouy])", "W"), (r"w", ""), (r"zz?", "Z"),
]  # fmt: skip
_SPELLINGS = re.compile("|".join(f"({spelling})" for spelling, _ in _RULES))


@lru_cache(maxsize=1 << 14)
def phones(word: str) -> tuple[str, ...]:
    """The phones of a lower-case word of the letters a to z, apostrophes between them; ``()`` where nothing is said.

    >>> " ".join(phones("shipwright")), " ".join(phones("matchbook"))
    ('SH IH P R AY T', 'M AE CH B UH K')
    """
    made: list[str] = []
    at = 0
    while at < len(word):
        found = _SPELLINGS.match(word, at)
        if found is None or found.end() == at:
            at += 1
            continue
        made += _RULES[(found.lastindex or 1) - 1][1].split()
        at = found.end()
    return tuple(made) if made else spelt(word)


def spelt(word: str) -> tuple[str, ...]:
    """The phones of a word read letter by letter.

    >>> " ".join(spelt("bbc"))
    'B IY B IY S IY'
    """
    return tuple(phone for letter in word if letter in LETTERS for phone in LETTERS[letter].split("_"))


def begun(word: str) -> tuple[str, ...]:
    """The phones of a word that was broken off: ``th`` is TH AH; of one letter its sound and not its name.

    >>> " ".join(begun("th")), " ".join(begun("b")), " ".join(begun("har"))
    ('TH AH', 'B AH', 'HH AA R')
    """
    made = phones(word)
    return made if any(phone in VOWELS for phone in made) else (*made, "AH")
