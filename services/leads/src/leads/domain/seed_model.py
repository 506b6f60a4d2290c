"""The scoring model that every installation starts with."""

from functools import cache
from typing import Final

from leads.domain.scoring import ScoringRule, WeightedRules

_RULES: Final = (
    ("来源：转介绍", "source == 'referral'", 25),
    ("来源：展会", "source == 'exhibition'", 20),
    ("来源：网站", "source == 'website'", 10),
    ("来源：电话", "source == 'phone'", 10),
    ("规模：1000 人以上", "company_size >= 1000", 20),
    ("规模：200–999 人", "company_size >= 200 && company_size < 1000", 15),
    ("规模：50–199 人", "company_size >= 50 && company_size < 200", 8),
    ("预算：充足（100 万元以上）", "currency == 'CNY' && budget >= 1000000", 25),
    ("预算：一般（20–100 万元）", "currency == 'CNY' && budget >= 200000 && budget < 1000000", 15),
    ("预算：充足（外币 14 万以上）", "currency in ['USD', 'EUR', 'GBP', 'CHF'] && budget >= 140000", 25),
    (
        "预算：一般（外币 3–14 万）",
        "currency in ['USD', 'EUR', 'GBP', 'CHF'] && budget >= 30000 && budget < 140000",
        15,
    ),
    ("需求：明确", "need_length >= 40", 15),
    ("需求：初步", "need_length >= 10 && need_length < 40", 8),
    ("可联系：电话", "has_phone", 8),
    ("可联系：邮箱", "has_email", 4),
    ("可联系：联系人", "has_contact", 3),
    ("无法联系", "!has_phone && !has_email", -30),
    ("老客户", "is_customer", 10),
)


@cache
def default_model() -> WeightedRules:
    """The seed for makers of equipment: where a lead comes from, size, budget, clear need, ways to reach it."""
    rules = tuple(
        ScoringRule(name=name, condition=condition, points=points) for name, condition, points in _RULES
    )
    return WeightedRules(version=1, rules=rules)
