"""Pictures for tests."""

from io import BytesIO

from PIL import Image


def photo(colour: str = "teal", size: tuple[int, int] = (640, 480)) -> bytes:
    """Return a JPEG of one colour."""
    made = BytesIO()
    Image.new("RGB", size, colour).save(made, "JPEG")
    return made.getvalue()
