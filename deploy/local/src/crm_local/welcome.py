"""What a newcomer reads when everything runs: what runs where, who can sign in, what to try."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from unicodedata import east_asian_width

from crm_local.assembly import Running
from crm_local.people import PASSWORD, Account, demo_people

_REACH = {
    "admin": "all 全部",
    "director": "the region 本区域",
    "manager": "the team 本团队",
    "salesperson": "their own 本人",
    "analyst": "all, read-only 全部只读",
    "dispatcher": "work orders 派工",
    "technician": "own work orders 本人工单",
}


def welcome(up: Running, seconds: float, home: Path) -> str:
    """The text, for a terminal."""
    return "\n".join(
        [
            f"KuaiCRM 快格轻CRM  ready 就绪  {seconds:.1f} s",
            "",
            *_table(_addresses(up, home)),
            "",
            f"  Sign in 登录 (password 密码: {PASSWORD})",
            *_table((person.subject, person.name, *_role(person)) for person in demo_people().values()),
            "",
            "  Try 试一试",
            *(f"    {line}" for line in _to_try(up)),
            "",
            "  Ctrl-C stops everything 停止; the data stays 数据保留. The whole tour 完整演练: docs/tour.md",
            "",
        ]
    )


def _addresses(up: Running, home: Path) -> list[tuple[str, str, str]]:
    return [
        ("Open 打开", up.url, "the app, on a phone or at a desk 网页端"),
        (
            "Start page 首页",
            f"{up.url}/start",
            "live funnel, API docs, the systems around 实时漏斗与接口文档",
        ),
        ("PostgreSQL", up.analyst_url, "views for analysts 分析视图"),
        ("Kafka", up.bootstrap_servers, "topics crm.*.events.v1"),
        ("Peers 外围系统", up.peers_url, "MES QMS WMS EAM finance master-data webhook"),
        ("Data 数据", str(home), f"log 日志: {home / 'kuaicrm.log'}"),
    ]


def _role(person: Account) -> tuple[str, str]:
    role = person.roles[0]
    return f"{role} {person.team or person.region or ''}".strip(), _REACH.get(role, "")


def _to_try(up: Running) -> list[str]:
    return [
        "# 1 sign in 登录",
        f"TOKEN=$(curl -s {up.url}/auth/token -d grant_type=password -d username=lin.yue -d password={PASSWORD} \\",
        "  | python3 -c 'import json,sys; print(json.load(sys.stdin)[\"access_token\"])')",
        "# 2 the best leads, and why they score as they do 高分线索",
        f'curl -s -H "Authorization: Bearer $TOKEN" "{up.url}/api/leads/v1/leads?sort=-score&limit=3" | python3 -m json.tool',
        "# 3 what is overdue, and what may be the same 逾期跟进与疑似重复",
        f'curl -s -H "Authorization: Bearer $TOKEN" "{up.url}/api/leads/v1/leads?overdue=true&sort=next_follow_up_at&limit=3" | python3 -m json.tool',
        f'curl -s -H "Authorization: Bearer $TOKEN" "{up.url}/api/leads/v1/duplicates?limit=3" | python3 -m json.tool',
        "# 4 the funnel 销售漏斗",
        f'curl -s -H "Authorization: Bearer $TOKEN" {up.url}/api/analytics/v1/funnel | python3 -m json.tool',
    ]


def _table(rows: Iterable[Sequence[str]]) -> list[str]:
    """Rows as lines, each column as wide as its widest cell; Chinese characters take two places."""
    cells = [list(row) for row in rows]
    widths = [max(map(_width, column)) for column in zip(*cells, strict=True)]
    return [
        "    "
        + "  ".join(
            text + " " * (width - _width(text)) for text, width in zip(row, widths, strict=True)
        ).rstrip()
        for row in cells
    ]


def _width(text: str) -> int:
    return sum(2 if east_asian_width(character) in "WF" else 1 for character in text)
