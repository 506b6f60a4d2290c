"""Web forms: defined by people who may, filled in by anybody, each filling-in once."""

import hmac
from collections.abc import Mapping
from datetime import datetime
from hashlib import sha256
from uuid import UUID

from crm_platform.context import Context, reaction
from crm_platform.errors import NotFound
from crm_platform.eventsourcing.log import EventLog, Recorded
from crm_platform.ids import new_id
from crm_platform.observability.logging import logger
from leads.application.capturing import Capturing, profile_of
from leads.domain.touches import Channel, Touch, Visit
from leads.domain.web_form import FormTerms, Pass, WebForm


class Forms:
    """Commands on forms, and what is filled in. `key` seals what a form is handed out with."""

    def __init__(self, log: EventLog, capturing: Capturing, key: bytes) -> None:
        self._log = log
        self._capturing = capturing
        self._key = hmac.new(key, b"web forms of leads", sha256).digest()

    async def define_form(self, terms: FormTerms, context: Context) -> Recorded:
        """Begin to ask."""
        return await self._log.save(context, WebForm.define(context.new_id(), terms, now=context.now))

    async def revise_form(self, form_id: UUID, terms: FormTerms, context: Context) -> Recorded:
        """Ask something else, or elsewhere; all of it is replaced."""
        return await self._log.change(
            context, WebForm, form_id, lambda form: form.revise(terms, now=context.now)
        )

    async def form(self, form_id: UUID) -> WebForm:
        """A form that is in use. Raises `NotFound`."""
        form = await self._log.load(WebForm, form_id)
        if not form.terms.active:
            raise NotFound
        return form

    def hand_out(self, form: WebForm, now: datetime) -> str:
        """A pass for one submission."""
        return Pass(submission_id=new_id(), shown_at=now).sealed(form.id, self._key)

    async def submit(
        self, form: WebForm, given: Mapping[str, str], visit: Visit, *, sealed: str, trap: str, now: datetime
    ) -> None:
        """Take what was filled in, once per pass; whether it made a lead is nobody's business.

        Raises `FormExpired`, `FormTooFast` and `Invalid`. `trap` is a field that people do not see.
        """
        shown = Pass.open(sealed, form, self._key, now=now)
        answers = form.answers(given)
        if trap:
            logger(form=str(form.id)).info("form filled in by a program")
            return
        terms, reference = form.terms, str(shown.submission_id)
        profile = profile_of(answers, source=terms.source, campaign=terms.campaign)
        touch = Touch(
            **dict(visit),
            channel=Channel.WEB_FORM,
            source=terms.source,
            campaign=terms.campaign,
            occurred_at=now,
            message=profile.need,
            reference=reference,
        )
        await self._capturing.capture(profile, touch, reaction(f"form:{form.id}", reference, now=now))
