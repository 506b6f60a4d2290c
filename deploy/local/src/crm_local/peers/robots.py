"""The chat services' side of robots: takes messages in the forms of WeCom, DingTalk and Feishu, and checks signatures."""

from __future__ import annotations

import hmac
from base64 import b64encode
from typing import Any

from fastapi import APIRouter, Request
from pydantic import JsonValue

from crm_local.peers.channel import ChannelPeer

Answer = dict[str, JsonValue]


class Robots(ChannelPeer):
    """Chats by service and token. `secrets` by service switch signing on; `code` answers everything with that code."""

    name = "robots"

    def __init__(self) -> None:
        self.secrets: dict[str, str] = {}
        self.code = 0
        super().__init__()

    def router(self) -> APIRouter:
        router = APIRouter()
        router.add_api_route("/api/wecom/send", self.wecom, methods=["POST"])
        router.add_api_route("/api/dingtalk/send", self.dingtalk, methods=["POST"])
        router.add_api_route("/api/feishu/hook/{token}", self.feishu, methods=["POST"])
        return router

    async def reset(self) -> None:
        await super().reset()
        self.secrets, self.code = {}, 0

    async def wecom(self, request: Request, key: str) -> Answer:
        """As `qyapi.weixin.qq.com/cgi-bin/webhook/send`."""
        body = await request.json()
        return self._answered("wecom", key, body.get("text"), 0, of="errcode")

    async def dingtalk(
        self, request: Request, access_token: str, timestamp: str = "", sign: str = ""
    ) -> Answer:
        """As `oapi.dingtalk.com/robot/send`."""
        body = await request.json()
        secret = self.secrets.get("dingtalk")
        right = secret is None or sign == _mac(secret, f"{timestamp}\n{secret}")
        return self._answered(
            "dingtalk", access_token, body.get("text"), 0 if right else 310000, of="errcode"
        )

    async def feishu(self, request: Request, token: str) -> Answer:
        """As `open.feishu.cn/open-apis/bot/v2/hook/{token}`."""
        body = await request.json()
        secret = self.secrets.get("feishu")
        right = secret is None or body.get("sign") == _mac(f"{body.get('timestamp')}\n{secret}", "")
        content = body.get("content", {}) if body.get("msg_type") == "text" else {}
        text = {"content": content["text"]} if "text" in content else None
        return self._answered("feishu", token, text, 0 if right else 19021, of="code")

    def _answered(self, service: str, token: str, text: Any, code: int, *, of: str) -> Answer:
        code = code or self.code or (0 if text else 40008)
        if code:
            self.ledger.refused[f"{service}-{code}"] += 1
            return {of: code, "errmsg": "refused"}
        content = str(text["content"])
        reference = content.rpartition("#")[2]
        self.keep(
            f"{service}/{token}/{reference}", service, content.encode(), {"token": token, "text": content}
        )
        return {of: 0, "errmsg": "ok"}


def _mac(key: str, text: str) -> str:
    return b64encode(hmac.digest(key.encode(), text.encode(), "sha256")).decode()
