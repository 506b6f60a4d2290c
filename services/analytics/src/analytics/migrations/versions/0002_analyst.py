"""The role that analysts read the documented views by; whoever runs the database grants it to people.

GRANT analyst TO alice;
"""

from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.execute("""
        DO $$ BEGIN
          CREATE ROLE analyst NOLOGIN;
        EXCEPTION WHEN duplicate_object OR unique_violation THEN
          NULL; -- another installation on this server made it
        END $$""")
    op.execute("""
        DO $$ BEGIN
          EXECUTE format('GRANT USAGE ON SCHEMA %I TO analyst', current_schema());
        END $$""")
