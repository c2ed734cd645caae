"""Files that people and bots have sent: kept in memory, named by file_id, downloaded by path.

Source: https://core.telegram.org/bots/api#sending-files and #getfile
"""

import hashlib
import struct
from dataclasses import dataclass
from typing import Any

from sandbox.errors import ApiError, bad_request
from sandbox.jsontypes import Json

DOWNLOAD_LIMIT = 20_000_000
"""Bytes of a file that a bot may download (getFile)."""
UPLOAD_LIMIT = 50_000_000
"""Bytes of a file that a bot may upload."""
PHOTO_LIMIT = 10_000_000
"""Bytes of a photo that a bot may upload."""

_FOLDERS = {
    "photo": "photos",
    "document": "documents",
    "video": "videos",
    "audio": "music",
    "voice": "voice",
    "video_note": "video_notes",
    "animation": "animations",
    "sticker": "stickers",
}
_SPOKEN = {
    "photo": "Photo",
    "document": "Document",
    "video": "Video",
    "audio": "Audio",
    "voice": "VoiceNote",
    "video_note": "VideoNote",
    "animation": "Animation",
    "sticker": "Sticker",
}
_MIME = {
    "pdf": "application/pdf",
    "txt": "text/plain",
    "csv": "text/csv",
    "json": "application/json",
    "ics": "text/calendar",
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "gif": "image/gif",
    "webp": "image/webp",
    "mp3": "audio/mpeg",
    "ogg": "audio/ogg",
    "mp4": "video/mp4",
    "zip": "application/zip",
    "doc": "application/msword",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_OWN_MIME = {
    "photo": "image/jpeg",
    "video": "video/mp4",
    "audio": "audio/mpeg",
    "voice": "audio/ogg",
    "video_note": "video/mp4",
    "animation": "video/mp4",
    "sticker": "image/webp",
}


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it arrived in a request."""

    name: str
    body: bytes
    mime: str | None = None


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file that the server keeps; `width` and `height` are a picture's, in pixels."""

    file_id: str
    unique_id: str
    kind: str
    name: str
    mime: str
    body: bytes
    path: str
    width: int = 0
    height: int = 0

    def json(self) -> Json:
        """The fields that every kind of file has."""
        return {
            "file_id": self.file_id,
            "file_unique_id": self.unique_id,
            "file_size": len(self.body),
        }


class Files:
    """All files of a sandbox."""

    def __init__(self) -> None:
        self._by_id: dict[str, StoredFile] = {}
        self._by_path: dict[str, StoredFile] = {}

    def add(self, kind: str, name: str, body: bytes, mime: str | None = None) -> StoredFile:
        """Keep a new file. Errors: 400 for an empty one and for a photo that is no picture."""
        if not body:
            raise bad_request("file must be non-empty")
        width, height = picture_size(body) or (0, 0)
        if kind == "photo":
            if not width:
                raise bad_request("IMAGE_PROCESS_FAILED")
            if width + height > 10_000 or max(width, height) > 20 * min(width, height):
                raise bad_request("PHOTO_INVALID_DIMENSIONS")
        number = len(self._by_id) + 1
        extension = name.rpartition(".")[2].lower() if "." in name else ""
        if kind == "document":
            mime = mime if mime and mime != "application/octet-stream" else _MIME.get(extension)
            mime = mime or "application/octet-stream"
        else:
            mime = _OWN_MIME[kind]
        digest = hashlib.sha256(body).hexdigest()
        suffix = f".{extension}" if extension.isalnum() else ""
        stored = StoredFile(
            file_id=f"{_SPOKEN[kind][:2]}Ac{number:08d}{digest[:32]}",
            unique_id=f"AQ{digest[:14]}",
            kind=kind,
            name=name,
            mime=mime,
            body=body,
            path=f"{_FOLDERS[kind]}/file_{number}{suffix or ('.jpg' if kind == 'photo' else '')}",
            width=width,
            height=height,
        )
        self._by_id[stored.file_id] = stored
        self._by_path[stored.path] = stored
        return stored

    def get(self, file_id: str) -> StoredFile | None:
        """The file of that file_id, or None."""
        return self._by_id.get(file_id)

    def at(self, path: str) -> StoredFile | None:
        """The file of that file_path, or None."""
        return self._by_path.get(path)

    def take(self, kind: str, value: Any, uploads: dict[str, Upload]) -> StoredFile:
        """The file that a parameter names: an upload, attach://…, or the file_id of an earlier one.

        Errors: 400 for an unknown file_id, one of another kind, or an address on the network.
        """
        if isinstance(value, str) and value.startswith("attach://"):
            upload = uploads.get(value.removeprefix("attach://"))
            if upload is None:
                raise bad_request(f"there is no {kind} in the request")
            value = upload
        if isinstance(value, Upload):
            if kind == "photo" and len(value.body) > PHOTO_LIMIT:
                raise bad_request("file is too big")
            if len(value.body) > UPLOAD_LIMIT:
                raise ApiError(413, "Request Entity Too Large")
            return self.add(kind, value.name, value.body, value.mime)
        if not isinstance(value, str) or not value:
            raise bad_request(f"there is no {kind} in the request")
        if "://" in value:
            # The sandbox has no network beyond this machine.
            raise bad_request("failed to get HTTP URL content")
        stored = self._by_id.get(value)
        if stored is None:
            raise bad_request("wrong remote file identifier specified: Wrong string length")
        if stored.kind != kind:
            raise bad_request(f"can't use file of type {_SPOKEN[stored.kind]} as {_SPOKEN[kind]}")
        return stored


def picture_size(body: bytes) -> tuple[int, int] | None:
    """Width and height in pixels of a PNG, JPEG, GIF or WebP; None for anything else."""
    if body.startswith(b"\x89PNG\r\n\x1a\n") and len(body) >= 24:
        width, height = struct.unpack(">II", body[16:24])
        return (width, height) if width and height else None
    if body[:6] in {b"GIF87a", b"GIF89a"} and len(body) >= 10:
        width, height = struct.unpack("<HH", body[6:10])
        return (width, height) if width and height else None
    if body.startswith(b"\xff\xd8"):
        return _jpeg_size(body)
    if body[:4] == b"RIFF" and body[8:12] == b"WEBP" and len(body) >= 30:
        return _webp_size(body)
    return None


def _jpeg_size(body: bytes) -> tuple[int, int] | None:
    at = 2
    while at + 9 < len(body):
        if body[at] != 0xFF:
            return None
        marker, size = body[at + 1], struct.unpack(">H", body[at + 2 : at + 4])[0]
        if 0xC0 <= marker <= 0xCF and marker not in {0xC4, 0xC8, 0xCC}:
            height, width = struct.unpack(">HH", body[at + 5 : at + 9])
            return (width, height) if width and height else None
        at += 2 + size
    return None


def _webp_size(body: bytes) -> tuple[int, int] | None:
    match body[12:16]:
        case b"VP8X":
            return int.from_bytes(body[24:27], "little") + 1, int.from_bytes(body[27:30], "little") + 1
        case b"VP8 ":
            width, height = struct.unpack("<HH", body[26:30])
            return width & 0x3FFF, height & 0x3FFF
        case b"VP8L":
            bits = int.from_bytes(body[21:25], "little")
            return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    return None
