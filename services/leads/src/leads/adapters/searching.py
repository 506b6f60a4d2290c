"""Finding a part of a text by a trigram index, however short the part is.

Chinese names are looked for by two characters, of which no trigram can be made. So texts are kept with each character
three times over: then every character and every pair of neighbours is a trigram, and a part stays a part.
"""

import re
import unicodedata
from collections.abc import Iterable

import sqlalchemy as sa

_WILD = re.compile(r"[\\%_]")
_ESCAPED = r"\\\g<0>"


def searchable(texts: Iterable[str | None]) -> str:
    """Texts as they are looked through, each on a line of its own."""
    return "\n".join(_spread(text) for text in texts if text)


def contains(column: sa.ColumnElement[str], part: str) -> sa.ColumnElement[bool]:
    """Whether a part is in what `searchable` made; upper and lower case, full and half width are the same."""
    return column.like(f"%{_WILD.sub(_ESCAPED, _spread(part))}%")


def _spread(text: str) -> str:
    return "".join(character * 3 for character in unicodedata.normalize("NFKC", text).casefold())
