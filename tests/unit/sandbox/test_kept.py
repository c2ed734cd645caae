"""What the page keeps in the browser is named in the README, key by key."""

import re
from pathlib import Path

SANDBOX = Path(__file__).parents[3] / "sandbox"


def test_the_keys_of_local_storage_are_named() -> None:
    readme = (SANDBOX / "README.md").read_text(encoding="utf-8")
    scripts = "".join(path.read_text(encoding="utf-8") for path in (SANDBOX / "page").glob("*.js"))
    keys = set(re.findall(r"\b(?:keep|kept)\([\"`]([a-z]+:?)", scripts))
    assert {"theme", "lang", "tour"} <= keys
    assert [key for key in sorted(keys) if f"`{key}" not in readme] == []
