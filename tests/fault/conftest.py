"""How long the faults go on, and which ones come when."""

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--fault-rounds", type=int, default=1, help="how often every kind of fault comes")
    parser.addoption("--fault-seed", type=int, default=1, help="in which order")
