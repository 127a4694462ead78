"""The craft of the chronology: what follows from events, their dates, their parties and what says so.

Belongs here: gaps, conflicts, ages, who knew what when, what may be told twice, cases beside each other. Never here:
reading or writing anything, and no judgement of a person: a gap is a stretch of which nothing is told, not a reproach.
"""
