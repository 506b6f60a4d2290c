"""Looking for names that are alike: pg_trgm, and the identities of customers that leads are held against."""

from alembic import op

revision = "0006"
down_revision = "0005"

_READS_CHINESE = """
DO $$ BEGIN
  IF cardinality(public.show_trgm('线索')) = 0 THEN
    RAISE EXCEPTION 'pg_trgm drops Chinese characters in this database: its LC_CTYPE must be a UTF-8 locale'
      USING HINT = 'Make the database with LC_CTYPE C.UTF-8 (or another UTF-8 locale), encoding UTF8.';
  END IF;
END $$"""


def upgrade() -> None:
    op.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm WITH SCHEMA public")
    op.execute(_READS_CHINESE)
    op.execute(
        "CREATE TABLE customer_identities (id text PRIMARY KEY, version integer NOT NULL, gone boolean NOT NULL,"
        " sound text NOT NULL, keys text[] NOT NULL, identity jsonb NOT NULL, content jsonb NOT NULL)"
    )
    op.execute("CREATE INDEX customer_identities_keys ON customer_identities USING gin (keys)")
    op.execute(
        "CREATE INDEX customer_identities_sound ON customer_identities USING gin (sound public.gin_trgm_ops)"
    )
