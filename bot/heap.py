"""What a process that runs for weeks keeps for ever need not be looked at again and again."""

from __future__ import annotations

import gc
from functools import cache


@cache
def settle() -> None:
    """Once everything is loaded: the garbage collector leaves alone what is there by now. aiogram's models, the tables
    and the plans are hundreds of thousands of objects; going through all of them stopped the loop for a tenth of a
    second or two, about once in a thousand messages.

    The first call in a process counts: what later ones found would never be given back.
    """
    gc.collect()
    gc.freeze()
