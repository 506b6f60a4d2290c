"""What is declared in two places agrees: topics, dependencies and their locks, packages and the build."""

import re
import tomllib
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

from crm_contracts.topics import PARTITIONS, TOPICS
from crm_testing.tiers import PHASES

REPOSITORY = Path(__file__).resolve().parents[2]
PACKAGES = sorted(
    path.parent
    for pattern in ("shared/*", "services/*", "deploy/*")
    for path in REPOSITORY.glob(f"{pattern}/pyproject.toml")
)


def declared(package: Path) -> list[Requirement]:
    project = tomllib.loads((package / "pyproject.toml").read_text())["project"]
    return [Requirement(text) for text in project["dependencies"]]


def locked(name: str) -> dict[str, Version]:
    text = (REPOSITORY / "requirements" / name).read_text()
    pins = re.findall(r"^([a-z0-9.-]+)(?:\[[a-z,-]+\])?==([^\s;\\]+)", text, flags=re.MULTILINE)
    return {pin: Version(version) for pin, version in pins}


def test_the_deployed_topics_are_those_of_the_contracts() -> None:
    deployed = yaml.safe_load((REPOSITORY / "deploy" / "topics.yaml").read_text())
    assert {topic["name"]: topic["partitions"] for topic in deployed["topics"]} == dict.fromkeys(
        TOPICS.values(), PARTITIONS
    )


@pytest.mark.parametrize("package", PACKAGES, ids=lambda package: package.name)
def test_the_lock_satisfies_what_a_package_declares(package: Path) -> None:
    others = {"testing": "dev.txt", "local": "run.txt"}
    pins = locked(others.get(package.name, "services.txt"))
    ours = {
        canonicalize_name(tomllib.loads((p / "pyproject.toml").read_text())["project"]["name"])
        for p in PACKAGES
    }
    for requirement in declared(package):
        name = canonicalize_name(requirement.name)
        if name not in ours:
            assert name in pins, f"{name} is not locked: make lock"
            assert pins[name] in requirement.specifier, f"{name} {pins[name]} is locked: make lock"


@pytest.mark.parametrize(("narrow", "wide"), [("services.txt", "run.txt"), ("run.txt", "dev.txt")])
def test_what_runs_is_pinned_to_the_same_versions_everywhere(narrow: str, wide: str) -> None:
    pins = locked(wide)
    assert {name: pins.get(name) for name in locked(narrow)} == locked(narrow)


def test_every_package_is_locked_and_installed_by_the_build() -> None:
    entries = {
        line.removeprefix("-e ./")
        for name in ("services.in", "run.in", "dev.in")
        for line in (REPOSITORY / "requirements" / name).read_text().splitlines()
        if line.startswith("-e ")
    }
    assert entries == {package.relative_to(REPOSITORY).as_posix() for package in PACKAGES}
    makefile = (REPOSITORY / "Makefile").read_text()
    for package in PACKAGES:
        assert package.name in makefile


def test_make_test_runs_every_folder_of_tests_and_the_web_checks() -> None:
    recipes = dict(
        re.findall(r"^([\w-]+):.*\n((?:\t.*\n)*)", (REPOSITORY / "Makefile").read_text(), flags=re.MULTILINE)
    )
    tiers = [tier for phase in PHASES for tier in phase]
    assert set(tiers) <= set(recipes)
    assert {"check", "web-test"} <= set(tiers)
    run = " ".join(recipes[tier] for tier in tiers)
    folders = {path.parent.name for path in REPOSITORY.glob("tests/*/test_*.py")} | {"unit", "service"}
    assert all(re.search(rf"\btests/{folder}\b", run) for folder in folders)
