"""Which words are worth a person's ear: how likely each is wrong, times how much it would matter.

Belongs here: signs that a word was misheard and what each is worth, known names that a word may stand for, what an
error would cost, the queue. Never here: playing, answering, storing; that is ``verbs/review``.
"""
