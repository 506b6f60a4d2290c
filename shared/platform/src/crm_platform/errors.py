"""The refusals a service can give, as business sentences with a stable code.

Pure: a domain module may import this. How a refusal becomes an HTTP answer is decided in `crm_platform.http.problems`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar, Literal

Language = Literal["en", "zh-CN"]

_KEBAB = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")


class _Known(dict[str, object]):
    """Leaves a placeholder as it is when its parameter was not given, so rendering an error never raises."""

    def __missing__(self, key: str) -> str:
        return "{" + key + "}"


class DomainError(Exception):
    """A rule was broken. Subclasses state `code`, `status` and their sentence in both languages.

    The sentences are `str.format` templates over the keyword parameters. `pointer` is a JSON pointer (`#/amount`)
    to the member of the request that is at fault, when there is one.
    """

    code: ClassVar[str] = "rule-broken"
    status: ClassVar[int] = 409
    title_en: ClassVar[str] = "The request breaks a rule"
    title_zh: ClassVar[str] = "请求违反业务规则"

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        if not _KEBAB.fullmatch(cls.code):
            raise TypeError(f"{cls.__qualname__}.code must be kebab-case, not {cls.code!r}")

    def __init__(self, *, pointer: str | None = None, **params: object) -> None:
        super().__init__()
        self.pointer = pointer
        self.params: Mapping[str, object] = params

    def title(self, language: Language = "en") -> str:
        """The sentence in `language`, with its parameters filled in; never raises."""
        template = self.title_zh if language == "zh-CN" else self.title_en
        try:
            return template.format_map(_Known(self.params))
        except (ValueError, TypeError, AttributeError, IndexError, KeyError):
            return template

    def __str__(self) -> str:
        return f"{self.code}: {self.title()}"


class Malformed(DomainError):
    """The request cannot be read: a bad header, cursor or parameter."""

    code = "malformed"
    status = 400
    title_en = "The request cannot be read"
    title_zh = "无法识别该请求"


class Forbidden(DomainError):
    """The caller is known, sees the thing, and may not do this."""

    code = "forbidden"
    status = 403
    title_en = "You are not allowed to do this"
    title_zh = "您没有权限执行此操作"


class NotFound(DomainError):
    """There is no such thing, or it lies outside the caller's scope; the answer is the same for both."""

    code = "not-found"
    status = 404
    title_en = "Not found"
    title_zh = "未找到"


class Conflict(DomainError):
    """Someone else changed the same thing at the same time; the caller may read again and retry."""

    code = "conflict"
    status = 409
    title_en = "Someone else changed this at the same time"
    title_zh = "该记录刚刚被其他人修改"


class VersionConflict(Conflict):
    """The version the caller asked for in `If-Match` is not the current one (`expected`, `actual`)."""

    code = "version-conflict"
    status = 412
    title_en = "This has changed since you read it"
    title_zh = "自您读取之后该记录已被修改"


class PayloadTooLarge(DomainError):
    """The body, or something inside it, is larger than accepted (`limit`, in bytes)."""

    code = "payload-too-large"
    status = 413
    title_en = "The request is larger than accepted"
    title_zh = "请求内容超出大小限制"


@dataclass(frozen=True, slots=True)
class FieldError:
    """One fault in one member of the request: JSON pointer, stable code, sentences."""

    pointer: str
    code: str
    detail: str
    detail_zh: str | None = None


class Invalid(DomainError):
    """The request can be read but what it says is not acceptable; `errors` names each member at fault."""

    code = "invalid"
    status = 422
    title_en = "The request is not valid"
    title_zh = "请求内容无效"

    def __init__(
        self, errors: Sequence[FieldError] = (), *, pointer: str | None = None, **params: object
    ) -> None:
        super().__init__(pointer=pointer, **params)
        self.errors = tuple(errors)

    @classmethod
    def at(cls, pointer: str, code: str, detail: str, detail_zh: str | None = None) -> Invalid:
        """One field's fault: `Invalid.at("#/amount", "negative", "must not be negative", "不能为负数")`."""
        return cls([FieldError(pointer, code, detail, detail_zh)])


class IdempotencyKeyReused(DomainError):
    """The same Idempotency-Key came with another request."""

    code = "idempotency-key-reused"
    status = 422
    title_en = "This Idempotency-Key was already used for another request"
    title_zh = "该 Idempotency-Key 已用于另一个请求"


class PreconditionRequired(DomainError):
    """The command needs an `If-Match` header with the version it is based on."""

    code = "precondition-required"
    status = 428
    title_en = "If-Match with the current version is required"
    title_zh = "必须在 If-Match 中提供当前版本号"


class TooMany(DomainError):
    """The caller asks too often; `retry_after` is in seconds."""

    code = "too-many-requests"
    status = 429
    title_en = "Too many requests"
    title_zh = "请求过于频繁"

    def __init__(self, *, retry_after: float = 1.0, pointer: str | None = None, **params: object) -> None:
        super().__init__(pointer=pointer, **params)
        self.retry_after = retry_after


class Unavailable(DomainError):
    """Something this service needs does not answer; nothing was changed; `retry_after` is in seconds."""

    code = "unavailable"
    status = 503
    title_en = "Temporarily unavailable, please try again"
    title_zh = "服务暂时不可用，请稍后重试"

    def __init__(self, *, retry_after: float = 1.0, pointer: str | None = None, **params: object) -> None:
        super().__init__(pointer=pointer, **params)
        self.retry_after = retry_after


class NotYet(Unavailable):
    """The view has not reached the position the reader asked for in time."""

    code = "position-not-reached"
    status = 425
    title_en = "The data you asked for is not visible yet, please try again"
    title_zh = "您请求的数据尚未就绪，请稍后重试"
