"""What Alembic runs: migrations on the connection that it was handed, in the transaction that is running there."""

from __future__ import annotations

from alembic import context

from tapewright.store.schema import metadata


def run() -> None:
    """Run them; DDL of SQLite is transactional, so that an interrupted migration leaves the project as it was."""
    context.configure(
        connection=context.config.attributes["connection"],
        target_metadata=metadata,
        render_as_batch=True,
        transactional_ddl=False,
    )
    context.run_migrations()


# Alembic loads this file under this name; importing it does nothing.
if __name__ == "env_py":
    run()
