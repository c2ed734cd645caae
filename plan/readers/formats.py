"""Which files are documents, by their names."""

FORMATS = (".docx", ".docm", ".xlsx", ".xlsm", ".pdf", ".doc", ".rtf", ".odt", ".xls", ".ods", ".txt", ".text")
"""The suffixes of documents, in small letters."""
