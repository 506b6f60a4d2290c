"""Which leads change hands because they score otherwise: those that another rule than before decides on."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from leads.domain.assignment import Assignment, AssignmentRule
from leads.domain.choosing import choose, deciding_rule
from leads.domain.lead import Lead
from leads.domain.rated import Standing
from leads.domain.rounds import Situation


class Mover:
    """Decides on leads one after another; what was decided counts for the next ones."""

    def __init__(self, rules: Sequence[AssignmentRule], situation: Situation) -> None:
        self._rules = rules
        self._pools = situation.pools
        self._candidates = situation.candidates
        self._loads = Counter(situation.loads)
        self._turns = dict(situation.turns)

    def move(
        self, lead: Lead, before: Standing | None, after: Standing | None, at: datetime
    ) -> Assignment | None:
        """Who gets an owned lead now; None when it stays where it is."""
        if before == after or lead.owner_id is None:
            return None
        facts = lead.facts(at, after)
        if deciding_rule(self._rules, lead.facts(at, before)) == deciding_rule(self._rules, facts):
            return None
        chosen = choose(self._rules, facts, self._candidates, self._loads, self._turns, pools=self._pools)
        if not isinstance(chosen, Assignment) or chosen.owner.person_id == lead.owner_id:
            return None
        self._turns[chosen.rule] = chosen.rotation
        self._loads[lead.owner_id] -= 1
        self._loads[chosen.owner.person_id] += 1
        return chosen
