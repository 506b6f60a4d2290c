"""The times at which a failed delivery is tried again."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from integration_gateway.domain.retry import STANDARD, RetrySchedule

ids = st.text(min_size=1, max_size=40)
attempts = st.integers(min_value=0, max_value=len(STANDARD.delays) - 1)


def test_the_standard_schedule_makes_ten_attempts_within_75_hours_and_36_minutes() -> None:
    assert [delay.total_seconds() for delay in STANDARD.delays] == [
        0,
        5,
        300,
        1800,
        7200,
        18000,
        36000,
        50400,
        72000,
        86400,
    ]
    assert sum(STANDARD.delays, timedelta()) == timedelta(hours=75, minutes=35, seconds=5)


def test_the_first_attempt_is_made_at_once() -> None:
    assert STANDARD.wait("m1", 0) == timedelta(0)


@given(ids, attempts)
def test_a_wait_is_stretched_by_at_most_a_tenth_and_never_shortened(message_id: str, made: int) -> None:
    wait = STANDARD.wait(message_id, made)
    assert wait is not None
    assert STANDARD.delays[made] <= wait <= STANDARD.delays[made] * 1.1


@given(ids, attempts)
def test_the_same_message_and_attempt_always_wait_the_same_time(message_id: str, made: int) -> None:
    assert STANDARD.wait(message_id, made) == RetrySchedule(STANDARD.delays).wait(message_id, made)


def test_messages_that_failed_together_do_not_return_together() -> None:
    waits = {STANDARD.wait(f"m{n}", 2) for n in range(100)}
    assert len(waits) == 100


def test_one_message_is_not_always_the_early_one() -> None:
    stretched = [(STANDARD.wait("m1", made) or timedelta()) / STANDARD.delays[made] for made in range(1, 10)]
    assert max(stretched) - min(stretched) > 0.03


def test_a_delivery_is_parked_after_its_last_attempt() -> None:
    assert STANDARD.wait("m1", 9) is not None
    assert STANDARD.wait("m1", 10) is None
    assert STANDARD.wait("m1", 11) is None


@given(attempts, st.integers(min_value=0, max_value=200_000))
def test_nothing_is_sent_before_the_receiver_allowed_it(made: int, pause: int) -> None:
    wait = STANDARD.wait("m1", made, timedelta(seconds=pause))
    assert wait is not None
    assert wait >= max(timedelta(seconds=pause), STANDARD.delays[made])


def test_a_pause_asked_for_does_not_postpone_parking() -> None:
    assert STANDARD.wait("m1", 10, timedelta(seconds=1)) is None


def test_a_fast_schedule_comes_from_plain_seconds() -> None:
    fast = RetrySchedule.of_seconds((0, 0.05, 0.1), spread=0)
    assert [fast.wait("m1", made) for made in range(4)] == [
        timedelta(0),
        timedelta(milliseconds=50),
        timedelta(milliseconds=100),
        None,
    ]


@pytest.mark.parametrize("seconds", [(), (-1,), (0, 5, 3)])
def test_a_schedule_without_sense_is_refused(seconds: tuple[float, ...]) -> None:
    with pytest.raises(ValueError, match="retry schedule"):
        RetrySchedule.of_seconds(seconds)


@pytest.mark.parametrize("spread", [-0.1, 1.1])
def test_a_spread_beyond_the_whole_wait_is_refused(spread: float) -> None:
    with pytest.raises(ValueError, match="spread"):
        RetrySchedule.of_seconds((0,), spread)
