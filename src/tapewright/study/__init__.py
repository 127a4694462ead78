"""The craft of study: what codings say together, how far coders agree, and what a chronology tells.

Belongs here: trees of codes, queries, agreement, gaps, conflicts, ages, who knew what when, mentions of dates,
fairness: records in, records out. Never here: reading or writing anything, and no judgement of a living person: it
describes the past as the tapes tell it.
"""
