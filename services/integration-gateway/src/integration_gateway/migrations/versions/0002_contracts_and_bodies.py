"""The consumed contracts, the bytes of messages, and what keeps both as they are."""

from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.execute("""
        CREATE TABLE contracts (
          position        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
          id              uuid NOT NULL UNIQUE,
          type            text NOT NULL,
          source          text NOT NULL,
          subject         text NOT NULL,
          source_position bigint NOT NULL,
          time            timestamptz NOT NULL,
          received_at     timestamptz NOT NULL,
          event           jsonb NOT NULL
        )""")
    op.execute("CREATE INDEX contracts_received_at ON contracts (received_at)")
    op.execute("CREATE INDEX contracts_subject ON contracts (subject, position)")
    op.execute("CREATE INDEX contracts_type ON contracts (type, position)")
    op.execute("CREATE INDEX contracts_type_time ON contracts (type, time)")
    # Bytes, not JSONB: what is signed and compared must not be written differently.
    op.execute("CREATE TABLE bodies (digest text PRIMARY KEY, content bytea NOT NULL)")
    op.execute("""
        CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
          RAISE EXCEPTION '% is append-only', TG_TABLE_NAME;
        END $$""")
    for table in ("contracts", "bodies"):
        op.execute(
            f"CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON {table}"
            " FOR EACH ROW EXECUTE FUNCTION refuse_change()"
        )
