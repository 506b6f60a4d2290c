"""How long the faults go on, in which order they come, and how long what is frozen stays so."""

import os

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    seconds = float(os.environ.get("KUAICRM_FAULT_SECONDS", "60"))
    group = parser.getgroup("faults")
    group.addoption(
        "--fault-seconds",
        type=float,
        default=seconds,
        help="how long faults come, each kind at least once (%(default)s)",
    )
    group.addoption("--fault-seed", type=int, default=1, help="the order in which they come (%(default)s)")
    group.addoption("--freeze-seconds", type=float, default=8.0, help="how long a freeze lasts (%(default)s)")
