"""A migration is frozen: it runs years later as it was written, and while processes of the release before go on."""

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[2]
MIGRATIONS = sorted(
    path
    for top in ("services", "shared")
    for path in REPOSITORY.glob(f"{top}/*/src/*/migrations/versions/*.py")
)

# The platform's SQL files are frozen, too: what changes later is a function for a next revision.
FROZEN = {"alembic", "sqlalchemy", "crm_platform.persistence.migrating"}
TAKES_AWAY = re.compile(
    r"DROP\s+(TABLE|COLUMN|VIEW|FUNCTION|TYPE)|RENAME\s+(TO|COLUMN)|SET\s+NOT\s+NULL|ALTER\s+(COLUMN\s+)?\w+\s+TYPE"
    r"|\bop\.(drop_(table|column)|rename_table|alter_column)",
    re.IGNORECASE,
)
UNUSED = re.compile(r"unused since \d+\.\d+\.\d+", re.IGNORECASE)


def faults(text: str) -> Iterator[str]:
    """What would make a migration another one later, or fail who still runs what was before it."""
    tree = ast.parse(text)
    for node in ast.walk(tree):
        modules = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        if isinstance(node, ast.ImportFrom):
            modules = [node.module or "."]
        for module in modules:
            if module not in FROZEN and module.partition(".")[0] not in sys.stdlib_module_names:
                yield f"imports {module}, which will be another one when the migration runs"
    if (found := TAKES_AWAY.search(text)) and not UNUSED.search(text):
        yield f"says {found[0]!r}: what the release before still uses is taken away by a later one, saying `unused since 0.0.0`"


@pytest.mark.parametrize("path", MIGRATIONS, ids=lambda path: f"{path.parents[2].name}/{path.stem}")
def test_a_migration_is_frozen_and_takes_away_nothing_that_is_used(path: Path) -> None:
    assert list(faults(path.read_text())) == []


@pytest.mark.parametrize(
    "planted",
    [
        "from leads.adapters.customers import indexed",
        "import crm_contracts.leads.v1",
        "from crm_platform.persistence.database import Database",
        "from . import other",
        'op.execute("ALTER TABLE customer_identities DROP COLUMN content")',
        'op.execute("drop table customer_keys")',
        'op.execute("ALTER TABLE t RENAME COLUMN a TO b")',
        'op.execute("ALTER TABLE t ALTER COLUMN a SET NOT NULL")',
        'op.execute("ALTER TABLE t ALTER a TYPE bigint")',
        'op.drop_column("t", "a")',
    ],
)
def test_a_planted_fault_is_found(planted: str) -> None:
    assert list(faults(f"from alembic import op\n{planted}\n"))


@pytest.mark.parametrize(
    "sound",
    [
        "import sqlalchemy as sa\nfrom crm_platform.persistence.migrating import create_event_log",
        'op.execute("ALTER TABLE t ADD COLUMN a integer NOT NULL DEFAULT 0, DROP CONSTRAINT t_pkey")',
        'op.execute("DROP TABLE t")  # unused since 0.2.0',
    ],
)
def test_what_adds_or_ends_what_nobody_uses_is_left_alone(sound: str) -> None:
    assert list(faults(sound)) == []


def test_there_are_migrations_of_the_six_services_and_of_the_origin() -> None:
    assert len({path.parents[2].name for path in MIGRATIONS}) == 7
