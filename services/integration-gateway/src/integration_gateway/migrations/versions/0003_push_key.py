"""The key that pushes are sent with; there is one for ever."""

from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.execute("""
        CREATE TABLE push_key (
          only_one bool PRIMARY KEY DEFAULT true CHECK (only_one),
          sealed   text NOT NULL,
          made_at  timestamptz NOT NULL DEFAULT clock_timestamp()
        )""")
    op.execute(
        "CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON push_key"
        " FOR EACH ROW EXECUTE FUNCTION refuse_change()"
    )
