"""How many streams a process keeps open."""

from contextlib import ExitStack

import pytest

from crm_platform.errors import TooMany, Unavailable
from crm_platform.http.changing import Streams


def test_a_person_has_ten_streams_and_others_have_theirs() -> None:
    streams = Streams()
    with ExitStack() as stack:
        for _ in range(10):
            stack.enter_context(streams.one("wang.min"))
        with pytest.raises(TooMany):
            streams.admit("wang.min")
        streams.admit("li.na")
    streams.admit("wang.min")


def test_a_process_has_a_thousand_streams() -> None:
    streams = Streams()
    with ExitStack() as stack:
        for number in range(1_000):
            stack.enter_context(streams.one(f"person-{number // 10}"))
        with pytest.raises(Unavailable):
            streams.admit("one more")
