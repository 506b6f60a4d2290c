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
    op.execute(sa.text(_escaped((files("crm_platform.persistence") / "event_log.sql").read_text())))


def _escaped(statements: str) -> str:
    return statements.replace(":", "\\:")


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
    """What the service may do: read and append history, and keep its own positions and views."""
    names = {"role": sql.Identifier(role), "schema": sql.Identifier(schema)}
    statements = [
        "GRANT USAGE, CREATE ON SCHEMA {schema} TO {role}",
        "GRANT SELECT, INSERT ON {schema}.events, {schema}.commands TO {role}",
        "GRANT SELECT, INSERT, UPDATE, DELETE ON {schema}.positions, {schema}.published TO {role}",
        "GRANT SELECT, INSERT, UPDATE, DELETE ON {schema}.parked, {schema}.copies TO {role}",
    ]
    for statement in statements:
        connection.exec_driver_sql(sql.SQL(statement).format(**names).as_string())
