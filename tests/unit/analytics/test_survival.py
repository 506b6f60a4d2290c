"""Time in a stage when some are still inside: Kaplan-Meier against published and brute-force truth."""

from fractions import Fraction
from statistics import median_low

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.metrics.survival import median_duration, survival

durations = st.lists(st.integers(0, 30).map(float), max_size=60).map(sorted)

# Weeks of remission under 6-mercaptopurine (Freireich and others, 1963), the textbook case.
ENDED = [6.0, 6, 6, 7, 10, 13, 16, 22, 23]
LASTING = [6.0, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35]


def test_the_textbook_case_has_the_textbook_curve() -> None:
    curve = {duration: round(share, 3) for duration, share in survival(ENDED, LASTING)}
    assert curve == {6: 0.857, 7: 0.807, 10: 0.753, 13: 0.69, 16: 0.627, 22: 0.538, 23: 0.448}
    assert median_duration(ENDED, LASTING) == 23


def test_ignoring_those_still_inside_would_halve_the_time() -> None:
    assert median_duration(ENDED, []) == 10


def test_the_median_is_unknown_while_too_few_have_ended() -> None:
    assert median_duration([1.0], [5.0, 5.0, 5.0]) is None
    assert median_duration([], []) is None


def test_exactly_half_is_half_whatever_floats_make_of_it() -> None:
    assert median_duration([1.0, 2, 3, 4], []) == 2
    assert median_duration([float(n) for n in range(1, 11)], []) == 5


@given(durations.filter(bool))
def test_without_censoring_the_median_is_the_plain_one(ended: list[float]) -> None:
    assert median_duration(ended, []) == median_low(ended)


@given(durations, durations)
def test_the_curve_is_the_product_of_the_shares_that_go_on(ended: list[float], lasting: list[float]) -> None:
    share, expected = Fraction(1), {}
    for time in sorted(set(ended)):
        at_risk = sum(d >= time for d in ended + lasting)
        share *= 1 - Fraction(ended.count(time), at_risk)
        expected[time] = float(share)
    assert dict(survival(ended, lasting)) == pytest.approx(expected)


@given(durations, durations, st.integers(1, 30))
def test_those_still_inside_never_shorten_the_median(
    ended: list[float], lasting: list[float], more: int
) -> None:
    before = median_duration(ended, lasting)
    after = median_duration(ended, sorted([*lasting, float(more)]))
    assert after is None or (before is not None and after >= before)
