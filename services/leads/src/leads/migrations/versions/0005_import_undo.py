"""Files of imports in pieces, what rows changed, what an undo did, and the events that a dry run only tries."""

from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.execute(
        "ALTER TABLE import_files ADD COLUMN piece integer NOT NULL DEFAULT 0,"
        " DROP CONSTRAINT import_files_pkey, ADD PRIMARY KEY (import_id, piece)"
    )
    op.execute(
        "ALTER TABLE import_rows ADD COLUMN changed jsonb NOT NULL DEFAULT '[]', ADD COLUMN first_row integer,"
        " ADD COLUMN undo text, ADD COLUMN undo_reasons jsonb NOT NULL DEFAULT '[]'"
    )
    op.execute("CREATE INDEX import_rows_lead ON import_rows (import_id, lead_id)")
    op.execute(
        "CREATE TABLE import_trials (import_id uuid NOT NULL, aggregate_id uuid NOT NULL, version integer NOT NULL,"
        " aggregate text NOT NULL, type text NOT NULL, class_version smallint NOT NULL, state jsonb NOT NULL,"
        " occurred_at timestamptz NOT NULL, PRIMARY KEY (import_id, aggregate_id, version))"
    )
