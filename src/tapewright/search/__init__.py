"""Search: what a question means and how well a place answers it. Records in, records out; no I/O."""
