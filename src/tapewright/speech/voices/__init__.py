"""Telling voices apart: two networks built out of plain tensors, and what is made of them.

Belongs here: reading the tensors, building the graphs, running them, clusters of voices, turns. Never here: which
person a voice belongs to, the store, tapes' files. What other rooms meet is ``tapewright.speech.VoiceFinder``.
"""
