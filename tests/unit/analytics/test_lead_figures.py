"""From counted cells to the figures of leads and of follow-ups."""

from datetime import date
from decimal import Decimal

from analytics.metrics.comparing import Evidence
from analytics.metrics.follow_ups import ContactCell, follow_up_figures
from analytics.metrics.funnel import Total
from analytics.metrics.leads import GroupName, LeadCell, lead_figures


def named(key: str | None) -> GroupName:
    return GroupName(key=key, name_en=key or "Not known", name_zh=key or "未知")


def test_groups_are_put_together_over_periods_and_come_by_key_the_unknown_last() -> None:
    cells = [
        LeadCell(None, date(2026, 1, 1), leads=1, converted_not_for=[5.0]),
        LeadCell(
            "web", date(2026, 1, 1), leads=3, converted=1, lost=1, scored=1, scores=50, converted_after=[9.0]
        ),
        LeadCell("fair", date(2026, 2, 1), leads=1, converted_not_for=[5.0]),
        LeadCell("web", date(2026, 2, 1), leads=2, converted=1, scored=1, scores=60, converted_after=[2.0]),
    ]
    figures = lead_figures(cells, named, 20, {"web": [Total(amount=Decimal("9.00"), currency="CNY")]})
    assert [group.key for group in figures] == ["fair", "web", None]
    web = figures[1]
    assert (web.leads, web.converted, web.lost, web.open) == (5, 2, 1, 2)
    assert web.average_score == 55
    assert web.costs == [Total(amount=Decimal("9.00"), currency="CNY")]
    assert web.conversion is not None
    assert web.conversion.few
    assert (figures[0].average_score, figures[0].costs) == (None, [])


def test_a_median_that_is_not_reached_is_none() -> None:
    (group,) = lead_figures(
        [LeadCell("web", leads=4, converted=1, converted_after=[1.0], converted_not_for=[9.0, 9.0, 9.0])],
        named,
        20,
    )
    assert (group.to_conversion.reached, group.to_conversion.median_seconds) == (False, None)
    (half,) = lead_figures(
        [LeadCell("web", leads=2, converted=1, converted_after=[1.0], converted_not_for=[9.0])], named, 20
    )
    assert (half.to_conversion.reached, half.to_conversion.median_seconds) == (True, 1.0)


def test_shares_are_told_only_for_as_long_as_somebody_was_followed() -> None:
    day = 86_400.0
    (group,) = lead_figures(
        [LeadCell("web", leads=2, converted=1, converted_after=[day], converted_not_for=[8 * day])], named, 20
    )
    assert [(share.days, share.share) for share in group.to_conversion.within] == [(1, 0.5), (7, 0.5)]


def test_contacts_are_held_against_like_ones_and_not_against_all() -> None:
    """Good leads are called and bad ones written to: calls look better, and are not."""
    cells = [
        ContactCell("call", "A", contacts=900, replied=540),
        ContactCell("email", "A", contacts=100, replied=60),
        ContactCell("call", "C", contacts=100, replied=10),
        ContactCell("email", "C", contacts=900, replied=90),
    ]
    call, email = follow_up_figures(cells, named, 20)
    assert call.reply_rate is not None
    assert email.reply_rate is not None
    assert (call.reply_rate.rate, email.reply_rate.rate) == (0.55, 0.15)
    assert (call.reply_comparison.difference, call.reply_comparison.evidence) == (0, Evidence.NONE)
    assert call.reply_comparison.text_en == "no evidence of a difference"
    assert call.progress_comparison.evidence is Evidence.NONE


def test_a_planted_difference_among_like_contacts_is_recovered_whatever_the_mix() -> None:
    cells = [
        ContactCell("visit", "A", contacts=900, replied=630),
        ContactCell("email", "A", contacts=100, replied=60),
        ContactCell("visit", "C", contacts=100, replied=20),
        ContactCell("email", "C", contacts=900, replied=90),
    ]
    email, visit = follow_up_figures(cells, named, 20)
    assert visit.reply_comparison.difference is not None
    assert abs(visit.reply_comparison.difference - 0.10) < 1e-9
    assert (visit.reply_comparison.evidence, email.reply_comparison.evidence) == (
        Evidence.HIGHER,
        Evidence.LOWER,
    )


def test_the_median_response_is_that_of_first_contacts() -> None:
    (group,) = follow_up_figures(
        [ContactCell("call", "A", contacts=5, responses=[3, 90]), ContactCell("call", "B", responses=[7])],
        named,
        20,
    )
    assert (group.first_contacts, group.median_response_minutes) == (3, 7)
