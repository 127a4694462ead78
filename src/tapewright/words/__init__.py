"""Words: tokens, normal form, sound keys, matching, differences.

Belongs here: what can be said about words and sequences of words without knowing where they come from. Never here:
tapes, transcripts, files.
"""
