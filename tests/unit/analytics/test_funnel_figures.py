"""From counted cells to the figures of a funnel."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from analytics.metrics.funnel import LOST, WON, Cell, Stage, StageFigures, stage_figures

PIPELINE = [Stage(code=code, name_en=code.title(), name_zh=code) for code in ("contact", "proposal")]
DAYS = [date(2026, 1, 1), date(2026, 2, 1)]


@st.composite
def cells(draw: st.DrawFn) -> Cell:
    entered = draw(st.integers(0, 50))
    return Cell(
        stage=draw(st.sampled_from(["contact", "proposal", WON, LOST, "else"])),
        period=draw(st.sampled_from(DAYS)),
        entered=entered,
        went_on=draw(st.integers(0, entered)),
        won=draw(st.integers(0, entered)),
        current=draw(st.integers(0, entered)),
        entered_amounts={"CNY": Decimal(draw(st.integers(0, 10**18))) / 100},
        left=draw(st.lists(st.floats(0, 1e8), max_size=5)),
        inside=draw(st.lists(st.floats(0, 1e8), max_size=5)),
    )


def figures(of: Sequence[Cell]) -> dict[str, StageFigures]:
    return {stage.code: stage for stage in stage_figures(of, PIPELINE, 20)}


@given(st.lists(cells(), max_size=12))
def test_the_whole_is_the_sum_of_its_periods(given_cells: list[Cell]) -> None:
    whole = figures(given_cells)
    parts = [figures([cell for cell in given_cells if cell.period == day]) for day in DAYS]
    for code, stage in whole.items():
        present = [part[code] for part in parts if code in part]
        assert stage.entered == sum(part.entered for part in present)
        assert stage.went_on == sum(part.went_on for part in present)
        assert sum((t.amount for t in stage.entered_amounts), Decimal(0)) == sum(
            (t.amount for part in present for t in part.entered_amounts), Decimal(0)
        )


@given(st.lists(cells(), max_size=12))
def test_no_rate_is_above_all(given_cells: list[Cell]) -> None:
    for stage in figures(given_cells).values():
        for rate in (stage.conversion, stage.win_rate):
            assert rate is None or rate.low <= rate.rate + 1e-12 <= rate.high + 2e-12 <= 1 + 3e-12


def test_the_pipeline_comes_first_then_the_ends_then_what_is_not_known() -> None:
    stages = stage_figures([Cell("zebra"), Cell("else", entered=1)], PIPELINE, 20)
    assert [stage.code for stage in stages] == ["contact", "proposal", WON, LOST, "else", "zebra"]
    assert stages[4].conversion is None
    assert stages[4].name_zh == "else"


def test_nothing_comes_after_the_ends() -> None:
    stage = figures([Cell(WON, entered=3, won=3, current=3, inside=[1.0, 2.0])])[WON]
    assert (stage.conversion, stage.win_rate, stage.median_seconds) == (None, None, None)


def test_currencies_are_never_added() -> None:
    cell = Cell("contact", entered=2, entered_amounts={"USD": Decimal("1.10")})
    other = Cell("contact", entered=1, entered_amounts={"CNY": Decimal("5.00")})
    amounts = figures([cell, other, cell])["contact"].entered_amounts
    assert [(total.currency, total.amount) for total in amounts] == [
        ("CNY", Decimal("5.00")),
        ("USD", Decimal("2.20")),
    ]
