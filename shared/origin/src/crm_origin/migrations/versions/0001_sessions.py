"""The sessions of browsers."""

from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    # `digest` is of the cookie, and `sealed` can only be opened with the cookie: this table alone signs nobody in.
    op.execute(
        """
        CREATE TABLE sessions (
          digest         bytea PRIMARY KEY,
          subject        text NOT NULL,
          sealed         bytea NOT NULL,
          began_at       timestamptz NOT NULL DEFAULT clock_timestamp(),
          ends_at        timestamptz NOT NULL,
          renewing_until timestamptz
        );
        CREATE INDEX sessions_subject ON sessions (subject);
        CREATE INDEX sessions_ends_at ON sessions (ends_at);
        """
    )
