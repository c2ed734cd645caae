"""Which files are documents, by their names."""

FORMATS = (".docx", ".docm", ".xlsx", ".xlsm", ".pdf", ".doc", ".rtf", ".odt", ".xls", ".ods", ".txt", ".text", ".md")
"""The suffixes of documents, in small letters."""
