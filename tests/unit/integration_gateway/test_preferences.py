"""How people want to be told: the choice that says most counts, and quiet hours follow the person's own clock."""

from datetime import UTC, datetime

import pytest

from integration_gateway.domain.notification import Language
from integration_gateway.domain.preferences import (
    Channel,
    ChannelChoice,
    NotificationPreferences,
    Preferences,
    QuietHours,
    fits,
)

NOW = datetime(2026, 11, 24, 8, tzinfo=UTC)
NIGHT = QuietHours(begin="22:00", end="07:30")


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone", "quiet", "now", "until"),
    [
        # Shanghai is eight hours ahead, all year.
        ("Asia/Shanghai", NIGHT, "2026-11-24T13:59", None),
        ("Asia/Shanghai", NIGHT, "2026-11-24T14:00", "2026-11-24T23:30"),
        ("Asia/Shanghai", NIGHT, "2026-11-24T23:29", "2026-11-24T23:30"),
        ("Asia/Shanghai", NIGHT, "2026-11-24T23:30", None),
        ("Asia/Shanghai", QuietHours(begin="12:00", end="13:30"), "2026-11-24T04:10", "2026-11-24T05:30"),
        ("Asia/Shanghai", QuietHours(begin="12:00", end="13:30"), "2026-11-24T05:30", None),
        # The clocks of London go back in this night: seven in the morning is an hour later.
        ("Europe/London", NIGHT, "2026-10-24T22:00", "2026-10-25T07:30"),
        ("Europe/London", NIGHT, "2026-10-23T22:00", "2026-10-24T06:30"),
        ("America/New_York", NIGHT, "2026-11-25T03:00", "2026-11-25T12:30"),
        ("UTC", QuietHours(begin="09:00", end="09:00"), "2026-11-24T09:00", None),
    ],
)
def test_quiet_hours_end_by_the_persons_own_clock(
    zone: str, quiet: QuietHours, now: str, until: str | None
) -> None:
    preferences = Preferences(time_zone=zone, quiet_hours=quiet)
    held = preferences.held_until(at(now), urgent=False)
    assert held == (None if until is None else at(until))


def test_what_is_urgent_passes_quiet_hours() -> None:
    preferences = Preferences(time_zone="UTC", quiet_hours=QuietHours(begin="00:00", end="23:59"))
    assert preferences.held_until(NOW, urgent=False) is not None
    assert preferences.held_until(NOW, urgent=True) is None
    assert Preferences().held_until(NOW, urgent=False) is None


def test_the_choice_that_says_most_about_a_kind_counts() -> None:
    preferences = Preferences(
        channels=(
            ChannelChoice(kind="*", channels=(Channel.MAIL,)),
            ChannelChoice(kind="lead.*", channels=(Channel.WEB_PUSH, Channel.MAIL)),
            ChannelChoice(kind="lead.follow-up-due", channels=()),
        )
    )
    assert preferences.channels_for("order.late") == {Channel.MAIL}
    assert preferences.channels_for("lead.unassigned") == {Channel.WEB_PUSH, Channel.MAIL}
    assert preferences.channels_for("lead.follow-up-due") == set()


def test_a_kind_that_no_choice_fits_reaches_the_inbox_only() -> None:
    preferences = Preferences(channels=(ChannelChoice(kind="lead.*", channels=(Channel.MAIL,)),))
    assert preferences.channels_for("leader.elected") == set()
    assert fits(("lead.*",), "lead.x")
    assert not fits(("lead.*",), "lead")


def test_choosing_the_same_again_changes_nothing() -> None:
    chosen = NotificationPreferences.choose("li.na", Preferences(), now=NOW)
    chosen.revise(Preferences(), now=NOW)
    assert chosen.version == 1
    chosen.revise(Preferences(language=Language.EN), now=NOW)
    assert (chosen.version, chosen.preferences.language) == (2, Language.EN)
