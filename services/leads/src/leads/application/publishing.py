"""Which domain events of leads become which contracts."""

from typing import Any

from crm_contracts.leads import v1
from crm_contracts.values import Money as WireMoney
from crm_contracts.values import Notice
from crm_platform.eventsourcing.publishing import Publishing, wire_money
from crm_platform.values import Money
from leads.application.publishing_follow_ups import DIGEST, FOLLOW_UPS, next_task
from leads.application.publishing_scores import SCORES
from leads.domain.digest import FollowUpDigest
from leads.domain.lead import Lead, LeadProfile
from leads.domain.sources import Campaign, SourceCatalog
from leads.domain.touches import Touch


def _money(money: Money | None) -> WireMoney | None:
    return None if money is None else wire_money(money)


def _known(profile: LeadProfile) -> dict[str, Any]:
    return {**vars(profile), "budget": _money(profile.budget)}


def _registered(event: Lead.Registered) -> v1.LeadRegistered:
    return v1.LeadRegistered(
        **_known(event.profile), touch=event.touch and _touch(event.touch), registered_at=event.timestamp
    )


def _touch(touch: Touch) -> v1.Touch:
    return v1.Touch(**{**vars(touch), "utm": touch.utm and vars(touch.utm)})


def _touched(event: Lead.Touched) -> v1.LeadTouched:
    return v1.LeadTouched(touch=_touch(event.touch))


def _revised(event: Lead.Revised) -> v1.LeadRevised:
    return v1.LeadRevised(**_known(event.profile), changed=event.changed)


def _scored(event: Lead.Scored) -> v1.LeadScored:
    score = event.score
    return v1.LeadScored.model_validate(
        {
            "score": score.points,
            "grade": score.grade,
            "model_version": score.model_version,
            "factors": [vars(factor) for factor in score.factors],
        }
    )


def _assigned(event: Lead.Assigned) -> v1.LeadAssigned:
    return v1.LeadAssigned(
        **vars(event.ownership),
        owner_name=event.owner_name,
        rule=event.rule,
        reason=event.reason,
        previous_owner_id=event.previous_owner_id,
    )


def _released(event: Lead.Released) -> v1.LeadReleased:
    return v1.LeadReleased(
        pool=event.pool,
        pool_name=event.pool_name,
        rule=event.rule,
        reason=event.reason,
        previous_owner_id=event.previous_owner_id,
        released_at=event.timestamp,
    )


def _left_waiting(event: Lead.LeftWaiting) -> v1.LeadLeftWaiting:
    others = event.waiting - 1
    return v1.LeadLeftWaiting(
        reason=event.reason,
        left_at=event.timestamp,
        notice=Notice(
            recipients=list(event.recipients),
            kind="lead.left-waiting",
            title=f"Nobody can get {event.name}"[:170] + (f" and {others} more leads" if others else ""),
            title_zh=f"线索「{event.name[:150]}」"
            + (f"等 {event.waiting} 条" if others else "")
            + "无人可分配",
            text=event.reason,
            text_zh="按现行分配规则，目前没有可接收的人员",
            link=f"/leads/{event.originator_id}",
        )
        if event.recipients
        else None,
    )


def _handed(event: Lead.Converted | Lead.ConvertedToCustomer) -> dict[str, Any]:
    """What both kinds of conversion say."""
    profile = event.profile
    return {
        **event.ownership.model_dump(),
        "company": profile.company or profile.name,
        "customer_id": profile.customer_id,
        "customer_request_id": event.customer_request_id and str(event.customer_request_id),
        **profile.model_dump(include={"contact", "phone", "email", "source", "campaign"}),
        **event.model_dump(include={"number", "score", "automatic_score", "reason"}),
        "converted_at": event.timestamp,
    }


def _converted(event: Lead.Converted) -> v1.LeadConverted:
    return v1.LeadConverted(
        **_handed(event),
        opportunity_id=str(event.opportunity_id),
        title=event.title,
        amount=_money(event.amount),
        product_ids=event.product_ids,
    )


def _converted_to_customer(event: Lead.ConvertedToCustomer) -> v1.LeadConvertedToCustomer:
    return v1.LeadConvertedToCustomer(**_handed(event))


