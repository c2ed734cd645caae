"""Files: pictures are recognised by their bytes, file_ids by their kind."""

import pytest

from sandbox.errors import ApiError
from sandbox.files import PHOTO_LIMIT, UPLOAD_LIMIT, Files, Upload, picture_size
from tests.unit.sandbox.support import png

JPEG = bytes.fromhex("ffd8ffe000104a46494600010100000100010000ffc0000b080007000901011100ffda")
GIF = b"GIF89a" + (9).to_bytes(2, "little") + (7).to_bytes(2, "little") + b"\0" * 8
WEBP = b"RIFF\0\0\0\0WEBPVP8X" + b"\0" * 8 + (8).to_bytes(3, "little") + (6).to_bytes(3, "little")


@pytest.mark.parametrize(
    ("body", "size"), [(png(9, 7), (9, 7)), (JPEG, (9, 7)), (GIF, (9, 7)), (WEBP, (9, 7)), (b"%PDF", None), (b"", None)]
)
def test_picture_size(body: bytes, size: tuple[int, int] | None) -> None:
    assert picture_size(body) == size


def take(files: Files, kind: str, value: object, **uploads: Upload) -> str:
    return files.take(kind, value, uploads).file_id


@pytest.mark.parametrize(
    ("kind", "value", "code", "reason"),
    [
        ("photo", Upload("x.txt", b"no picture"), 400, "IMAGE_PROCESS_FAILED"),
        ("photo", Upload("x.png", png(1, 30)), 400, "PHOTO_INVALID_DIMENSIONS"),
        ("photo", Upload("x.png", b"x" * (PHOTO_LIMIT + 1)), 400, "file is too big"),
        ("document", Upload("x.txt", b""), 400, "file must be non-empty"),
        ("document", Upload("x.txt", bytes(UPLOAD_LIMIT + 1)), 413, "Request Entity Too Large"),
        ("document", "attach://lost", 400, "there is no document in the request"),
        ("document", "", 400, "there is no document in the request"),
        ("document", "https://x.ru/a.pdf", 400, "failed to get HTTP URL content"),
        ("document", "BQAC", 400, "wrong remote file identifier specified: Wrong string length"),
    ],
)
def test_refused(kind: str, value: object, code: int, reason: str) -> None:
    with pytest.raises(ApiError) as caught:
        take(Files(), kind, value)
    assert caught.value.code == code
    assert reason in caught.value.description


def test_a_file_id_is_used_again_for_its_kind_only() -> None:
    files = Files()
    file_id = take(files, "document", "attach://a", a=Upload("план.pdf", b"x"))
    assert take(files, "document", file_id) == file_id
    with pytest.raises(ApiError, match="can't use file of type Document as Photo"):
        take(files, "photo", file_id)


def test_a_documents_type_follows_its_name() -> None:
    files = Files()
    assert files.add("document", "план.pdf", b"x").mime == "application/pdf"
    assert files.add("document", "x", b"x").mime == "application/octet-stream"
    assert files.add("document", "x.bin", b"x", "text/csv").mime == "text/csv"
    stored = files.add("photo", "a.png", png())
    assert files.at(stored.path) is stored
