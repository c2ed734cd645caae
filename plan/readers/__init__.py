"""Readers: a commission's document, whatever its format, into a Plan. One file a format.

A format with a table reads into `blocks.Block`s, and these or a text dump into `source.SourceDocument` (paragraphs and
rows of cells), of which `calendar_plan` makes the plan; `work_plan` reads the numbered text of a yearly work plan.
What a file is, is told by its bytes.

`reading.read_document` parses in the caller's own process; `isolation.read_isolated` does it in another one, under
limits: that is the one for files that people hand over.
"""
