"""Waiting ends as soon as it can, and says what it saw when it cannot."""

import itertools

import pytest

from crm_testing.waiting import eventually


async def test_it_returns_the_first_value_that_will_do() -> None:
    numbers = itertools.count()
    assert await eventually(lambda: next(numbers), until=lambda n: n >= 3) == 3


async def test_an_assertion_in_the_probe_is_asked_again() -> None:
    numbers = itertools.count()

    async def probe() -> int:
        number = next(numbers)
        assert number == 2
        return number

    assert await eventually(probe) == 2


async def test_after_the_deadline_the_last_value_is_told() -> None:
    with pytest.raises(AssertionError, match=r"within 0.05 s; the last value was 'never'"):
        await eventually(lambda: "never", 0.05, until=lambda value: value == "now")
