"""Robots of three chats: addresses, signatures as documented, and the codes in their answers."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from integration_gateway.adapters.chat_robots import judged, judged_address, signed
from integration_gateway.adapters.delivery_client import PostAnswer
from integration_gateway.adapters.destinations import TrustedTargets
from integration_gateway.application.targets import Target
from integration_gateway.domain.errors import DestinationNotAllowed
from integration_gateway.domain.outcome import Outcome, Verdict
from integration_gateway.domain.robot import RobotService

# The time that the documentation of Feishu uses.
NOW = datetime.fromtimestamp(1599360473, UTC)
BODY = b'{"msg_type":"text","content":{"text":"hi"}}'


def target(
    service: RobotService, *secrets: str, url: str = "https://x.example/send?access_token=t"
) -> Target:
    return Target("robot/1", url, secrets, channel="robot", service=service)


def test_dingtalk_is_signed_in_the_query() -> None:
    url, body = signed(target(RobotService.DINGTALK, "SECmine"), BODY, NOW)
    # printf '1599360473000\nSECmine' | openssl dgst -sha256 -hmac SECmine -binary | base64, percent-encoded
    assert url == (
        "https://x.example/send?access_token=t&timestamp=1599360473000&sign=iUrS9e7KsgGYBrNApgAe%2BTebPpTgCKs%2FBjateMhAf78%3D"
    )
    assert body == BODY


def test_feishu_is_signed_in_the_body() -> None:
    url, body = signed(target(RobotService.FEISHU, "mine", url="https://x.example/hook/t"), BODY, NOW)
    # printf '' | openssl dgst -sha256 -hmac $'1599360473\nmine' -binary | base64
    assert json.loads(body) == {
        "timestamp": "1599360473",
        "sign": "N7HkR/DhA31ccD6b5qR7/T/yI5FwyJ1F9hPW7XzRS2I=",
        **json.loads(BODY),
    }
    assert url == "https://x.example/hook/t"


@pytest.mark.parametrize("service", list(RobotService))
def test_without_a_secret_nothing_is_signed(service: RobotService) -> None:
    assert signed(target(service), BODY, NOW) == ("https://x.example/send?access_token=t", BODY)


@pytest.mark.parametrize(
    ("content", "outcome"),
    [
        (b'{"errcode":0,"errmsg":"ok"}', Outcome(Verdict.DELIVERED, 200)),
        (b'{"code":0,"msg":"success","data":{}}', Outcome(Verdict.DELIVERED, 200)),
        (b'{"StatusCode":0,"StatusMessage":"success"}', Outcome(Verdict.DELIVERED, 200)),
        (b'{"errcode":93000}', Outcome(Verdict.REFUSED, 200, error="robot-93000")),
        (b'{"errcode":310000}', Outcome(Verdict.FAILED, 200, error="robot-310000")),
        (b'{"code":19021}', Outcome(Verdict.FAILED, 200, error="robot-19021")),
        (b'{"errcode":45009}', Outcome(Verdict.THROTTLED, 200, timedelta(seconds=60), "robot-45009")),
        (b'{"errcode":130101}', Outcome(Verdict.THROTTLED, 200, timedelta(seconds=60), "robot-130101")),
        (b'{"code":11232}', Outcome(Verdict.THROTTLED, 200, timedelta(seconds=60), "robot-11232")),
        (b'{"errcode":"0"}', Outcome(Verdict.FAILED, 200, error="not-understood")),
        (b"<html>login</html>", Outcome(Verdict.FAILED, 200, error="not-understood")),
        (b"[" * 5000, Outcome(Verdict.FAILED, 200, error="not-understood")),
        (b"[]", Outcome(Verdict.FAILED, 200, error="not-understood")),
    ],
)
def test_the_code_in_the_answer_decides(content: bytes, outcome: Outcome) -> None:
    assert judged(PostAnswer(200, "", None, content)) == outcome


def test_what_is_no_answer_of_a_robot_is_judged_as_http() -> None:
    assert judged(PostAnswer(None, "timed-out")).error == "timed-out"
    assert judged(PostAnswer(503, "")).verdict is Verdict.THROTTLED


@pytest.mark.parametrize(
    ("service", "url"),
    [
        (RobotService.WECOM, "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=a"),
        (RobotService.DINGTALK, "https://oapi.dingtalk.com/robot/send?access_token=a"),
        (RobotService.FEISHU, "https://open.feishu.cn/open-apis/bot/v2/hook/a"),
        (RobotService.FEISHU, "https://open.larksuite.com/open-apis/bot/v2/hook/a"),
        (RobotService.WECOM, "https://wecom.our-proxy.example/send?key=a"),
        (RobotService.WECOM, "http://127.0.0.1:8090/robots/api/wecom/send?key=a"),
    ],
)
def test_the_hosts_of_the_chats_are_allowed_and_those_the_operator_opens(
    service: RobotService, url: str
) -> None:
    trusted = TrustedTargets.parse(["127.0.0.1:8090"])
    assert judged_address(url, service, trusted, ("wecom.our-proxy.example",)).url == url


@pytest.mark.parametrize(
    "url",
    [
        "https://oapi.dingtalk.com/robot/send?access_token=a",
        "https://evil.example.com/",
        "https://qyapi.weixin.qq.com.evil.example.com/",
        "https://a.qyapi.weixin.qq.com/",
        "http://qyapi.weixin.qq.com/",
        "https://127.0.0.1:8090/",
        "https://0177.0.0.1/",
    ],
)
def test_no_other_address_is_a_wecom_robot(url: str) -> None:
    with pytest.raises(DestinationNotAllowed) as refused:
        judged_address(url, RobotService.WECOM, TrustedTargets(), ())
    assert refused.value.pointer == "#/url"
