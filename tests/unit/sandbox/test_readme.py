"""The README names what the sandbox does and what it does not, method by method."""

import re
from pathlib import Path

from sandbox.dispatch import IMPLEMENTED
from sandbox.schema import load_schema

README = (Path(__file__).parents[3] / "sandbox" / "README.md").read_text(encoding="utf-8")


def listed(after: str) -> set[str]:
    block = README.partition(after)[2].strip().partition("\n\n")[2].partition("\n\n")[0]
    return set(re.findall(r"[a-z]\w+", block))


def test_the_lists_of_methods_are_true() -> None:
    methods = set(load_schema().methods)
    assert listed("\nImplemented (") == IMPLEMENTED
    assert listed("\nValid, but answered with 501") == methods - IMPLEMENTED


def test_the_notice_of_the_data_is_there() -> None:
    notice = (Path(__file__).parents[3] / "sandbox" / "botapi" / "NOTICE.txt").read_text(encoding="utf-8")
    assert "aiogram" in notice
    assert "Permission is hereby granted, free of charge" in notice
