"""Errors that a person meets when a plan's file cannot be used."""


class PlanFileError(Exception):
    """A file that cannot be read as a plan, or written.

    The message is one Russian line for the person who handed the file over: which file and which row of it,
    what was found there, and what to do.
    """


class DocumentError(PlanFileError):
    """A commission's document that cannot be read as a calendar plan."""


class DecisionError(ValueError):
    """A decision on a date that cannot be taken: the message is one Russian sentence for the person who decides."""
