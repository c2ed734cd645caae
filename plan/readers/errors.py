"""Why a commission's document cannot be read. Each carries one Russian sentence: what was found, what was expected."""

from __future__ import annotations

from plan.errors import DocumentError


class EmptyDocument(DocumentError):
    """The file holds nothing."""


class WrongContent(DocumentError):
    """The file holds something else than its name says: a photo called «план.docx»."""


class DocumentTooLarge(DocumentError):
    """The file, or what is packed in it, is larger than any plan."""


class DocumentTooComplex(DocumentError):
    """Reading took more time or memory than any plan needs."""


class DamagedDocument(DocumentError):
    """The file begins as its format does and breaks off or contradicts itself."""


class ProtectedDocument(DocumentError):
    """The document is encrypted with a password."""


class NoTextLayer(DocumentError):
    """The pages are pictures of paper."""


class NoPlanTable(DocumentError):
    """The document has no table with a plan's columns."""


class IncompleteTable(DocumentError):
    """The plan's table lacks a column that a plan cannot do without."""


class ContradictoryVotingDays(DocumentError):
    """The document names two voting days."""


class ConverterMissing(DocumentError):
    """The format is read through LibreOffice, and it is not installed."""


class ConversionFailed(DocumentError):
    """LibreOffice did not open the document."""


BY_NAME: dict[str, type[DocumentError]] = {
    error.__name__: error
    for error in (
        DocumentError,
        EmptyDocument,
        WrongContent,
        DocumentTooLarge,
        DocumentTooComplex,
        DamagedDocument,
        ProtectedDocument,
        NoTextLayer,
        NoPlanTable,
        IncompleteTable,
        ContradictoryVotingDays,
        ConverterMissing,
        ConversionFailed,
    )
}
"""The errors by their names, as they cross from the reading process."""
