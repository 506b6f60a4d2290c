"""A query with its values as a part of a larger statement, which pages are cut from."""

import re
from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa


def bound(query: str, values: Mapping[str, Any]) -> sa.TextClause:
    """The query, written for psycopg, with those of the values that it names."""
    used = {name: values[name] for name in re.findall(r"%\((\w+)\)s", query)}
    return sa.text(re.sub(r"%\((\w+)\)s", r":\1", query)).bindparams(**used)
