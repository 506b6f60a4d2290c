"""The files of imports and what became of their rows."""

from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.execute("CREATE TABLE import_files (import_id uuid PRIMARY KEY, content bytea NOT NULL)")
    op.execute(
        "CREATE TABLE import_rows (import_id uuid NOT NULL, row integer NOT NULL, outcome text NOT NULL,"
        " lead_id uuid, reasons jsonb NOT NULL, PRIMARY KEY (import_id, row))"
    )
