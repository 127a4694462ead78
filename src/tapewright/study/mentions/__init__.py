"""Dates that are said on tapes, found in the words: what a person may take into the chronology, or leave.

Belongs here: how dates are said (``languages/XX.toml`` holds a language's words), what EDTF they are, and what a
relative one hangs on, which is a guess and called so. Never here: reading tapes, deciding anything.
"""
