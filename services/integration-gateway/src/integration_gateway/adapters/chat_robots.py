"""Robots of WeCom, DingTalk and Feishu: their addresses, their signatures, and what their answers mean.

All answer 200 with a code of their own. DingTalk signs in the query, Feishu in the body, WeCom not at all.
"""

import hmac
import json
from base64 import b64encode
from collections.abc import Collection, Mapping
from datetime import UTC, datetime, timedelta
from urllib.parse import urlencode

from integration_gateway.adapters.delivery_client import DeliveryClient, PostAnswer
from integration_gateway.adapters.destinations import Destination, TrustedTargets, check_url
from integration_gateway.application.targets import Target
from integration_gateway.domain.errors import DestinationNotAllowed
from integration_gateway.domain.outcome import Outcome, Verdict
from integration_gateway.domain.robot import RobotService

HOSTS: Mapping[RobotService, frozenset[str]] = {
    RobotService.WECOM: frozenset({"qyapi.weixin.qq.com"}),
    RobotService.DINGTALK: frozenset({"oapi.dingtalk.com"}),
    RobotService.FEISHU: frozenset({"open.feishu.cn", "open.larksuite.com"}),
}

_PAUSE = timedelta(seconds=60)
"""All three count messages by the minute."""

_TOO_FAST = frozenset({45009, 130101, 660026, 11232, 9499})
# The robot or its token is not there, or the message is not one: it would be refused again.
_REFUSED = frozenset({93000, 40008, 40058, 300005, 400101, 400102, 400105, 19001, 19002})


def judged_address(
    url: str, service: RobotService, trusted: TrustedTargets, others: Collection[str]
) -> Destination:
    """The address of a robot: its service's own hosts, and those the operator opened. Raises `DestinationNotAllowed`."""
    found = check_url(url, trusted)
    if (found.host, found.port) not in trusted and found.host not in HOSTS[service] | frozenset(others):
        raise DestinationNotAllowed(
            pointer="#/url", reason=f"not a host of {service.value}", reason_zh=f"不是 {service.value} 的主机"
        )
    return found


class RobotChannel:
    """Speaks in group chats."""

    def __init__(self, client: DeliveryClient) -> None:
        self._client = client

    async def send(self, target: Target, message_id: str, body: bytes) -> Outcome:
        """Sign as the service has it, and post."""
        url, content = signed(target, body, datetime.now(UTC))
        headers = {"content-type": "application/json; charset=utf-8"}
        return judged(await self._client.post(url, headers, content, keep=True))

    async def aclose(self) -> None:
        """Close all connections."""
        await self._client.aclose()


def signed(target: Target, body: bytes, now: datetime) -> tuple[str, bytes]:
    """The address and the bytes with the signature of this moment; as they are for a robot without a secret."""
    if not target.secrets:
        return target.url, body
    secret = target.secrets[0]
    match target.service:
        case RobotService.DINGTALK:
            at = str(int(now.timestamp() * 1000))
            sign = _mac(secret, f"{at}\n{secret}")
            joined = "&" if "?" in target.url else "?"
            return f"{target.url}{joined}{urlencode({'timestamp': at, 'sign': sign})}", body
        case RobotService.FEISHU:
            at = str(int(now.timestamp()))
            content = {"timestamp": at, "sign": _mac(f"{at}\n{secret}", ""), **json.loads(body)}
            return target.url, json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()
        case _:
            return target.url, body


def judged(answer: PostAnswer) -> Outcome:
    """What the code in the answer means. No more of the answer than the code is kept."""
    if answer.status != 200:
        return answer.outcome
    code = _code(answer.content)
    if code == 0:
        return Outcome(Verdict.DELIVERED, 200)
    if code is None:
        return Outcome(Verdict.FAILED, 200, error="not-understood")
    if code in _TOO_FAST:
        return Outcome(Verdict.THROTTLED, 200, _PAUSE, error=f"robot-{code}")
    verdict = Verdict.REFUSED if code in _REFUSED else Verdict.FAILED
    return Outcome(verdict, 200, error=f"robot-{code}")


def _code(content: bytes) -> int | None:
    try:
        answer = json.loads(content)
    except (ValueError, RecursionError):
        return None
    if not isinstance(answer, dict):
        return None
    code = next((answer[name] for name in ("errcode", "code", "StatusCode") if name in answer), None)
    return code if isinstance(code, int) else None


def _mac(key: str, text: str) -> str:
    return b64encode(hmac.digest(key.encode(), text.encode(), "sha256")).decode()
