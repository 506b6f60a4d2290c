"""The bytes by which people are told: small, in their language, and nothing in them becomes a header or markup."""

import json
from datetime import UTC, datetime
from email import message_from_bytes
from email.policy import default
from uuid import UUID

import pytest

from integration_gateway.application.wording import (
    Sender,
    Voice,
    mail_message,
    mailbox,
    push_message,
    robot_message,
)
from integration_gateway.domain.notification import Language, Notice
from integration_gateway.domain.robot import RobotService

NOW = datetime(2026, 11, 24, 8, tzinfo=UTC)
ID = UUID("0190a8f0-0000-7000-8000-000000000001")
SENDER = Sender("crm@kuaicrm.example", "https://crm.example/")
CHINESE, ENGLISH = Voice(Language.ZH, "Asia/Shanghai"), Voice(Language.EN, "Europe/London")


def notice(**values: object) -> Notice:
    given = {"kind": "lead.x", "title": "Call", "title_zh": "联系", "text": "Now", "text_zh": "现在"}
    return Notice.model_validate({**given, "link": "/leads/7", "due_at": NOW, **values})


def mail(to: str = "li.na@kuaicrm.example", voice: Voice = CHINESE, **values: object) -> bytes:
    made = mail_message(notice(**values), ID, voice, to=to, sender=SENDER, at=NOW)
    assert made is not None
    return made


def test_a_mail_is_the_same_each_time_and_names_its_notification() -> None:
    assert mail() == mail()
    read = message_from_bytes(mail(), policy=default)
    assert read["message-id"] == f"<{ID}@kuaicrm.example>"
    assert (read["subject"], read["to"], read["from"]) == (
        "联系",
        "li.na@kuaicrm.example",
        "KuaiCRM <crm@kuaicrm.example>",
    )
    assert read["auto-submitted"] == "auto-generated"
    assert read.get_content().replace("\r\n", "\n").split("\n\n") == [
        "联系",
        "现在",
        "截止时间: 2026-11-24 16:00 (Asia/Shanghai)",
        "https://crm.example/leads/7\n",
    ]
    assert (
        "Due: 2026-11-24 08:00 (Europe/London)"
        in message_from_bytes(mail(voice=ENGLISH), policy=default).get_content()
    )


@pytest.mark.parametrize("title", ["Hi\r\nBcc: all@x.example", "Hi\nX-Y: z\n\nbody", "Hi\r", "é" * 200])
def test_no_title_becomes_a_header_of_its_own(title: str) -> None:
    read = message_from_bytes(mail(voice=ENGLISH, title=title), policy=default)
    assert sorted(read.keys()) == sorted(message_from_bytes(mail(), policy=default).keys())
    assert read["bcc"] is None


@pytest.mark.parametrize(
    "address",
    [
        "",
        "li.na",
        "a@b, c@d",
        "li.na@x.example\r\nBcc: all@x.example",
        "<li.na@x.example>",
        "李娜@x.example",
        "a b@x.example",
        "li.na@",
        "@x.example",
    ],
)
def test_no_mail_is_made_for_what_is_not_one_address(address: str) -> None:
    assert mailbox(address) is None
    assert mail_message(notice(), ID, CHINESE, to=address, sender=SENDER, at=NOW) is None


def test_a_push_is_small_and_names_its_notification() -> None:
    body = push_message(notice(title_zh="长" * 200, text_zh="文" * 2000), ID, Language.ZH)
    assert len(body) < 3000
    content = json.loads(body)
    assert content["id"] == str(ID)
    assert content["text"].endswith("…")
    assert (content["link"], content["due_at"], content["urgent"]) == ("/leads/7", NOW.isoformat(), False)


@pytest.mark.parametrize("service", list(RobotService))
def test_a_chat_message_is_plain_text_of_at_most_2048_bytes_with_its_reference(service: RobotService) -> None:
    long = notice(title_zh="长" * 200, text_zh="[点击](http://evil.example.com)" * 100)
    content = json.loads(robot_message(long, "1a2b3c4d", CHINESE, service, SENDER))
    feishu = service is RobotService.FEISHU
    assert content["msg_type" if feishu else "msgtype"] == "text"
    text = content["content"]["text"] if feishu else content["text"]["content"]
    assert len(text.encode()) <= 2048
    assert text.endswith("https://crm.example/leads/7\n#1a2b3c4d")
    assert "截止时间: 2026-11-24 16:00 (Asia/Shanghai)" in text


def test_without_the_web_apps_address_there_is_no_link() -> None:
    content = robot_message(notice(), "1a2b3c4d", ENGLISH, RobotService.WECOM, Sender("crm@x.example"))
    assert json.loads(content)["text"]["content"].splitlines() == [
        "Call",
        "Now",
        "Due: 2026-11-24 08:00 (Europe/London)",
        "#1a2b3c4d",
    ]
