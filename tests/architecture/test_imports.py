"""Every contract of `.importlinter` is kept by the real tree, and is broken by a violation planted in a copy of it."""

import configparser
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[2]
SOURCES = sorted(
    path.relative_to(REPOSITORY)
    for pattern in ("shared/*/src", "services/*/src", "deploy/*/src")
    for path in REPOSITORY.glob(pattern)
)

# Contract, then the planted modules: path under the one `src` folder that all packages share in the copy, text.
PLANTED = [
    ("stack", {"crm_platform/planted.py": "import leads"}),
    ("stack", {"crm_contracts/planted.py": "import crm_platform.ids"}),
    ("stack", {"orders/planted.py": "import crm_local"}),
    ("stack", {"crm_local/planted.py": "import crm_testing"}),
    ("islands", {"leads/planted.py": "import orders"}),
    ("islands", {"analytics/planted.py": "import leads"}),
    ("inside", {"leads/domain/planted.py": "import leads.application"}),
    ("inside", {"field_service/application/planted.py": "import field_service.adapters"}),
    ("inside", {"orders/stray.py": ""}),
    ("inside-analytics", {"analytics/metrics/planted.py": "import analytics.views"}),
    ("inside-analytics", {"analytics/stray.py": ""}),
    ("pure-domain", {"opportunities/domain/planted.py": "import sqlalchemy"}),
    ("pure-domain", {"analytics/metrics/planted.py": "import crm_contracts.values"}),
    (
        "pure-domain",
        {
            "crm_platform/planted.py": "import psycopg",
            "leads/domain/planted.py": "import crm_platform.planted",
        },
    ),
    ("application", {"orders/application/planted.py": "import fastapi"}),
    ("application", {"analytics/application/planted.py": "from sqlalchemy import select"}),
    ("kafka-once", {"leads/adapters/planted.py": "import aiokafka"}),
    ("kafka-once", {"crm_platform/http/planted.py": "import faststream"}),
    ("stack", {"crm_origin/planted.py": "import leads"}),
    ("stack", {"crm_platform/planted.py": "import crm_origin"}),
    ("origin", {"crm_origin/planted.py": "import crm_platform.messaging.relay"}),
    ("origin", {"crm_origin/planted.py": "from sqlalchemy import select"}),
    ("contracts-pure", {"crm_contracts/planted.py": "import faststream"}),
    ("harness-out", {"crm_platform/planted.py": "import pytest"}),
    ("harness-out", {"crm_local/planted.py": "import crm_testing.waiting"}),
]


def contracts() -> set[str]:
    parser = configparser.ConfigParser()
    parser.read(REPOSITORY / ".importlinter")
    return {section.rpartition(":")[2] for section in parser.sections() if ":contract:" in section}


def lint(tree: Path, *options: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [
            Path(sys.executable).parent / "lint-imports",
            "--no-cache",
            "--config",
            REPOSITORY / ".importlinter",
            *options,
        ],
        cwd=tree,
        env={**os.environ, "PYTHONPATH": str(tree), "COLUMNS": "200"},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    for source in SOURCES:
        shutil.copytree(
            REPOSITORY / source,
            tmp_path,
            dirs_exist_ok=True,
            ignore=shutil.ignore_patterns("__pycache__", "*.egg-info"),
        )
    return tmp_path


def plant(tree: Path, modules: dict[str, str]) -> None:
    """Write the modules, and whatever packages they need that are not there yet."""
    for name, text in modules.items():
        imported = [line.split()[1] for line in text.splitlines()]
        inside = [
            tree.joinpath(*module.split(".")) for module in imported if (tree / module.split(".")[0]).exists()
        ]
        packages = [(tree / name).parent, *(path for path in inside if not path.with_suffix(".py").exists())]
        for package in packages:
            package.mkdir(parents=True, exist_ok=True)
            (package / "__init__.py").touch()
        (tree / name).write_text(text + "\n")


@pytest.mark.parametrize(
    ("contract", "modules"), PLANTED, ids=[f"{contract}-{next(iter(m))}" for contract, m in PLANTED]
)
def test_a_planted_violation_breaks_its_contract(copy: Path, contract: str, modules: dict[str, str]) -> None:
    plant(copy, modules)
    found = lint(copy, "--contract", contract)
    assert found.returncode == 1, found.stdout + found.stderr
    assert "0 kept, 1 broken" in found.stdout
    assert "planted" in found.stdout or "stray" in found.stdout


def test_every_contract_is_proven_by_a_planted_violation() -> None:
    assert {contract for contract, _ in PLANTED} == contracts()


def test_the_copy_without_a_violation_keeps_every_contract(copy: Path) -> None:
    found = lint(copy)
    assert found.returncode == 0, found.stdout + found.stderr


def test_the_real_tree_keeps_every_contract() -> None:
    found = lint(REPOSITORY)
    assert found.returncode == 0, found.stdout + found.stderr
    assert f"{len(contracts())} kept, 0 broken" in found.stdout
