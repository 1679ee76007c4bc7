"""Style, script and icon, under names that change with their content, so that browsers may keep them for good."""

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}


@dataclass(frozen=True, slots=True)
class Asset:
    """One file, read once."""

    name: str
    body: bytes
    media_type: str


@dataclass(frozen=True, slots=True)
class Assets:
    """All files of the page, by their hashed name."""

    files: Mapping[str, Asset]
    at: str = "/static"

    @classmethod
    def load(cls, folder: Path, at: str = "/static") -> "Assets":
        """Read every file of the folder, to be served under `at`; what an editor may have left there is no file of ours."""
        files = {}
        for path in sorted(path for path in folder.iterdir() if path.suffix in TYPES):
            body = path.read_bytes()
            hashed = f"{path.stem}.{sha256(body).hexdigest()[:10]}{path.suffix}"
            files[hashed] = Asset(path.name, body, TYPES[path.suffix])
        return cls(files, at)

    def url(self, name: str) -> str:
        """Return the address of a file by its plain name."""
        return next(f"{self.at}/{hashed}" for hashed, asset in self.files.items() if asset.name == name)

    async def serve(self, request: Request) -> Response:
        """Answer with a file; 404 for any other name, an old hash included."""
        asset = self.files.get(request.path_params["name"])
        if asset is None:
            raise HTTPException(404)
        cache = {"Cache-Control": "public, max-age=31536000, immutable"}
        return Response(asset.body, media_type=asset.media_type, headers=cache)
