"""Story: the paper edit, its words on the tapes, and the cut made of it. Records in, records out; no I/O."""
