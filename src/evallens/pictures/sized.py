"""A picture of any store in the size that somebody asks for."""

from __future__ import annotations

import io

from .opening import shrunk
from .protocol import ImageRef, Picture, Pictures


def sized(pictures: Pictures, image: ImageRef, longest: int | None) -> Picture | None:
    """The picture as it is shown, with at most ``longest`` pixels a side; by default as large as there is one."""
    found = pictures.large(image)
    if found is None or longest is None:
        return found
    small, stored = shrunk(found.data, image.name, longest)
    if max(stored.width, stored.height) <= longest:
        return found
    buffer = io.BytesIO()
    small.save(buffer, "WEBP", quality=80)
    return found._replace(data=buffer.getvalue())
