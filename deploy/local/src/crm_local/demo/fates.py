"""What becomes of each lead of the demo files. The files and hashes of their rows decide, so every run tells one story."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from importlib.resources import files
from typing import Any

EQUIPMENT_FILES = ("leads_zh.csv", "leads_en.csv")
BANK_FILE = "bank_calls.csv"
STAGES = ("first_contact", "needs_confirmed", "proposal", "negotiation")
_LOST = (
    "价格高于竞争对手",
    "项目推迟到明年",
    "预算被取消",
    "选择了本地供应商",
    "Chose another supplier",
    "Project postponed",
)


@dataclass(frozen=True, slots=True)
class Fate:
    """Where a lead ends: still open, disqualified for a reason, or as an opportunity that goes some way."""

    converts: bool = False
    disqualified: str | None = None
    stage: str = STAGES[0]
    outcome: str | None = None
    lost_because: str = ""


OPEN = Fate()


class Story:
    """The demo files and the fates of the leads in them."""

    @cached_property
    def outcomes(self) -> Mapping[str, str]:
        """What each client of the bank answered, by name: `subscribed` or `declined`."""
        return {row["Name"]: row["Outcome"] for row in _rows(BANK_FILE)}

    @cached_property
    def companies(self) -> frozenset[str]:
        """The companies in the equipment maker's lead files."""
        titles = ("公司", "Company")
        return frozenset(
            row[title].strip()
            for name in EQUIPMENT_FILES
            for row in _rows(name)
            for title in titles
            if title in row
        )

    def of(self, lead: Mapping[str, Any]) -> Fate | None:
        """The fate of a lead as the API lists it; None for one that is not from the demo files."""
        if lead["name"] in self.outcomes:
            return _client_of_the_bank(self.outcomes[lead["name"]])
        if lead["name"] in self.companies:
            return _maker(lead)
        return None

    def is_bank(self, name: str) -> bool:
        """Whether a lead or customer of this name comes from the bank's history."""
        return name in self.outcomes


def drawn(subject: str, what: str) -> float:
    """A number from 0 to 1 that is always the same for the same words."""
    return int.from_bytes(sha256(f"{what}|{subject}".encode()).digest()[:6]) / 2**48


def lines_for(subject: str, products: Mapping[str, Mapping[str, Any]]) -> list[dict[str, str]]:
    """What somebody buys: a machine or some gateways with sensors, and days of installation, by the product catalog."""
    by_kind: dict[str, list[str]] = {}
    for product_id, product in sorted(products.items()):
        by_kind.setdefault(product.get("category") or "", []).append(product_id)

    def some(kind: str, most: int) -> list[dict[str, str]]:
        known = by_kind.get(kind)
        if not known:
            return []
        chosen = known[int(drawn(subject, kind) * len(known))]
        return [{"product_id": chosen, "quantity": str(1 + int(drawn(subject, f"{kind} quantity") * most))}]

    goods = (
        some("machine", 2)
        if drawn(subject, "buys a machine") < 0.45
        else some("gateway", 6) + some("sensor", 40)
    )
    return goods + some("service", 5)


def file(name: str) -> bytes:
    """The content of one of the demo's files."""
    return files("crm_local.demo").joinpath("data", name).read_bytes()


def _rows(name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(file(name).decode().splitlines()))


def _client_of_the_bank(outcome: str) -> Fate:
    if outcome == "subscribed":
        return Fate(converts=True, stage=STAGES[-1], outcome="won")
    return Fate(disqualified="Declined the offer on the phone")


def _maker(lead: Mapping[str, Any]) -> Fate:
    """Better leads convert and win more often, so that the score is worth looking at."""
    subject = f"{lead['name']}|{lead['phone'] or lead['email'] or lead['contact']}"
    if not lead["phone"] and not lead["email"]:
        return Fate(disqualified="无法联系 Cannot be reached")
    promise = (lead["automatic_score"] or 0) / 100
    if drawn(subject, "converts") > 0.15 + 0.75 * promise:
        tired = drawn(subject, "disqualified") < 0.2
        return Fate(disqualified="暂无采购计划 No plans to buy") if tired else OPEN
    ends = drawn(subject, "outcome")
    if ends < 0.1 + 0.5 * promise:
        return Fate(converts=True, stage=STAGES[-1], outcome="won")
    stage = STAGES[int(drawn(subject, "stage") * len(STAGES))]
    if ends < 0.35 + 0.35 * promise:
        reason = _LOST[int(drawn(subject, "reason") * len(_LOST))]
        return Fate(converts=True, stage=stage, outcome="lost", lost_because=reason)
    return Fate(converts=True, stage=stage)
