"""Time in a stage when some are still inside: Kaplan-Meier against published and brute-force truth."""

from fractions import Fraction
from statistics import median_low

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.metrics.survival import ended_within, median_duration, survival

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


DAY = 86_400.0


def test_the_share_within_a_time_has_the_published_interval() -> None:
    # Greenwood's interval on the scale of log(-log), as R's `survfit(conf.type = "log-log")` has it for the textbook case.
    ended, lasting = [d * DAY for d in ENDED], [d * DAY for d in LASTING]
    for days, share, low, high in (
        (6, 0.857, 0.620, 0.952),
        (10, 0.753, 0.503, 0.889),
        (23, 0.448, 0.188, 0.680),
    ):
        (found,) = ended_within(ended, lasting, [days])
        assert found is not None
        assert (1 - found.share, 1 - found.high, 1 - found.low) == pytest.approx((share, low, high), abs=6e-4)


def test_the_share_within_a_time_that_nobody_was_followed_for_is_not_known() -> None:
    assert ended_within([1 * DAY], [6.9 * DAY], [7]) == ended_within([], [], [7]) == [None]
    (seven,) = ended_within([1 * DAY], [7 * DAY], [7])
    assert seven is not None
    assert (seven.days, seven.share) == (7, 0.5)
    (none,) = ended_within([], [8 * DAY] * 10, [7])
    assert none is not None
    assert (none.share, none.low, round(none.high, 4)) == (0, 0, 0.2775)
    (every,) = ended_within([2 * DAY] * 10, [], [7])
    assert every is not None
    assert (every.share, round(every.low, 4), every.high) == (1, 0.7225, 1)


def test_the_last_one_alone_makes_nothing_certain() -> None:
    month, quarter = ended_within([DAY] * 100 + [80 * DAY], [40 * DAY] * 899, [30, 90])
    assert month is not None
    assert quarter is not None
    assert month.share == pytest.approx(0.1)
    assert (quarter.share, quarter.low, quarter.high) == (1, month.low, 1)


@given(durations, durations)
def test_the_share_within_a_time_is_what_the_curve_has_lost(ended: list[float], lasting: list[float]) -> None:
    horizons = [1, 7, 30]
    shares = ended_within([d * DAY for d in ended], [d * DAY for d in lasting], horizons)
    for days, found in zip(horizons, shares, strict=True):
        if found is not None:
            lost = [1 - share for duration, share in survival(ended, lasting) if duration <= days]
            assert found.share == pytest.approx(lost[-1] if lost else 0)
            assert 0 <= found.low <= found.share + 1e-9
            assert found.share - 1e-9 <= found.high <= 1
