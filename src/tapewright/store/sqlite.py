"""The project's store in one SQLite file: ``open_store`` and ``SqliteStore``.

How the text index meets the store (for ``store/textindex.py``)
--------------------------------------------------------------
``SqliteTextIndex(connection: sqlite3.Connection)`` is cheap to make and holds no state of its own. The store makes
one inside each writing transaction, on the connection of that transaction (autocommit off by an explicit BEGIN;
never commit or roll back in the index), and calls, before it commits:

    create()                        once, when a project is made or its schema was migrated; must be harmless twice
    tape_changed(tape, turns)       the current transcript of the tape is another one; ``turns`` are all of its turns
                                    in order, or () where it has none any more or the tape is gone
    turns_changed(tape, turn_ids)   these turns of the current transcript read otherwise, are new or are gone; read
                                    what they are now with ``current_turns`` below
    check() -> list[Damage]         for ``verify``: whether the index equals what a rebuilt one would hold
    rebuild()                       from nothing, from what the tables say now

What the index may read on its connection: table ``turn`` (``id, transcript, place, speaker, starts, ends, revision,
times, text``; ordered by ``place, id``), ``transcript`` (``id, tape, version, is_current``), ``tape`` (``number, id``);
see schema.py. ``text`` is the words with one space between; word *i* is ``text.split(" ")[i]``. To get records:

    from tapewright.store.records import current_turns, turns_by_id
    current_turns(connection, tape_id)  -> list[Turn] in order           turns_by_id(connection, ids) -> list[Turn]

To search: ``with store.reading() as connection: SqliteTextIndex(connection).phrase(…)``. ``reading()`` gives a
connection inside one read transaction (a still picture: later writes are not seen), that cannot write; it never
blocks and is never blocked. Use it for any read-only SQL. Its tables are its own, named ``word_…``, and not logged.
"""
