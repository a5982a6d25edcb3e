"""How much of an evaluation has been sent to the browser, and the blocks still to send."""

from __future__ import annotations

from dataclasses import dataclass

from ...evaluation import Evaluation, SuspectTable
from ...evaluation.columns.codec import Block
from .blocks import images_block, objects_block, outcomes_block
from .masks import masks_within


@dataclass(frozen=True)
class NamedBlock:
    """A block and the name of the trait that carries it."""

    trait: str
    block: Block


class BlockCursor:
    """Counts the rows that have been sent and cuts the next blocks. Guarded by the lens's lock."""

    def __init__(self, mask_budget: int) -> None:
        self._mask_budget = mask_budget
        """Bytes up to which masks are a block; above them they come image by image, beside the large picture."""
        self._rows = {"images": 0, "outcomes": 0, "objects": 0, "masks": 0}
        self.traits: dict[str, list[str]] = {table: [] for table in self._rows}
        """For each table the traits that carry its blocks, in the order of their rows."""

    def next_blocks(self, evaluation: Evaluation) -> list[NamedBlock]:
        """The rows of ``evaluation`` that no block carries yet."""
        columns = evaluation.columns
        cut: dict[str, tuple[int, Block]] = {}
        if len(columns.images) > self._rows["images"]:
            cut["images"] = (len(columns.images), images_block(columns.images, self._rows["images"]))
        if len(columns.outcomes) > self._rows["outcomes"]:
            cut["outcomes"] = (len(columns.outcomes), outcomes_block(columns.outcomes, self._rows["outcomes"]))
        if columns.objects is not None and self._rows["objects"] == 0:
            cut["objects"] = (len(columns.objects), objects_block(columns.objects, _suspects(evaluation)))
        if columns.masks is not None and self._rows["masks"] < len(columns.masks):
            masks = masks_within(evaluation, self._mask_budget)
            if masks is not None:
                cut["masks"] = (len(columns.masks), masks)
        return [self._named(table, rows, block) for table, (rows, block) in cut.items()]

    def _named(self, table: str, rows: int, block: Block) -> NamedBlock:
        trait = f"{table}_{len(self.traits[table])}"
        self._rows[table] = rows
        self.traits[table].append(trait)
        return NamedBlock(trait, block)


def _suspects(evaluation: Evaluation) -> SuspectTable | None:
    """The suspects of an evaluation that has any: of one that does not say how it was matched nobody asked."""
    objects = evaluation.columns.objects
    has_any = objects is not None and bool(objects.suspect.any())
    return evaluation.suspects() if has_any and evaluation.how is not None else None
