"""The corpus: everything that was said on all tapes, as arrays of word numbers.

Belongs here: what search and proof both need to find words: the arrays and how they are made, looking words and pairs
up, votes for places, words that are nearly the same. Never here: what a query or a quotation is, files, the store.
"""

from tapewright.corpus.arrays import EDGE, CorpusArrays, build
from tapewright.corpus.folding import fold_words
from tapewright.corpus.lookup import HESITATIONS, Lookup

__all__ = ["EDGE", "HESITATIONS", "CorpusArrays", "Lookup", "build", "fold_words"]
