"""The keys by which leads are recognized as customers of master data."""

from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.execute(
        "CREATE TABLE customer_keys (customer_id text PRIMARY KEY, source_version integer NOT NULL,"
        " active boolean NOT NULL, keys text[] NOT NULL)"
    )
    op.execute("CREATE INDEX customer_keys_by_key ON customer_keys USING gin (keys)")
