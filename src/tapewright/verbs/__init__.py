"""Verbs: what a person asks for, one module each.

A verb takes a ``Project`` and plain records, uses the crafts and the edges, and returns a frozen record. ``record()``
in each module gives that answer's documented JSON, the same for the command line and the browser.
"""
