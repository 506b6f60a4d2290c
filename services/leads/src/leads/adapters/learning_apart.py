"""Learns in a process of its own.

`python -m leads.adapters.learning_apart` reads one decided lead per line and writes what it learned; nothing else uses it.
"""

import sys
from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import astuple
from datetime import datetime

import orjson

from leads.adapters.beside import done_beside, make_way
from leads.domain.learned_model import Learned, learn
from leads.domain.learning import Example


async def learned_apart(examples: Sequence[Example]) -> Learned:
    """What decided leads teach. Raises RuntimeError when the process fails, with what it said."""
    return Learned.model_validate_json(await done_beside("leads.adapters.learning_apart", _lines(examples)))


def main() -> None:
    """The process itself."""
    make_way()
    sys.stdout.write(learn(list(_examples())).model_dump_json())


async def _lines(examples: Sequence[Example]) -> AsyncIterator[bytes]:
    for example in examples:
        yield orjson.dumps(astuple(example)) + b"\n"


def _examples() -> Iterator[Example]:
    for line in sys.stdin.buffer:
        known, converted, came, decided = orjson.loads(line)
        yield Example(known, converted, datetime.fromisoformat(came), datetime.fromisoformat(decided))


if __name__ == "__main__":
    main()
