"""Notifications, push subscriptions and robots: what they are and what their commands do."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from pydantic import ValidationError

from integration_gateway.domain.delivery import SourceEvent
from integration_gateway.domain.errors import RobotServiceFixed
from integration_gateway.domain.notification import Language, Notice, Notification
from integration_gateway.domain.push_subscription import Device, PushSubscription
from integration_gateway.domain.robot import Robot, RobotAddress, RobotProfile, RobotService

NOW = datetime(2026, 11, 24, 8, tzinfo=UTC)
LATER = NOW + timedelta(minutes=1)
NOTICE = Notice(kind="lead.follow-up-due", title="Call", title_zh="联系")
EVENT = SourceEvent(
    id=uuid4(), type="t", source="leads", subject="7", position=1, time=NOW, correlation_id="c"
)
DEVICE = Device(host="fcm.googleapis.com", sealed="x")
ADDRESS = RobotAddress(host="qyapi.weixin.qq.com", sealed="x")


def test_the_id_of_a_notification_follows_from_the_event_and_the_person() -> None:
    first = Notification.make(EVENT, "li.na", NOTICE, now=NOW)
    again = Notification.make(EVENT, "li.na", NOTICE, now=LATER)
    other = Notification.make(EVENT, "zhao.lei", NOTICE, now=NOW)
    assert first.id == again.id != other.id


def test_a_notification_is_read_once() -> None:
    notification = Notification.make(EVENT, "li.na", NOTICE, now=NOW)
    notification.read(now=NOW)
    notification.read(now=LATER)
    assert (notification.version, notification.read_at) == (2, NOW)


@pytest.mark.parametrize(
    ("link", "kept"),
    [
        ("/leads/7?tab=plan#top", "/leads/7?tab=plan#top"),
        ("/", "/"),
        ("//evil.example.com", None),
        ("/\\evil.example.com", None),
        ("/a\\b", None),
        ("https://evil.example.com", None),
        ("javascript:alert(1)", None),
        ("/a b", None),
        ("/a\r\nX: y", None),
        ("leads/7", None),
    ],
)
def test_a_link_stays_inside_the_web_app(link: str, kept: str | None) -> None:
    assert Notice(kind="k", title="t", title_zh="t", link=link).link == kept


def test_a_title_is_one_line_whatever_was_written() -> None:
    notice = Notice(
        kind="k", title="Call\r\nBcc: all@x.example\x00", title_zh="\u2028联系", text="a\r\nb\x07c"
    )
    assert notice.title == "Call Bcc: all@x.example"
    assert notice.title_zh == "联系"
    assert notice.text == "a \nb c"


def test_what_is_missing_in_one_language_is_told_in_the_other() -> None:
    notice = Notice(kind="k", title="Call", title_zh="", text="", text_zh="询价")
    assert notice.told_in(Language.ZH) == ("Call", "询价")
    assert notice.told_in(Language.EN) == ("Call", "询价")
    assert Notice(kind="k", title="", title_zh="").told_in(Language.EN) == ("k", "")


def test_a_browser_belongs_to_whoever_subscribed_last_and_is_removed_once() -> None:
    subscription = PushSubscription.make("https://fcm.googleapis.com/1", "li.na", DEVICE, now=NOW)
    subscription.remove("gone", now=NOW)
    subscription.remove("gone", now=NOW)
    assert (subscription.version, subscription.active) == (2, False)
    subscription.renew("emma", DEVICE, now=LATER)
    assert (subscription.person, subscription.active) == ("emma", True)
    subscription.lose("li.na", "gone", now=LATER)
    assert subscription.active
    subscription.lose("emma", "gone", now=LATER)
    assert not subscription.active


@pytest.mark.parametrize("audience", [{}, {"team": "south-1", "person": "li.na"}])
def test_a_robot_tells_either_a_team_or_a_person(audience: dict[str, str]) -> None:
    with pytest.raises(ValidationError, match="either a team or a person"):
        RobotProfile(name="x", service=RobotService.WECOM, **audience)


def test_a_robot_is_disabled_and_enabled_once() -> None:
    profile = RobotProfile(name="x", service=RobotService.WECOM, team="south-1")
    robot = Robot.register(uuid4(), profile, ADDRESS, now=NOW)
    robot.enable(now=NOW)
    robot.disable("quiet", now=NOW)
    robot.disable("quiet", now=NOW)
    assert (robot.version, robot.active) == (2, False)
    robot.enable(now=LATER)
    robot.revise(profile.model_copy(update={"kinds": ("lead.*",)}), ADDRESS, now=LATER)
    assert (robot.version, robot.active, robot.profile.kinds) == (4, True, ("lead.*",))


def test_a_robot_stays_in_the_chats_of_its_service() -> None:
    profile = RobotProfile(name="x", service=RobotService.WECOM, team="south-1")
    robot = Robot.register(uuid4(), profile, ADDRESS, now=NOW)
    with pytest.raises(RobotServiceFixed):
        robot.revise(profile.model_copy(update={"service": RobotService.FEISHU}), ADDRESS, now=LATER)
    assert robot.version == 1
