"""Proof: where a quotation was said, how it differs, what the difference does to the meaning, how pieces were joined.

Belongs here: finding, judging, rules, joins, explanations; records in, records out. Never here: files, the store, the
clock. The words of a language are data (``languages/``), but for a few that link others.
"""
