"""How an answer to a delivery is judged."""

from datetime import timedelta

import pytest

from integration_gateway.domain.outcome import Outcome, Verdict, outcome_of_status, outcome_without_answer


@pytest.mark.parametrize("status", [200, 201, 202, 204, 299])
def test_any_2xx_is_success(status: int) -> None:
    assert outcome_of_status(status) == Outcome(Verdict.DELIVERED, status)


@pytest.mark.parametrize("status", [300, 301, 302, 303, 304, 307, 308])
def test_a_redirect_is_a_failure(status: int) -> None:
    assert outcome_of_status(status) == Outcome(Verdict.FAILED, status, error="redirect")


@pytest.mark.parametrize("status", [400, 401, 403, 404, 409, 422, 500, 501, 505, 599, 100, 199, 600, 999])
def test_everything_else_is_a_failure(status: int) -> None:
    assert outcome_of_status(status) == Outcome(Verdict.FAILED, status, error=f"status-{status}")


def test_410_ends_the_endpoint() -> None:
    assert outcome_of_status(410) == Outcome(Verdict.GONE, 410, error="gone")


@pytest.mark.parametrize("status", [429, 502, 503, 504])
def test_an_overloaded_receiver_is_given_the_pause_it_asks_for(status: int) -> None:
    pause = timedelta(seconds=120)
    assert outcome_of_status(status, pause) == Outcome(Verdict.THROTTLED, status, pause, f"status-{status}")
    assert outcome_of_status(status).retry_after is None


def test_a_pause_counts_only_for_an_overloaded_receiver() -> None:
    assert outcome_of_status(500, timedelta(seconds=120)).retry_after is None


def test_no_answer_is_a_failure_with_its_cause() -> None:
    assert outcome_without_answer("timed-out") == Outcome(Verdict.FAILED, error="timed-out")
