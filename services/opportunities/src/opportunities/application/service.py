"""The commands of the opportunities context, one short method each."""

from uuid import UUID

from crm_platform.context import Context
from crm_platform.errors import Invalid
from crm_platform.eventsourcing.log import AggregateConflict, EventLog, Recorded
from crm_platform.security.scope import Principal
from crm_platform.values import Money, Ownership
from opportunities.application.commands import (
    LoseOpportunity,
    MoveStage,
    OpenOpportunity,
    ReassignOpportunity,
    ReviseOpportunity,
    WinOpportunity,
    WithdrawOpportunity,
)
from opportunities.application.master_data import MasterData, completed_customer, completed_lines
from opportunities.domain.errors import OpportunityExists
from opportunities.domain.opportunity import Opportunity
from opportunities.domain.pipeline import Pipeline
from opportunities.domain.terms import Terms, total_of


class Opportunities:
    """Commands on opportunities. Each returns when its events are stored.

    `currency` is that of an opportunity whose amount nobody can tell yet.
    """

    def __init__(self, log: EventLog, master_data: MasterData, pipeline: Pipeline, currency: str) -> None:
        self._log = log
        self._master_data = master_data
        self._pipeline = pipeline
        self._currency = currency

    async def open_opportunity(self, command: OpenOpportunity, context: Context) -> Recorded:
        """Open an opportunity that belongs to the caller. Raises `OpportunityExists` when the chosen id is taken."""
        try:
            customer = await completed_customer(self._master_data, command.customer)
            lines = await completed_lines(self._master_data, command.lines)
        except Invalid as refused:  # a repeated command is not judged by what is known by now
            return await self._log.answered_before(context, refused)
        terms = Terms(
            title=command.title,
            customer=customer,
            amount=command.amount or (total_of(lines) if lines else Money.zero(self._currency)),
            lines=lines,
            expected_close=command.expected_close,
        )
        opportunity = Opportunity.open(
            command.id or context.new_id(),
            terms,
            _owned_by(context.principal),
            pipeline=self._pipeline,
            source=command.source,
            now=context.now,
        )
        try:
            return await self._log.save(context, opportunity)
        except AggregateConflict:
            raise OpportunityExists(id=str(opportunity.id)) from None

    async def move_stage(self, opportunity_id: UUID, command: MoveStage, context: Context) -> Recorded:
        """One stage forward, or back with a reason."""
        return await self._log.change(
            context,
            Opportunity,
            opportunity_id,
            lambda o: o.move(
                command.to_stage, pipeline=self._pipeline, reason=command.reason, now=context.now
            ),
        )

    async def revise_opportunity(
        self, opportunity_id: UUID, command: ReviseOpportunity, context: Context
    ) -> Recorded:
        """Change the terms that the command names."""
        try:
            customer = command.customer and await completed_customer(self._master_data, command.customer)
            lines = None if command.lines is None else await completed_lines(self._master_data, command.lines)
        except Invalid as refused:
            return await self._log.answered_before(context, refused)
        keep_date = "expected_close" not in command.model_fields_set

        def revise(opportunity: Opportunity) -> None:
            terms = opportunity.terms
            revised = Terms(
                title=command.title or terms.title,
                customer=customer or terms.customer,
                amount=command.amount or (total_of(lines) if lines else terms.amount),
                lines=terms.lines if lines is None else lines,
                expected_close=terms.expected_close if keep_date else command.expected_close,
            )
            opportunity.revise(revised, now=context.now)

        return await self._log.change(context, Opportunity, opportunity_id, revise)

    async def reassign_opportunity(
        self, opportunity_id: UUID, command: ReassignOpportunity, context: Context
    ) -> Recorded:
        """Give an opportunity to an active person of the directory."""
        person = await self._master_data.person(command.owner_id)
        if person is None or not person.active:
            refused = Invalid.at("#/owner_id", "unknown-person", "Is no active person", "不是在职人员")
            return await self._log.answered_before(context, refused)
        owner = Ownership(owner_id=person.person_id, team=person.team, region=person.region)
        return await self._log.change(
            context,
            Opportunity,
            opportunity_id,
            lambda o: o.reassign(owner, person.name, reason=command.reason, now=context.now),
        )

    async def win_opportunity(
        self, opportunity_id: UUID, command: WinOpportunity, context: Context
    ) -> Recorded:
        """The customer buys; an order follows."""
        return await self._log.change(
            context,
            Opportunity,
            opportunity_id,
            lambda o: o.win(pipeline=self._pipeline, reason=command.reason, now=context.now),
        )

    async def lose_opportunity(
        self, opportunity_id: UUID, command: LoseOpportunity, context: Context
    ) -> Recorded:
        """The customer does not buy."""
        return await self._log.change(
            context, Opportunity, opportunity_id, lambda o: o.lose(command.reason, now=context.now)
        )

    async def withdraw_opportunity(
        self, opportunity_id: UUID, command: WithdrawOpportunity, context: Context
    ) -> Recorded:
        """Close what is none; a lead that it came from can then be reopened."""
        return await self._log.change(
            context, Opportunity, opportunity_id, lambda o: o.withdraw(command.reason, now=context.now)
        )


def _owned_by(principal: Principal) -> Ownership:
    return Ownership(owner_id=principal.subject, team=principal.team, region=principal.region)
