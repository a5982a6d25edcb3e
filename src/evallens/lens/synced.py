"""What crosses between Python and the browser: the traits, and nothing else."""

from __future__ import annotations

from typing import Any

import anywidget
import traitlets

from .. import frontend
from ..evaluation import Evaluation
from . import traits
from .buffers import holding_bytes
from .wire.schema import FACET_TRAITS
from .wire.settings import DEFAULT_PAGE_SIZE, MAX_PAGE_SIZE


def shared(trait: Any) -> Any:
    """Sync ``trait`` both ways, and do not send back to the browser what it just set."""
    return trait.tag(sync=True, echo_update=False)


class Synced(anywidget.AnyWidget):
    """The traits of a Lens, but for ``open``: see ``opened``."""

    split = shared(traits.Split())
    """Split on show, or "all"."""
    confidence = shared(traits.Percent())
    """Confidence threshold, integer percent."""
    model = shared(traits.ShownModel())
    """Of two models the name of the one that is shown; None: there is one."""
    baseline = shared(traits.Baseline())
    """The name of the model that it is compared with, or None. A model that is shown and was the baseline changes
    places with the one that was shown."""
    baseline_confidence = shared(traits.BaselinePercent())
    """Threshold of the baseline, integer percent; None: the same."""
    compared = shared(traits.Compared())
    """Is the difference of the two models on show?"""
    page = shared(traits.Whole(1))
    """1-based page of the face of the gallery that is on show; clamped, and back to 1 when a filter or the face
    changes."""
    page_size = shared(traits.Whole(DEFAULT_PAGE_SIZE, least=1, most=MAX_PAGE_SIZE))
    """Images, or instances, on a page."""
    open_pixels = shared(traits.Pixels(None, allow_none=True))
    """Pixels that the longer side of the picture shown large should have, or None; the browser asks for them when one
    zooms in."""
    view = shared(traits.View())
    """How things look: face of the gallery (images, instances), sort of images, instance_sort (score, iou, size,
    weight), colour (f1, errors, change, cluster, split), normalize, diagonal, and order of the classes in the matrix
    (given, name, frequency, errors, similar)."""

    marks = shared(traits.Marks())
    """What is marked, {"images": [image rows], "objects": [object rows]}, at most 10,000 together."""

    verdicts = shared(traits.Verdicts())
    """A table of verdicts: of which objects the label is wrong, and of which the model, at most 10,000. It is set by a
    dict, {"label": [object rows], "model": [object rows]}."""

    elsewhere = shared(traits.Elsewhere())
    """What is marked and judged of the own objects of the model that is not on show; it changes places with those of
    ``marks`` and ``verdicts`` when that is shown."""

    # The traits of the facets, such as `cells`, `query` and `where`: evaluation/facets says what each takes.
    vars().update({name: shared(traits.FacetTrait()) for name in FACET_TRAITS})

    header = traitlets.Dict().tag(sync=True)
    """Title, classes, coverage, and the names of the traits that carry the columns."""
    status = traitlets.Dict().tag(sync=True)
    """state ("idle", "loading", "error"), message, done, total."""
    reported = traitlets.Dict().tag(sync=True)
    """What the service behind the evaluation says itself: url, notes, tables."""
    precisions = traitlets.Dict().tag(sync=True)
    """Average precision by split, of those that were counted; of several models by "split name"."""
    assets = holding_bytes()
    """Pictures sent ahead."""
    page_assets = holding_bytes()
    """Pictures of the page on show that were not sent ahead."""
    crops = holding_bytes()
    """Crops sent ahead, around the truth and the prediction of an instance: see wire/crops."""
    page_crops = holding_bytes()
    """Crops of the page of instances on show that were not sent ahead."""
    open_assets = holding_bytes()
    """Picture of the image shown large, with its masks where not all were sent."""
    segmentations = holding_bytes()
    """Segmentations sent ahead, as pictures are: what stands in ``data`` pictures/segmentation says."""
    page_segmentations = holding_bytes()
    """Segmentations of the page on show that were not sent ahead."""
    open_segmentation = holding_bytes()
    """Segmentation of the image shown large."""
    counted = traitlets.Dict().tag(sync=True)
    """How many images and instances are visible, while the browser lacks rows to count; empty: it counts itself."""
    page_rows = holding_bytes()
    """Rows of what is looked at, while the browser lacks them."""
    tallies = holding_bytes()
    """TP, FP and FN of every image, while the browser lacks rows to count."""
    left = holding_bytes()
    """What facets leave of an evaluation in tables, at every threshold."""
    raster = holding_bytes()
    """The map of an evaluation in tables."""
    dust = holding_bytes()
    """Where filters are set the same without them, as far as it is seen faint."""
    hovered = holding_bytes()
    """Name and picture of ``map_row``."""
    map_box = shared(traits.MapBox(None, allow_none=True))
    """What the map shows of an evaluation in tables: x0, y0, x1, y1 in embedding space, or None: everything."""
    levels = holding_bytes()
    """What there is to choose of facets of an evaluation in tables, by the name of the facet."""
    levels_asked = shared(traits.LeveledFacets())
    """The facets whose levels the browser shows."""
    map_row = shared(traits.ImageRow(None, allow_none=True))
    """The row of the image under the pointer on the map of an evaluation in tables, or None."""
    uid = traitlets.Unicode().tag(sync=True)
    """By which the displays of this Lens are known in a page."""
    report_asked = shared(traitlets.Unicode())
    """A new value asks for a file, which ``report`` brings: "images", "instances", "marks", "marked" or "report", and
    behind a space what tells it from the last."""
    report = traitlets.Dict().tag(sync=True)
    """A file that was asked for: asked, name, data; empty again at once, so that no notebook keeps it."""
    thumbnail_budget = traits.Whole(least=0)
    """Bytes of pictures that are sent before anyone asks for them."""
    mask_budget = traits.Whole(least=0)
    """Bytes up to which all masks are sent, or written to a report."""
    export_budget = traits.Whole(least=0)
    """Bytes that a display may add to the notebook for readers without a kernel; 0: none."""
    _esm = frontend.widget()

    @property
    def asked_evaluation(self) -> Evaluation:
        """The evaluation with the model that is asked for, whose rows the other traits mean."""
        raise NotImplementedError

    @property
    def opened(self) -> int | None:
        """The row of the image shown large: the trait ``open``, which is a method until the comm is open."""
        row: int | None = self._trait_values.get("open")
        return row

    def _get_embed_state(self, drop_defaults: bool = False) -> dict[str, Any]:  # noqa: FBT001, FBT002 - ipywidgets' signature
        """Keep defaults in embedded state: without `_esm` and friends an anywidget is blank."""
        del drop_defaults
        state: dict[str, Any] = super()._get_embed_state(drop_defaults=False)
        return state