def _customer_requested(event: Lead.CustomerRequested) -> v1.LeadCustomerRequested:
    profile = event.profile
    return v1.LeadCustomerRequested(
        request_id=str(event.request_id),
        name=profile.company or profile.name,
        **profile.model_dump(include={"contact", "phone", "email", "address", "industry", "region"}),
        requested_at=event.timestamp,
    )


def _customer_linked(event: Lead.CustomerLinked) -> v1.LeadCustomerLinked:
    return v1.LeadCustomerLinked(
        customer_id=event.customer_id,
        matched_by=event.matched_by,
        opportunity_id=event.opportunity_id and str(event.opportunity_id),
        linked_at=event.timestamp,
    )


def _reopened(event: Lead.Reopened) -> v1.LeadReopened:
    return v1.LeadReopened(
        number=event.number,
        opportunity_id=event.opportunity_id and str(event.opportunity_id),
        reason=event.reason,
        reopened_at=event.timestamp,
    )


def _reopening_revoked(event: Lead.ReopeningRevoked) -> v1.LeadReopeningRevoked:
    return v1.LeadReopeningRevoked(
        number=event.number,
        opportunity_id=str(event.opportunity_id),
        reason=event.reason,
        revoked_at=event.timestamp,
    )


def _merged(event: Lead.Merged) -> v1.LeadMerged:
    return v1.LeadMerged(
        **_known(event.profile),
        absorbed_lead_id=str(event.absorbed_id),
        taken=list(event.taken),
        next=next_task(event.next),
    )


def _absorbed(event: Lead.Absorbed) -> v1.LeadAbsorbed:
    return v1.LeadAbsorbed(
        survivor_lead_id=str(event.survivor_id),
        survivor_name=event.survivor_name,
        survivor_owner_id=event.survivor_owner_id,
        owner_id=event.owner_id,
        absorbed_at=event.timestamp,
        notice=_lost(event),
    )


def _lost(event: Lead.Absorbed) -> Notice | None:
    if event.owner_id is None or event.owner_id == event.survivor_owner_id:
        return None
    return Notice(
        recipients=[event.owner_id],
        kind="lead.merged",
        title=f"Your lead was merged into {event.survivor_name[:150]}",
        title_zh=f"您的线索已合并到{event.survivor_name[:150]}",
        link=f"/leads/{event.survivor_id}",
    )


def _unmerged(event: Lead.Unmerged) -> v1.LeadUnmerged:
    return v1.LeadUnmerged(
        **_known(event.profile),
        absorbed_lead_id=str(event.absorbed_id),
        restored=list(event.restored),
        kept=list(event.kept),
        next=next_task(event.next),
    )


def _restored(event: Lead.Restored) -> v1.LeadRestored:
    return v1.LeadRestored(
        survivor_lead_id=str(event.survivor_id),
        status=event.status.value,
        next=next_task(event.next),
        restored_at=event.timestamp,
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


def _withdrawn(event: Lead.Withdrawn) -> v1.LeadWithdrawn:
    return v1.LeadWithdrawn(reason=event.reason, withdrawn_at=event.timestamp)


publishing = Publishing(
    "leads",
    {
        Lead: {
            Lead.Registered: _registered,
            Lead.Revised: _revised,
            Lead.Touched: _touched,
            Lead.Scored: _scored,
            **SCORES,
            Lead.Assigned: _assigned,
            Lead.Released: _released,
            Lead.LeftWaiting: _left_waiting,
            Lead.Converted: _converted,
            Lead.ConvertedToCustomer: _converted_to_customer,
            Lead.CustomerRequested: _customer_requested,
            Lead.CustomerLinked: _customer_linked,
            Lead.Reopened: _reopened,
            Lead.ReopeningRevoked: _reopening_revoked,
            Lead.Disqualified: _disqualified,
            Lead.Withdrawn: _withdrawn,
            **FOLLOW_UPS,
            Lead.Merged: _merged,
            Lead.Absorbed: _absorbed,
            Lead.Unmerged: _unmerged,
            Lead.Restored: _restored,
        },
        SourceCatalog: {SourceCatalog.Founded: _sources, SourceCatalog.Revised: _sources},
        Campaign: {Campaign.Planned: _campaign, Campaign.Revised: _campaign},
        FollowUpDigest: DIGEST,
    },
)
