"""Files that people attach to records, and the parts of those that have not come whole."""

from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.execute(
        "CREATE TABLE files (owner text NOT NULL, digest text NOT NULL, media_type text NOT NULL,"
        " content bytea NOT NULL, stored_at timestamptz NOT NULL DEFAULT clock_timestamp(),"
        " PRIMARY KEY (owner, digest))"
    )
    # Pictures and archives are compressed already.
    op.execute("ALTER TABLE files ALTER content SET STORAGE EXTERNAL")
    op.execute(
        "CREATE TABLE file_parts (owner text NOT NULL, digest text NOT NULL, start integer NOT NULL,"
        " length integer NOT NULL, part bytea NOT NULL, stored_at timestamptz NOT NULL DEFAULT clock_timestamp(),"
        " PRIMARY KEY (owner, digest, start))"
    )
