"""Working days: of a country, in China with the weekends that are worked instead of bridge days (调休), or plain weekdays.

Pure: a domain module may import this. The days come from the `holidays` library. A year whose make-up days are not
announced yet has the statutory holidays only, until a newer version of the library is installed.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Annotated, Final

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

if TYPE_CHECKING:
    from holidays import HolidayBase

WEEKDAYS: Final = "weekdays"
"""The calendar that knows no holidays: Monday to Friday."""

_SATURDAY = 5
_LONGEST = 366  # days without a working day; more says that the calendar is broken


class Calendar:
    """Which days are worked."""

    def __init__(self, code: str) -> None:
        """`code` is a country by ISO 3166 (`CN`), or `WEEKDAYS`. Raises ValueError for any other."""
        self.code = code
        self._country: HolidayBase | None = None
        if code != WEEKDAYS:
            # The library takes 7 MB, which a service that asks for no country's days need not have.
            import holidays  # noqa: PLC0415

            try:
                self._country = holidays.country_holidays(code)
            except NotImplementedError:
                raise ValueError(f"no calendar is known for {code!r}") from None

    def is_working(self, day: date) -> bool:
        """Whether people work on this day."""
        if self._country is None:
            return day.weekday() < _SATURDAY
        return self._country.is_working_day(day)

    def next_working(self, day: date, days: int = 0) -> date:
        """The first working day on or after `day`, and from that one on so many working `days` later."""
        for _ in range(days + 1):
            day = self._from(day)
            day += timedelta(days=1)
        return day - timedelta(days=1)

    def _from(self, day: date) -> date:
        for step in range(_LONGEST):
            if self.is_working(found := day + timedelta(days=step)):
                return found
        raise ValueError(f"{self.code} has no working day in the year from {day}")


@lru_cache(maxsize=32)
def calendar(code: str) -> Calendar:
    """The calendar of a code that `CalendarCode` accepts."""
    return Calendar(code)


def _known(code: str) -> str:
    try:
        calendar(code)
    except ValueError:
        raise PydanticCustomError(
            "unknown-calendar", "Must be an ISO 3166 country such as CN, or weekdays"
        ) from None
    return code


CalendarCode = Annotated[
    str, Field(pattern=r"^([A-Z]{2}|weekdays)$", examples=["CN"]), AfterValidator(_known)
]
"""Whose working days count: an ISO 3166 country, or `weekdays`."""
