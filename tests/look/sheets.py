"""Contact sheets: all pictures of a set in one mode, a row a width and a column a state."""

from __future__ import annotations

import io
from collections.abc import Iterable
from itertools import groupby
from pathlib import Path

from PIL import Image, ImageDraw

from tests.look.wanted import Shot

TILE, GAP, CAPTION = 620, 16, 18
"""Pixels: the widest a picture becomes, between two, and of the line above one."""
MOST_TALL = 900


def write(shots: Iterable[Shot], folder: Path) -> list[Path]:
    """Write each picture in its own size, and the sheets; the sheets' paths."""
    folder.mkdir(parents=True, exist_ok=True)
    held = list(shots)
    for shot in held:
        (folder / f"{shot.name}.png").write_bytes(shot.png)
    key = lambda shot: (shot.of, shot.mode)  # noqa: E731 - twice the same
    sheets = []
    for (name, mode), group in groupby(sorted(held, key=key), key=key):
        path = folder / f"sheet-{name}-{mode}.png"
        _sheet(list(group)).save(path)
        sheets.append(path)
    return sheets


def _sheet(shots: list[Shot]) -> Image.Image:
    tiles = {(shot.width, shot.state): (shot.name, _tile(shot.png)) for shot in shots}
    widths = sorted({width for width, _ in tiles})
    states = list(dict.fromkeys(state for _, state in tiles))
    across = [max(tiles[w, s][1].width for w in widths if (w, s) in tiles) for s in states]
    down = [max(tiles[w, s][1].height for s in states if (w, s) in tiles) + CAPTION for w in widths]
    size = (sum(across) + GAP * (len(across) + 1), sum(down) + GAP * (len(down) + 1))
    sheet = Image.new("RGB", size, (128, 128, 128))
    pen = ImageDraw.Draw(sheet)
    top = GAP
    for width, tall in zip(widths, down, strict=True):
        left = GAP
        for state, wide in zip(states, across, strict=True):
            if found := tiles.get((width, state)):
                pen.text((left, top), found[0], fill="white")
                sheet.paste(found[1], (left, top + CAPTION))
            left += wide + GAP
        top += tall + GAP
    return sheet


def _tile(png: bytes) -> Image.Image:
    picture = Image.open(io.BytesIO(png)).convert("RGB")
    picture = picture.crop((0, 0, picture.width, min(picture.height, MOST_TALL * max(1, picture.width // TILE))))
    picture.thumbnail((TILE, 10_000), Image.Resampling.LANCZOS)
    return picture
