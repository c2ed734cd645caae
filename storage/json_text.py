"""JSON columns, readable as they lie."""

import json
from typing import Any


def to_json(value: Any) -> str:
    """Russian stays Russian: a person looking into the database reads it, and it takes a third of the room."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
