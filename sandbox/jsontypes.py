"""Names for JSON values as they travel over the Bot API."""

from typing import Any

Json = dict[str, Any]
"""A JSON object. Its members are checked by the schema on the way in and built by hand on the way out."""
