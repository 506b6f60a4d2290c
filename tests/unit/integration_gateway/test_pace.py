"""How fast a target is sent to, in health and in trouble."""

from datetime import UTC, datetime, timedelta

import pytest

from integration_gateway.domain.outcome import Outcome, outcome_of_status, outcome_without_answer
from integration_gateway.domain.pace import LONGEST_REQUESTED, Pace, PaceLimits

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
SECOND = timedelta(seconds=1)
LIMITS = PaceLimits(at_once=4, first_pause=SECOND, longest_pause=8 * SECOND)
DOWN = outcome_without_answer("connection-failed")


def test_a_target_that_answers_gets_several_messages_at_once() -> None:
    pace = Pace(LIMITS)
    assert [pace.room(busy, NOON) for busy in (0, 3, 4, 5)] == [4, 1, 0, 0]


@pytest.mark.parametrize("outcome", [DOWN, outcome_of_status(500), outcome_of_status(503)])
def test_a_target_in_trouble_gets_one_careful_try_after_a_pause(outcome: Outcome) -> None:
    pace = Pace(LIMITS)
    pace.note(outcome, NOON)
    assert pace.room(0, NOON) == 0
    assert pace.room(0, NOON + SECOND) == 1
    assert pace.room(1, NOON + SECOND) == 0


@pytest.mark.parametrize("status", [400, 401, 404, 410, 422])
def test_an_answer_about_the_message_is_no_trouble_of_the_target(status: int) -> None:
    pace = Pace(LIMITS)
    pace.note(outcome_of_status(status), NOON)
    assert pace.room(0, NOON) == 4


def test_pauses_double_up_to_the_longest() -> None:
    pace, now, pauses = Pace(LIMITS), NOON, []
    for _ in range(6):
        pace.note(DOWN, now)
        pause = next(s for s in range(1, 100) if pace.room(0, now + s * SECOND))
        pauses.append(pause)
        now += pause * SECOND
    assert pauses == [1, 2, 4, 8, 8, 8]


def test_messages_that_were_on_their_way_together_count_as_one_trouble() -> None:
    pace = Pace(LIMITS)
    for _ in range(4):
        pace.note(DOWN, NOON)
    assert pace.room(0, NOON + SECOND) == 1


def test_the_first_success_opens_the_target_again() -> None:
    pace = Pace(LIMITS)
    pace.note(DOWN, NOON)
    pace.note(outcome_of_status(204), NOON + SECOND)
    assert pace.room(0, NOON + SECOND) == 4
    pace.note(DOWN, NOON + 2 * SECOND)
    assert pace.room(0, NOON + 3 * SECOND) == 1


def test_a_requested_pause_is_kept_but_not_for_ever() -> None:
    pace = Pace(LIMITS)
    pace.note(outcome_of_status(429, 60 * SECOND), NOON)
    assert (pace.room(0, NOON + 59 * SECOND), pace.room(0, NOON + 60 * SECOND)) == (0, 1)
    pace = Pace(LIMITS)
    pace.note(outcome_of_status(429, timedelta(hours=9)), NOON)
    assert pace.room(0, NOON + LONGEST_REQUESTED) == 1
