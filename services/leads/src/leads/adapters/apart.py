"""Runs the search over all leads in a process of its own, so that its memory and its work end with it.

`python -m leads.adapters.apart` reads one identity per line and writes what it found; nothing else uses it.
"""

import sys
from collections.abc import AsyncIterator, Iterator

import orjson

from leads.adapters.beside import done_beside, make_way
from leads.application.duplicate_runs import Found, FoundPair
from leads.domain.identity import Identity
from leads.domain.lead_pairs import find_pairs
from leads.domain.matching import FIELDS, LIKELY, Weights, worded


async def found_apart(leads: AsyncIterator[bytes]) -> Found:
    """The likely pairs among all leads. Raises RuntimeError when the process fails, with what it said."""
    return Found.model_validate_json(await done_beside("leads.adapters.apart", leads))


def main() -> None:
    """The process itself."""
    make_way()
    rows = list(_rows())
    found = find_pairs([who for _, who in rows], LIKELY)
    weights: Weights = dict(zip(FIELDS, found.weights, strict=True))
    answer = Found(
        leads=len(rows),
        compared=found.compared,
        weights={
            field: {level.name: round(weights[field][at], 2) for at, level in enumerate(levels) if at}
            for field, levels in FIELDS.items()
        },
        pairs=[
            FoundPair(one=rows[pair.one][0], other=rows[pair.other][0], match=worded(pair.levels, weights))
            for pair in found.pairs
        ],
    )
    sys.stdout.write(answer.model_dump_json())


def _rows() -> Iterator[tuple[str, Identity]]:
    for line in sys.stdin.buffer:
        id_, who = orjson.loads(line)
        yield id_, Identity.model_validate(who)


if __name__ == "__main__":
    main()
