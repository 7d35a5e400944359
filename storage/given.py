"""Many rows as one value of a statement, so that one question asks for, or writes, all of them."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import ColumnElement, Text, bindparam, cast, column, func
from sqlalchemy.dialects.postgresql import JSON
from sqlalchemy.types import TypeEngine


def given(kind: str, name: str, **columns: TypeEngine[Any]) -> dict[str, ColumnElement[Any]]:
    """The columns of the rows that are bound as `name` by `rows_of`, for the database of that kind.

    They are a table that a statement reads from.
    """
    if kind == "sqlite":
        each = func.json_each(bindparam(name, type_=Text)).table_valued("value")
        return {
            one: cast(func.json_extract(each.c.value, f"$.{one}"), of)
            for one, of in columns.items()
        }
    named = [column(one, of) for one, of in columns.items()]
    rows = func.json_to_recordset(cast(bindparam(name, type_=Text), JSON)).table_valued(*named)
    return dict(rows.render_derived(with_types=True).c.items())


def rows_of(rows: Iterable[Mapping[str, object]]) -> str:
    """The rows as `given` wants them bound; ASCII only, so that no text is too odd for it."""
    return json.dumps(list(rows), ensure_ascii=True)
