"""One index of customers for conversions and candidates, begun with what the two before it know.

Both stay as they are for the release before, which goes on writing them while its processes are replaced; a later
release takes them away. The consumer of this index reads every customer once more, so nothing is missing in the end.
"""

from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    op.execute(
        "CREATE TABLE customer_index (id text PRIMARY KEY, version integer NOT NULL, gone boolean NOT NULL,"
        " sound text NOT NULL, keys text[] NOT NULL, identity jsonb NOT NULL)"
    )
    op.execute(
        "INSERT INTO customer_index SELECT id, version, gone, sound, keys, identity FROM customer_identities"
    )
    # Databases of before the first release may be without it.
    op.execute("""
        DO $$ BEGIN
          IF to_regclass('customer_keys') IS NOT NULL THEN
            UPDATE customer_index i SET keys = i.keys || k.keys FROM customer_keys k WHERE k.customer_id = i.id;
          END IF;
        END $$""")
    op.execute("CREATE INDEX customer_index_keys ON customer_index USING gin (keys) WITH (fastupdate = off)")
    op.execute(
        "CREATE INDEX customer_index_sound ON customer_index USING gin (sound public.gin_trgm_ops)"
        " WITH (gin_pending_list_limit = 128)"
    )
