"""Why an evaluation goes wrong: the kinds of its errors, and its objects matched again."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any, Literal, Self, get_args, overload

import numpy as np

from ..errors import InputError, unknown_name
from ..matching.rules import COCO
from .accused import SuspectKind, check_boxes, check_how, suspects
from .amending import amended, amendment
from .columns.tables import ALL
from .matched import How, Tables, matched
from .metrics import counts
from .metrics.delta_ap import delta_ap, mean_ap
from .metrics.error_types import ErrorTypes, error_types
from .metrics.kinds import NAMES
from .moved import Moved
from .pictured import Pictured
from .quality import Measure, label_quality
from .results import MistakennessTable, ObjectLabTable, SuspectTable, VerdictTable
from .retelling import retold, sides_of
from .suspecting import suspected
from .verdicts import verdicts_of
from .where import Where

Protocol = Literal["tide"]


@dataclass(frozen=True, eq=False, kw_only=True)
class Judged(Pictured):
    """Questions about the errors of what is loaded."""

    moved: Moved | None = None
    """What ``without`` changed, in rates; ``None``: it was not asked."""

    @property
    def how(self) -> How | None:
        """How predictions were matched; ``None`` where nobody says."""
        return How.of(self.header)

    def suspects(self, kind: SuspectKind | Iterable[SuspectKind] | None = None, split: str = ALL) -> SuspectTable:
        """Is it the model or the label? Labels that may be at fault, the weightiest first: a person decides.

        Args:
            kind: "unlabelled object", "wrong label", "badly drawn label", "label of nothing", "labelled twice", or a
                list of these; by default all.
            split: A split, or "all".

        Raises UnknownNameError for a kind or split that is not there, InputError without boxes, or where nobody says
        how they were matched.

        >>> import evallens
        >>> found = evallens.demo().suspects("unlabelled object", split="test")
        >>> found.reason[0]
        '7 at 67 %, nothing labelled within IoU .1'
        """
        check_boxes(self._behind)
        return suspects(self._behind, check_how(self.how), self.where(split).split, kind)

    @overload
    def label_quality(self, measure: Literal["objectlab"] = "objectlab", split: str = ALL) -> ObjectLabTable: ...
    @overload
    def label_quality(self, measure: Literal["mistakenness"], split: str = ALL) -> MistakennessTable: ...
    def label_quality(self, measure: Measure = "objectlab", split: str = ALL) -> ObjectLabTable | MistakennessTable:
        """The images by how good their labels are, as other tools measure it; ``boxes`` of the table has each object's.

        Args:
            measure: "objectlab", as cleanlab 2.9 scores them (low is bad), or "mistakenness", as FiftyOne does (high is
                bad). Both go by boxes; predictions on ignored regions are left out.
            split: A split, or "all".

        Raises UnknownNameError for a measure or split that is not there, InputError without boxes or confidences.

        >>> import evallens
        >>> row = next(iter(evallens.demo().label_quality("objectlab", split="test")))
        >>> row.name, round(row.quality, 3)
        ('test-0176.webp', 0.211)
        """
        check_boxes(self._behind)
        return label_quality(self._behind, measure, self.where(split).split)

    def verdicts(self, given: Any) -> VerdictTable:
        """A table of verdicts on objects of this evaluation, by row.

        Args:
            given: ``{"label": [rows], "model": [rows]}``: of which objects the label is wrong, and of which the model;
                "label_times" and "model_times" say when, in seconds since 1970. Or a table of them.

        Raises UnknownNameError for another key, InputError for an object that is not there or judged twice, and for
        more than 10,000.

        >>> import evallens
        >>> ev = evallens.demo()
        >>> ev.verdicts({"label": ev.suspects("wrong label").rows[:2]})
        VerdictTable(2 on the label, 0 on the model)
        """
        return verdicts_of(given, self._behind, self.extent.objects or 0)

    def without(self, verdicts: Any, *, corrected: bool = False) -> Self:
        """The same evaluation without the labels that were judged to be wrong; ``moved`` of it says what that changes.

        The images concerned are matched again, the others keep their outcomes. What was judged to be the model's error
        stays one.

        Args:
            verdicts: ``lens.verdicts``, or a dict, ``{"label": [object rows]}``.
            corrected: False leaves the objects out of the count: the label, and the prediction that speaks against it.
                True takes the prediction's word: an unlabelled object becomes a label, a wrong label takes the
                prediction's class, a badly drawn one its box; a label of nothing, or a second one, goes.

        Raises InputError without boxes, where nobody says how they were matched, and for verdicts on objects of another
        evaluation; else as ``verdicts``.

        >>> import evallens
        >>> ev = evallens.demo()
        >>> judged = {"label": ev.suspects("wrong label").rows[:40]}
        >>> print(ev.without(judged, corrected=True).moved)
        With your 40 corrections F1 is .86, not .85; precision of 1 is .74, not .72.
        """
        check_boxes(self._behind)
        how = check_how(self.how)
        table = verdicts_of(verdicts, self._behind, self.extent.objects or 0)
        judged = table.rows[table.is_label].astype(np.intp)
        done = amendment(self.columns, judged, corrected=corrected)
        columns = amended(self.header, self.columns, how, judged, done)
        images = 0 if columns is self.columns else len(np.unique(table[table.is_label].ids))
        return replace(
            self,
            columns=columns,
            moved=Moved(corrections=len(judged), images=images, header=self.header, before=self.columns, after=columns),
        )

    def counted_errors(self, split: str, confidence: int, protocol: Protocol | None) -> ErrorTypes:
        """The kinds of error of a split at a threshold, which the columns must cover.

        Raises InputError for another protocol, or for one that the evaluation has no boxes for.
        """
        if protocol is not None and protocol not in get_args(Protocol):
            raise unknown_name("protocol", protocol, get_args(Protocol))
        if protocol is None:
            return self.queries.error_types(Where(split=split, confidence=confidence))
        tables = self._matched_by_coco()
        in_split = self.columns.images.in_split(split)
        rows = counts.active(tables.outcomes, confidence) & in_split[tables.outcomes.image]
        found = (tables.outcomes, tables.objects, rows, len(self.classes))
        return replace(
            error_types(tables.outcomes, rows, self.header),
            map50=mean_ap(*found),
            dap={NAMES[kind]: gain for kind, gain in delta_ap(*found).items()},
        )

    def with_tb(self, tb: Any) -> Self:
        """The same evaluation with another IoU up to which a prediction lies on nothing; only kinds of error change.

        Raises InputError outside 0 and the IoU level of the matching, or where nobody says how it was matched.

        >>> import evallens
        >>> ev = evallens.demo()
        >>> [one.error_types("test", 20).counts["background"] for one in (ev, ev.with_tb(0.3))]
        [11, 33]
        """
        mine = check_how(self.how)
        if not isinstance(tb, (int, float)) or not 0 < tb < mine.iou:
            raise InputError(f"tb is an IoU above 0 and below {mine.iou:g}, at which pairs match; not {tb!r}")
        how = replace(mine, tb=float(tb))
        header = replace(self.header, **how.words)
        return replace(self, header=header, columns=suspected(header, retold(self.columns, how), how))

    def _matched_by_coco(self) -> Tables:
        """The outcomes as TIDE matches, at the level at which they are matched."""
        how = self.how or How()
        objects = self.columns.objects
        if how.rule == COCO and self.how is not None and objects is not None:
            return Tables(self.columns.outcomes, objects)
        return self._tables(replace(how, rule=COCO))

    def _tables(self, how: How) -> Tables:
        objects, background = self.columns.objects, self.header.background
        if objects is None or background is None or self.task not in ("object-detection", "instance-segmentation"):
            raise InputError("This evaluation has no boxes, so they cannot be matched again.")
        sides = sides_of(objects, self.columns.masks)
        return matched(sides.truth, sides.predictions, background=background, how=how, regions=sides.regions)
