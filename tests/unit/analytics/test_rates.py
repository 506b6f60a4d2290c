"""Shares and their Wilson interval."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.metrics.rates import rate, wilson

counts = st.integers(1, 10_000).flatmap(lambda of: st.tuples(st.integers(0, of), st.just(of)))


@pytest.mark.parametrize(
    ("count", "of", "low", "high"),
    [(10, 20, 0.2993, 0.7007), (0, 10, 0.0, 0.2775), (10, 10, 0.7225, 1.0), (81, 263, 0.2553, 0.3662)],
)
def test_the_interval_is_the_published_one(count: int, of: int, low: float, high: float) -> None:
    assert wilson(count, of) == pytest.approx((low, high), abs=5e-5)


@given(counts)
def test_the_interval_holds_the_share_and_stays_between_nothing_and_all(case: tuple[int, int]) -> None:
    count, of = case
    low, high = wilson(count, of)
    assert 0 <= low <= count / of + 1e-12
    assert count / of - 1e-12 <= high <= 1


@given(counts)
def test_ten_times_the_cases_narrow_the_interval(case: tuple[int, int]) -> None:
    count, of = case
    low, high = wilson(count, of)
    narrower_low, narrower_high = wilson(10 * count, 10 * of)
    assert narrower_high - narrower_low < high - low


@pytest.mark.parametrize(("count", "of"), [(3, 2), (-1, 2), (1, 0)])
def test_more_than_all_is_no_share(count: int, of: int) -> None:
    with pytest.raises(ValueError, match="no share"):
        rate(count, of, few_below=20)


def test_nothing_of_nobody_has_no_rate() -> None:
    assert rate(0, 0, few_below=20) is None


def test_a_rate_of_few_says_so() -> None:
    few, many = rate(9, 19, few_below=20), rate(10, 20, few_below=20)
    assert few is not None
    assert many is not None
    assert (few.few, many.few) == (True, False)
