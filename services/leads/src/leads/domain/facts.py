"""What rules can ask about a lead: the fields that conditions of scoring and assignment are written over."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Protocol

from leads.domain.expressions import FieldType, Known, Vocabulary

if TYPE_CHECKING:
    from leads.domain.lead import LeadProfile


class Rated(Protocol):
    """What a lead is taken for."""

    @property
    def points(self) -> int: ...
    @property
    def grade(self) -> str: ...


LEAD_FIELDS: Final[dict[str, FieldType]] = {
    "name": "text",
    "company": "text",
    "source": "text",
    "campaign": "text",
    "region": "text",
    "industry": "text",
    "address": "text",
    "company_size": "int",
    "budget": "number",
    "currency": "text",
    "need": "text",
    "need_length": "int",
    "has_phone": "flag",
    "has_email": "flag",
    "has_contact": "flag",
    "is_customer": "flag",
    "touches": "int",
    "follow_ups": "int",
    "age_days": "int",
    "idle_days": "int",
}

AGES: Final = ("age_days", "idle_days")
"""The fields that change with time alone: whole days since the registration, and since anything last happened."""

FIELDS_ZH: Final = {
    "name": "名称",
    "company": "公司",
    "source": "来源",
    "campaign": "活动",
    "region": "区域",
    "industry": "行业",
    "address": "地址",
    "company_size": "规模",
    "budget": "预算",
    "currency": "币种",
    "need": "需求",
    "need_length": "需求字数",
    "has_phone": "有电话",
    "has_email": "有邮箱",
    "has_contact": "有联系人",
    "is_customer": "老客户",
    "touches": "接触次数",
    "follow_ups": "跟进次数",
    "age_days": "登记天数",
    "idle_days": "无往来天数",
}

_EXAMPLE: Final[Known] = {
    "name": "Li Na",
    "company": "Example Machinery",
    "source": "exhibition",
    "campaign": "2025",
    "region": "east",
    "industry": "machinery",
    "address": "1 Example Road",
    "company_size": 251,
    "budget": 350000.5,
    "currency": "CNY",
    "need": "Two filling lines of 12,000 bottles an hour",
    "need_length": 43,
    "has_phone": True,
    "has_email": True,
    "has_contact": True,
    "is_customer": True,
    "touches": 2,
    "follow_ups": 1,
    "age_days": 12,
    "idle_days": 3,
}

SCORING: Final = Vocabulary(LEAD_FIELDS, _EXAMPLE)
"""What a scoring rule may ask."""

ASSIGNMENT: Final = Vocabulary(
    {**LEAD_FIELDS, "score": "int", "grade": "text"}, {**_EXAMPLE, "score": 57, "grade": "B"}
)
"""What an assignment rule may ask: also the score."""


def facts_of(profile: LeadProfile, score: Rated | None = None) -> dict[str, str | int | float | bool]:
    """What is known of a lead; what is not known is left out. Lengths are in characters, budgets in `currency`."""
    facts: dict[str, str | int | float | bool] = {
        "name": profile.name,
        "has_phone": profile.phone is not None,
        "has_email": profile.email is not None,
        "has_contact": profile.contact is not None,
        "is_customer": profile.customer_id is not None,
    }
    for field in ("company", "source", "campaign", "region", "industry", "address", "company_size", "need"):
        value = getattr(profile, field)
        if value is not None:
            facts[field] = value
    if profile.need is not None:
        facts["need_length"] = len(profile.need)
    if profile.budget is not None:
        # Comparing binary doubles with written numbers is exact enough: both are rounded the same way.
        facts["budget"] = float(profile.budget.amount)
        facts["currency"] = profile.budget.currency
    if score is not None:
        facts["score"] = score.points
        facts["grade"] = score.grade
    return facts
