"""Brings a service's schema up to date: its role, its grants and its Alembic migrations, as the owning role."""

from importlib.resources import files
from pathlib import Path

import sqlalchemy as sa
from alembic import op
from alembic.config import Config
from alembic.runtime.environment import EnvironmentContext
from alembic.script import ScriptDirectory
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict

_LOCK = 7_361_902  # any constant: two starts at once migrate one after the other

_HISTORY = {"events", "commands", "schema_version"}


def migrate(admin_url: str, service_url: str, schema: str, migrations: Path) -> None:
    """Create the schema and the service's role where missing, then run the migrations that are new.

    `admin_url` may create schemas and roles; `service_url` names the role (and password) the service uses. Blocking.
    """
    service = conninfo_to_dict(service_url)
    engine = sa.create_engine(
        sa.make_url(admin_url).set(drivername="postgresql+psycopg"), poolclass=sa.NullPool
    )
    config = Config()
    config.set_main_option("script_location", str(migrations))
    script = ScriptDirectory.from_config(config)
    with engine.begin() as connection:
        connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_LOCK)))
        _role(connection, schema, str(service["user"]), service.get("password"))
        connection.execute(
            sa.text(sql.SQL("SET LOCAL search_path TO {}").format(sql.Identifier(schema)).as_string())
        )

        def upgrade(revision: object, _context: object) -> object:
            return script._upgrade_revs("head", revision)  # type: ignore[arg-type]  # noqa: SLF001  what its own commands call

        with EnvironmentContext(config, script, fn=upgrade) as environment:
            environment.configure(
                connection=connection, version_table="schema_version", version_table_schema=schema
            )
            environment.run_migrations()
        _grant(connection, schema, str(service["user"]))


def create_event_log() -> None:
    """The tables and the append function of `event_log.sql`, in the current schema; for a service's first migration."""
    _execute("event_log.sql")


def create_blobs() -> None:
    """The tables of `blobs.sql`, in the current schema; for a migration of a service that keeps files."""
    _execute("blobs.sql")


def _execute(name: str) -> None:
    statements = (files("crm_platform.persistence") / name).read_text()
    op.execute(sa.text(statements.replace(":", "\\:")))


def _role(connection: sa.Connection, schema: str, role: str, password: object) -> None:
    exists = connection.execute(
        sa.text("SELECT 1 FROM pg_roles WHERE rolname = :role"), {"role": role}
    ).first()
    statements = [] if exists else [sql.SQL("CREATE ROLE {} LOGIN").format(sql.Identifier(role))]
    if password:
        statements.append(
            sql.SQL("ALTER ROLE {} PASSWORD {}").format(sql.Identifier(role), sql.Literal(password))
        )
    statements.append(sql.SQL("CREATE SCHEMA IF NOT EXISTS {}").format(sql.Identifier(schema)))
    for statement in statements:
        connection.exec_driver_sql(statement.as_string())


def _grant(connection: sa.Connection, schema: str, role: str) -> None:
    """What the service may do: read and append history, and keep tables and views of its own."""
    tables = connection.execute(
        sa.text("SELECT tablename FROM pg_tables WHERE schemaname = :schema AND tableowner = current_user"),
        {"schema": schema},
    ).scalars()
    grants = [
        sql.SQL("GRANT USAGE, CREATE ON SCHEMA {schema} TO {role}").format(
            schema=sql.Identifier(schema), role=sql.Identifier(role)
        )
    ]
    for table in tables:
        rights = "SELECT, INSERT" if table in _HISTORY else "SELECT, INSERT, UPDATE, DELETE"
        grants.append(
            sql.SQL("GRANT {rights} ON {table} TO {role}").format(
                rights=sql.SQL(rights), table=sql.Identifier(schema, table), role=sql.Identifier(role)
            )
        )
    for grant in grants:
        connection.exec_driver_sql(grant.as_string())
