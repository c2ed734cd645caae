"""The process that reads one document: `python -m plan.readers.reading_process FILE ZONE SCRATCH`.

It writes the plan, or the named error, as JSON to its standard output, and ends with 0 for both; for anything else
there is a traceback and another code. It takes its limits upon itself before it opens the file.
"""

from __future__ import annotations

import sys
from pathlib import Path

from plan.errors import DocumentError
from plan.readers.errors import DamagedDocument, DocumentTooComplex
from plan.readers.limits import LARGEST_MEMORY, limit_memory, limit_the_rest
from plan.readers.reading import read_document
from plan.readers.transfer import error_to_json, plan_to_json


def main(path: str, zone: str, scratch: str) -> None:
    limit_the_rest()
    try:
        limit_memory(LARGEST_MEMORY)
        answer = plan_to_json(read_document(Path(path), zone or None, Path(scratch)))
    except DocumentError as error:
        answer = error_to_json(error)
    except OSError:
        message = f"{Path(path).name}: файл исчез или закрылся, пока его читали; пришлите его ещё раз."
        answer = error_to_json(DamagedDocument(message))
    except (MemoryError, RecursionError):
        message = f"{Path(path).name}: разбор потребовал больше памяти, чем нужно плану; сохраните план заново."
        answer = error_to_json(DocumentTooComplex(message))
    sys.stdout.write(answer)


if __name__ == "__main__":
    main(*sys.argv[1:])
