"""Who the leads of a running import are, for the rows behind them to be held against."""

from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    op.execute(
        "CREATE TABLE import_identities (import_id uuid NOT NULL, row integer NOT NULL, lead_id uuid NOT NULL,"
        " keys text[] NOT NULL, identity jsonb NOT NULL, PRIMARY KEY (import_id, row))"
    )
    op.execute(
        "CREATE INDEX import_identities_keys ON import_identities USING gin (keys) WITH (fastupdate = off)"
    )
