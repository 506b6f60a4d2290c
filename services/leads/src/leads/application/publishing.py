"""Which domain events of leads become which contracts."""

from typing import Any

from crm_contracts.leads import v1
from crm_contracts.values import Money as WireMoney
from crm_platform.eventsourcing.publishing import Publishing
from crm_platform.values import Money
from leads.application.publishing_follow_ups import DIGEST, FOLLOW_UPS
from leads.domain.digest import FollowUpDigest
from leads.domain.lead import Lead, LeadProfile
from leads.domain.sources import Campaign, SourceCatalog
from leads.domain.touches import Touch


def _money(money: Money | None) -> WireMoney | None:
    return None if money is None else WireMoney.of(money.amount, money.currency)


def _known(profile: LeadProfile) -> dict[str, Any]:
    return {**profile.model_dump(exclude={"budget", "address"}), "budget": _money(profile.budget)}


def _registered(event: Lead.Registered) -> v1.LeadRegistered:
    return v1.LeadRegistered(
        **_known(event.profile), touch=event.touch and _touch(event.touch), registered_at=event.timestamp
    )


def _touch(touch: Touch) -> v1.Touch:
    return v1.Touch(**touch.model_dump())


def _touched(event: Lead.Touched) -> v1.LeadTouched:
    return v1.LeadTouched(touch=_touch(event.touch))


def _revised(event: Lead.Revised) -> v1.LeadRevised:
    return v1.LeadRevised(**_known(event.profile), changed=event.changed)


def _scored(event: Lead.Scored) -> v1.LeadScored:
    score = event.score
    return v1.LeadScored(
        score=score.points,
        grade=score.grade,
        model_version=score.model_version,
        factors=[v1.ScoreFactor(**factor.model_dump()) for factor in score.factors],
    )


def _assigned(event: Lead.Assigned) -> v1.LeadAssigned:
    return v1.LeadAssigned(
        **event.ownership.model_dump(),
        owner_name=event.owner_name,
        rule=event.rule,
        reason=event.reason,
        previous_owner_id=event.previous_owner_id,
    )


def _converted(event: Lead.Converted) -> v1.LeadConverted:
    profile = event.profile
    return v1.LeadConverted(
        **event.ownership.model_dump(),
        opportunity_id=str(event.opportunity_id),
        company=profile.company or profile.name,
        contact=profile.contact,
        phone=profile.phone,
        email=profile.email,
        source=profile.source,
        campaign=profile.campaign,
        customer_id=profile.customer_id,
        title=event.title,
        amount=_money(event.amount),
        product_ids=event.product_ids,
        score=event.score,
        reason=event.reason,
        converted_at=event.timestamp,
    )


def _disqualified(event: Lead.Disqualified) -> v1.LeadDisqualified:
    return v1.LeadDisqualified(reason=event.reason, disqualified_at=event.timestamp)


def _sources(event: SourceCatalog.Founded | SourceCatalog.Revised) -> v1.LeadSourcesDefined:
    return v1.LeadSourcesDefined(
        sources=[v1.LeadSource(**source.model_dump(exclude={"words"})) for source in event.sources]
    )


def _campaign(event: Campaign.Planned | Campaign.Revised) -> v1.CampaignDefined:
    terms = event.terms
    return v1.CampaignDefined(code=event.code, **terms.model_dump(exclude={"cost"}), cost=_money(terms.cost))


publishing = Publishing(
    "leads",
    {
        Lead: {
            Lead.Registered: _registered,
            Lead.Revised: _revised,
            Lead.Touched: _touched,
            Lead.Scored: _scored,
            Lead.Assigned: _assigned,
            Lead.Converted: _converted,
            Lead.Disqualified: _disqualified,
            **FOLLOW_UPS,
        },
        SourceCatalog: {SourceCatalog.Founded: _sources, SourceCatalog.Revised: _sources},
        Campaign: {Campaign.Planned: _campaign, Campaign.Revised: _campaign},
        FollowUpDigest: DIGEST,
    },
)
