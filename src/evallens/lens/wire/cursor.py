"""How much of an evaluation has been sent to the browser, and the blocks still to send."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from ...evaluation import Evaluation, SuspectTable
from ...evaluation.columns.codec import Block
from ...evaluation.columns.tables import ALL
from .blocks import cube_block, images_block, objects_block, outcomes_block, places_block
from .masks import masks_within

Names = dict[str, list[str]]
"""For each table the traits that carry its blocks, in the order of their rows."""


@dataclass(frozen=True)
class NamedBlock:
    """A block and the name of the trait that carries it."""

    trait: str
    block: Block


class BlockCursor:
    """Counts the rows that have been sent and cuts the next blocks. Guarded by the lens's lock.

    Images are sent once, whatever the number of models; of the further ones the traits bear their place, as
    ``outcomes1_0``.
    """

    def __init__(self, mask_budget: int) -> None:
        self._mask_budget = mask_budget
        """Bytes up to which masks are a block; above them they come image by image, beside the large picture."""
        self._places, self._images = _Sent("places"), _Sent("images")
        self._models: list[_Tables] = []

    def next_blocks(self, evaluation: Evaluation) -> list[NamedBlock]:
        """The rows of ``evaluation`` that no block carries yet."""
        first, budget = self.first_blocks(evaluation), self._mask_budget // len(evaluation.parts)
        rest = (found for one, part in self._paired(evaluation) for found in one.cut_rows(part, budget))
        return [*first, *self._cut_images(evaluation), *rest]

    def first_blocks(self, evaluation: Evaluation) -> list[NamedBlock]:
        """Of these rows what a map and a matrix are drawn from: places and cubes. The rest is cut afterwards."""
        cubes = (found for one, part in self._paired(evaluation) for found in one.cut_cube(part))
        return [*self._cut_places(evaluation), *cubes]

    @property
    def images(self) -> Names:
        """The traits that carry the blocks of images: of their places, and of what else there is of them."""
        return {sent.name: sent.traits for sent in (self._places, self._images)}

    @property
    def models(self) -> list[Names]:
        """Of each model, in order, the traits that carry the blocks of its tables."""
        return [{table: sent.traits for table, sent in one.sent.items()} for one in self._models]

    def _paired(self, evaluation: Evaluation) -> Iterator[tuple[_Tables, Evaluation]]:
        parts = evaluation.parts
        self._models += [_Tables(place) for place in range(len(self._models), len(parts))]
        return zip(self._models, parts, strict=True)

    def _cut_places(self, evaluation: Evaluation) -> Iterator[NamedBlock]:
        if evaluation.tables is not None:
            return
        images, start = evaluation.columns.images, self._places.rows
        if len(images) > start:
            yield self._places.named(len(images), places_block(images, start))

    def _cut_images(self, evaluation: Evaluation) -> Iterator[NamedBlock]:
        if evaluation.tables is not None:
            return
        images, start = evaluation.columns.images, self._images.rows
        if len(images) > start:
            yield self._images.named(len(images), images_block(images, start, evaluation.alike))


@dataclass
class _Sent:
    """What was sent of one table."""

    name: str
    rows: int = 0
    traits: list[str] = field(default_factory=list)

    def named(self, rows: int, block: Block) -> NamedBlock:
        """The next block, which ends at so many ``rows``."""
        trait = f"{self.name}_{len(self.traits)}"
        self.rows = rows
        self.traits.append(trait)
        return NamedBlock(trait, block)


_TABLES = {"cubes": "cube", "outcomes": "outcomes", "objects": "objects", "masks": "masks"}
"""What a header calls them, and what their traits begin with."""


class _Tables:
    """What was sent of the tables of the model at a ``place``."""

    def __init__(self, place: int) -> None:
        self._place = place
        self.sent = {table: _Sent(f"{name}{place or ''}") for table, name in _TABLES.items()}

    def cut_cube(self, part: Evaluation) -> Iterator[NamedBlock]:
        cubes = self.sent["cubes"]
        if part.tables is not None:
            if not cubes.traits:
                yield cubes.named(part.extent.outcomes, cube_block(part.queries.cube(part.where(ALL))))
            return
        columns = part.columns
        if len(columns.outcomes) > cubes.rows:
            yield cubes.named(len(columns.outcomes), cube_block(columns.cube_after(cubes.rows)))

    def cut_rows(self, part: Evaluation, mask_budget: int) -> Iterator[NamedBlock]:
        if part.tables is not None:
            return
        columns = part.columns
        _, outcomes, objects, masks = self.sent.values()
        if len(columns.outcomes) > outcomes.rows:
            yield outcomes.named(len(columns.outcomes), outcomes_block(columns.outcomes, outcomes.rows))
        if columns.objects is not None and objects.rows == 0:
            block = objects_block(columns.objects, _suspects(part), has_twins=self._place > 0)
            yield objects.named(len(columns.objects), block)
        if columns.masks is not None and masks.rows < len(columns.masks):
            runs = masks_within(part, mask_budget)
            if runs is not None:
                yield masks.named(len(columns.masks), runs)


def bytes_of_rows(evaluation: Evaluation) -> int:
    """About the bytes that the rows take when they are sent; those in tables never are."""
    if evaluation.tables is not None:
        return 0
    parts = [part.columns for part in evaluation.parts]
    names = evaluation.columns.images.name
    outcomes = sum(len(columns.outcomes) * (8 if columns.objects is None else 16) for columns in parts)
    objects = sum(len(columns.objects) for columns in parts if columns.objects is not None)
    return len(names.data) + 4 * len(names) + outcomes + 25 * objects


def least_bytes(evaluation: Evaluation) -> int:
    """Bytes that names and outcomes take at least: of an outcome one, as that is how narrow its image may be held."""
    if evaluation.tables is not None:
        return 0
    return len(evaluation.columns.images.name.data) + sum(len(part.columns.outcomes) for part in evaluation.parts)


def _suspects(evaluation: Evaluation) -> SuspectTable | None:
    """The suspects of an evaluation that has any: of one that does not say how it was matched nobody asked."""
    objects = evaluation.columns.objects
    has_any = objects is not None and bool(objects.suspect.any())
    return evaluation.suspects() if has_any and evaluation.how is not None else None
