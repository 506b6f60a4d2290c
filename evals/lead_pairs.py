"""Duplicates among 11,950 Chinese and English leads: found by a run, beside weights by hand and exact keys alone."""

from __future__ import annotations

import time
from collections.abc import Sequence

from bench.table import Row

from evals.agreement import agreement, row, true_pairs
from evals.data import rows
from leads.domain.identity import Identity, identity_of
from leads.domain.lead import LeadProfile
from leads.domain.lead_pairs import find_pairs
from leads.domain.linking import candidates
from leads.domain.matching import LIKELY, keys_of, levels_of, weight_of


async def measure() -> list[Row]:
    """Pairwise agreement with the known entities."""
    leads, entities = known_leads()
    true = true_pairs(entities)
    compared = candidates([keys_of(lead) for lead in leads])
    began = time.perf_counter()
    found = find_pairs(leads, LIKELY)
    took = time.perf_counter() - began
    by_hand = {
        (one, other) for one, other in compared if weight_of(levels_of(leads[one], leads[other])) >= LIKELY
    }
    return [
        Row(
            "leads: pairs compared", f"{len(compared):,} of which true {len(compared & true) / len(true):.4f}"
        ),
        row("leads: exact phone or mail only", agreement(exact(leads), true)),
        row("leads: weights by hand, no grouping", agreement(by_hand, true)),
        row(
            "leads: a run (learned weights, grouped)",
            agreement({(pair.one, pair.other) for pair in found.pairs}, true),
            f1=0.92,
            precision=0.98,
        ),
        Row("leads: a run, speed", f"{len(leads) / took:,.0f} leads/s"),
    ]


def known_leads() -> tuple[list[Identity], list[str]]:
    """The identities of the file, and which entity each is."""
    entity = {row["lead_id"]: row["entity_id"] for row in rows("leads_zh_en_truth.csv")}
    found = rows("leads_zh_en_leads.csv")
    return [identity_of(profile_of(row)) for row in found], [entity[row["lead_id"]] for row in found]


def profile_of(row: dict[str, str]) -> LeadProfile:
    """A row of the file as a lead."""
    known = {field: row[field] or None for field in ("company", "contact", "phone", "email", "address")}
    return LeadProfile.model_validate({"name": row["company"], **known})


def exact(leads: Sequence[Identity]) -> set[tuple[int, int]]:
    """The pairs with the same phone or e-mail."""
    return candidates(
        [
            [f"{kind}:{value}" for kind, value in (("p", lead.phone), ("e", lead.email)) if value]
            for lead in leads
        ]
    )
