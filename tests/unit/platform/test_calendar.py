"""Working days of China as the State Council announced them, and of those who have no calendar."""

from datetime import date, timedelta

import pytest
from pydantic import TypeAdapter, ValidationError

from crm_platform.calendar import WEEKDAYS, CalendarCode, calendar

CHINA = calendar("CN")

MADE_UP = {
    2024: ["0204", "0218", "0407", "0428", "0511", "0914", "0929", "1012"],
    2025: ["0126", "0208", "0427", "0928", "1011"],
    2026: ["0104", "0214", "0228", "0509", "0920", "1010"],
}
"""Weekends that were worked, from the yearly announcements of the State Council."""

OFF = {
    2024: [
        ("0101", "0101"), ("0210", "0217"), ("0404", "0406"), ("0501", "0505"),
        ("0610", "0610"), ("0915", "0917"), ("1001", "1007"),
    ],
    2025: [
        ("0101", "0101"), ("0128", "0204"), ("0404", "0406"), ("0501", "0505"),
        ("0531", "0602"), ("1001", "1008"),
    ],
    2026: [
        ("0101", "0103"), ("0215", "0223"), ("0404", "0406"), ("0501", "0505"),
        ("0619", "0621"), ("0925", "0927"), ("1001", "1007"),
    ],
}  # fmt: skip
"""First and last day of each holiday, from the same announcements."""


def on(year: int, month_and_day: str) -> date:
    return date(year, int(month_and_day[:2]), int(month_and_day[2:]))


def announced(year: int) -> dict[date, bool]:
    """Every day of the year, and whether it was to be worked."""
    days = [date(year, 1, 1) + timedelta(days=n) for n in range(366)]
    worked = {day: day.weekday() < 5 for day in days if day.year == year}
    for first, last in OFF[year]:
        for n in range((on(year, last) - on(year, first)).days + 1):
            worked[on(year, first) + timedelta(days=n)] = False
    return worked | {on(year, day): True for day in MADE_UP[year]}


@pytest.mark.parametrize("year", MADE_UP)
def test_every_day_of_a_chinese_year_is_as_it_was_announced(year: int) -> None:
    expected = announced(year)
    assert {day: CHINA.is_working(day) for day in expected} == expected


def test_plain_weekdays_know_no_holidays_and_no_made_up_days() -> None:
    plain = calendar(WEEKDAYS)
    assert plain.is_working(date(2026, 10, 1))
    assert not plain.is_working(date(2026, 10, 10))


@pytest.mark.parametrize(
    ("begin", "days", "end"),
    [
        (date(2026, 2, 13), 0, date(2026, 2, 13)),  # a Friday
        (date(2026, 2, 13), 1, date(2026, 2, 14)),  # a Saturday that is worked
        (date(2026, 2, 13), 2, date(2026, 2, 24)),  # behind nine days of Spring Festival
        (date(2026, 2, 16), 0, date(2026, 2, 24)),  # from within it
        (date(2026, 2, 16), 3, date(2026, 2, 27)),
        (date(2026, 9, 30), 2, date(2026, 10, 9)),
        (date(2026, 9, 30), 3, date(2026, 10, 10)),  # a Saturday that is worked
        (date(2025, 12, 31), 1, date(2026, 1, 4)),  # a Sunday that is worked, in another year
    ],
)
def test_working_days_are_counted_over_holidays_and_made_up_days(begin: date, days: int, end: date) -> None:
    assert CHINA.next_working(begin, days) == end


def test_a_calendar_nobody_knows_is_refused() -> None:
    code: TypeAdapter[str] = TypeAdapter(CalendarCode)
    assert [code.validate_python(known) for known in ("CN", "DE", WEEKDAYS)] == ["CN", "DE", WEEKDAYS]
    for bad in ("XX", "cn", "", "China"):
        with pytest.raises(ValidationError):
            code.validate_python(bad)
