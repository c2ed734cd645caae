"""The grammar of terms: a wording in, a small syntax tree out (`parse`), and back (`Term.render`)."""

from plan.term.reading import parse
from plan.term.tree import NotUnderstood, Part, Term

__all__ = ["NotUnderstood", "Part", "Term", "parse"]
