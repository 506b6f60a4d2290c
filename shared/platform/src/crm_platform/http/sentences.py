"""The language of an answer, and pydantic's faults said in Chinese."""

from __future__ import annotations

import re
from collections.abc import Mapping

from crm_platform.errors import Language

_RANGE = re.compile(r"\s*([A-Za-z]{1,8}|\*)(?:-[A-Za-z0-9]{1,8})*\s*(?:;\s*q=([0-9.]{1,5}))?\s*")

_FAULTS_ZH = {
    "missing": "必填项",
    "extra_forbidden": "不允许的字段",
    "string_type": "必须是文本",
    "string_unicode": "文本包含无效字符",
    "string_too_short": "长度不能少于 {min_length} 个字符",
    "string_too_long": "长度不能超过 {max_length} 个字符",
    "string_pattern_mismatch": "格式不正确",
    "int_type": "必须是整数",
    "int_parsing": "必须是整数",
    "int_from_float": "必须是整数",
    "float_type": "必须是数字",
    "float_parsing": "必须是数字",
    "finite_number": "必须是有限数字",
    "bool_type": "必须是布尔值",
    "bool_parsing": "必须是布尔值",
    "greater_than": "必须大于 {gt}",
    "greater_than_equal": "不能小于 {ge}",
    "less_than": "必须小于 {lt}",
    "less_than_equal": "不能大于 {le}",
    "uuid_type": "必须是 UUID",
    "uuid_parsing": "必须是 UUID",
    "literal_error": "必须是以下值之一：{expected}",
    "enum": "必须是以下值之一：{expected}",
    "list_type": "必须是列表",
    "dict_type": "必须是对象",
    "model_type": "必须是对象",
    "model_attributes_type": "必须是对象",
    "too_short": "至少需要 {min_length} 项",
    "too_long": "最多允许 {max_length} 项",
    "date_type": "必须是日期",
    "date_parsing": "必须是日期",
    "date_from_datetime_parsing": "必须是日期",
    "date_from_datetime_inexact": "必须是日期",
    "datetime_type": "必须是日期时间",
    "datetime_parsing": "必须是日期时间",
    "datetime_from_date_parsing": "必须是日期时间",
    "datetime_object_invalid": "必须是有效的日期时间",
    "timezone_aware": "必须包含时区",
    "url_parsing": "必须是 URL",
    "control-characters": "文本不能包含控制字符",
    "decimal-string": "必须是十进制数字字符串，整数最多 15 位，小数最多 4 位，例如 1200.50",
    "unknown-currency": "必须是有效的 ISO 4217 货币代码",
    "negative": "不能为负数",
    "too-many-decimals": "小数位数超过该货币的最小单位",
}


def language_of(accept_language: str | None) -> Language:
    """The better liked of our two languages; English when the header prefers neither."""
    best: Language = "en"
    most = 0.0
    for part in (accept_language or "").split(",")[:20]:
        found = _RANGE.fullmatch(part)
        if found is None or found[1].lower() not in ("zh", "en"):
            continue
        try:
            quality = float(found[2] or 1)
        except ValueError:
            continue
        if quality > most:
            best, most = ("zh-CN" if found[1].lower() == "zh" else "en"), quality
    return best


def fault_in_chinese(kind: str, context: Mapping[str, object]) -> str | None:
    """The Chinese sentence for a pydantic error type, or None when there is none."""
    sentence = _FAULTS_ZH.get(kind)
    if sentence is None:
        return None
    try:
        return sentence.format_map(context)
    except KeyError:
        return sentence
