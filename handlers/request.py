"""Who writes or presses, when, and what serves them: what nearly every handler is handed."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from services.campaigns.library import PlanLibrary
from services.people.model import Actor, Address
from services.unit_of_work import Units
from views.translator import Translator


@dataclass(frozen=True, slots=True)
class Request:
    """One message, press or inline query of a person who was recognised. `now` is aware, in UTC; `desk` is the
    operators' chat, if there is one. The way to answer it, a `Talk`, is handed beside it."""

    actor: Actor
    units: Units
    library: PlanLibrary
    now: datetime
    t: Translator
    desk: Address | None = None

    @classmethod
    def of(cls, data: dict[str, Any]) -> Request:
        """From the dispatcher's data. Raises TypeError where the middleware has not been."""
        return cls(**{field.name: data[field.name] for field in fields(cls) if field.name in data})
