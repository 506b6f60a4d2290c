"""How `make test` runs the tiers, and what it and a failing test show to whoever has to find out why."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from crm_testing.tiers import Ran, main, run_all

TIER = """\
#!/usr/bin/env bash
echo "this is ${!#}"
case ${!#} in
  red) printf '==== FAILURES ====\\nwhat went wrong\\n==== 1 failed, 2 passed in 3.04s ====\\n'; exit 3 ;;
  rough) echo 'error: no such file'; exit 2 ;;
  green) echo '4 passed, 1 skipped in 5.06s' ;;
esac
"""
FAILING = """\
import asyncio
from pathlib import Path
import pytest
from crm_testing.homes import clear, new_home

@pytest.fixture
def server():
    home = new_home()
    (home / "leads.serve.log").write_text("\\n".join(f"line {n} of the server" for n in range(99)))
    yield
    asyncio.run(clear(home))

@pytest.fixture
def broken_server(server):
    home = new_home()
    (home / "orders.log").write_text("orders could not start")
    asyncio.run(clear(home))
    raise RuntimeError

def test_it(server, tmp_path):
    (tmp_path / "schedule.log").write_text("the scheduler said this")
    assert False

def test_its_start(broken_server):
    pass
"""


@pytest.fixture
def make(tmp_path: Path) -> str:
    """Stands in for make: tiers that end as their names say."""
    script = tmp_path / "make"
    script.write_text(TIER)
    script.chmod(0o755)
    return str(script)


def test_every_tier_is_run_whatever_became_of_those_before(make: str, tmp_path: Path) -> None:
    ended = run_all([("red", "green"), ("rough",), ("green",)], [make], tmp_path)
    assert [(ran.tier, ran.code) for ran in ended] == [("red", 3), ("green", 0), ("rough", 2), ("green", 0)]


def test_what_failed_is_told_from_where_it_begins_else_by_its_end(make: str, tmp_path: Path) -> None:
    red, rough = run_all([("red",), ("rough",)], [make], tmp_path)
    assert red.faults().startswith("==== FAILURES ====\nwhat went wrong\n")
    assert rough.faults() == "this is rough\nerror: no such file\n"


def test_a_tier_says_what_it_cost_and_how_many_tests_passed(tmp_path: Path) -> None:
    output = tmp_path / "service.log"
    output.write_text("=== 1350 passed, 1 skipped in 300.12s (0:05:00) ===\n")
    told = str(Ran("service", 0, 301.2, 540.6, output))
    assert told == "service   passed in 301 s, 541 s of processors, 1350 passed, 1 skipped"


def test_all_that_failed_comes_last(
    make: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PATH", f"{Path(make).parent}:{os.environ['PATH']}")
    monkeypatch.setattr("crm_testing.tiers.PHASES", [("red",), ("green",)])
    monkeypatch.setattr(sys, "argv", ["tiers"])
    monkeypatch.chdir(tmp_path)
    assert main() == 1
    said = capsys.readouterr().out
    assert said.index("green     passed") < said.index("what went wrong") < said.index("failed: red, in ")


def test_a_failure_shows_what_the_servers_and_processes_of_the_test_said_last(tmp_path: Path) -> None:
    (tmp_path / "test_failing.py").write_text(FAILING)
    command = [sys.executable, "-m", "pytest", "-p", "crm_testing.fixtures", "-p", "no:cacheprovider"]
    ran = subprocess.run(
        [*command, "test_failing.py"], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert "1 failed, 1 error" in ran.stdout, ran.stdout + ran.stderr
    error, failure = ran.stdout.split("= FAILURES =")
    assert "end of orders.log" in error
    assert "orders could not start" in error
    assert "end of leads.serve.log" in failure
    assert "line 98 of the server" in failure
    assert "line 70 of the server" not in failure
    assert "the scheduler said this" in failure
    assert "orders could not start" not in failure
