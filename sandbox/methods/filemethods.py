"""Getting files back."""

from sandbox.errors import bad_request
from sandbox.files import DOWNLOAD_LIMIT
from sandbox.jsontypes import Json
from sandbox.methods.registry import Call, implements


@implements("getFile")
def get_file(call: Call) -> Json:
    """https://core.telegram.org/bots/api#getfile"""
    file = call.world.files.get(call.args["file_id"])
    if file is None:
        raise bad_request("invalid file_id")
    if len(file.body) > DOWNLOAD_LIMIT:
        raise bad_request("file is too big")
    return {**file.json(), "file_path": file.path}


@implements("getUserProfilePhotos")
def get_user_profile_photos(call: Call) -> Json:
    """https://core.telegram.org/bots/api#getuserprofilephotos — nobody here has a portrait."""
    if call.args["user_id"] not in call.world.users:
        raise bad_request("user not found")
    return {"total_count": 0, "photos": []}
