"""Tables that are written for labelling tools."""

from __future__ import annotations

from abc import abstractmethod
from typing import Any, TypeVar, overload

from ...exchange import Collection, FilePath, Side, coco, cvat, label_studio, write_json, write_text

Json = dict[str, Any]
T = TypeVar("T")


class Exported:
    """What tables of images and of instances write alike. Without a path each method returns what it would write."""

    @property
    @abstractmethod
    def ids(self) -> list[str]:
        """The ids of the images, each once, in the order of the table."""

    @abstractmethod
    def _collected(self, side: Side | None) -> Collection:
        """The images and boxes; ``None``: those that this table is about."""

    @overload
    def to_coco(self, path: None = None, *, side: Side | None = None) -> Json: ...
    @overload
    def to_coco(self, path: str | FilePath, *, side: Side | None = None) -> None: ...
    def to_coco(self, path: str | FilePath | None = None, *, side: Side | None = None) -> Json | None:
        """The images and their boxes, and masks as run lengths, in COCO's format.

        ``side`` is "truth", "prediction" or "both"; a table of images has the truth by default, one of instances both.
        An annotation with a ``score`` is a prediction. The id and split of an image stand in its ``extra``, its size
        is left out where no picture tells it, and so are masks then.

        Raises UnknownNameError for another side, InputError when the file cannot be written.
        """
        return _written(coco(self._collected(side)), path)

    @overload
    def to_cvat(self, path: None = None, *, side: Side | None = None) -> Json: ...
    @overload
    def to_cvat(self, path: str | FilePath, *, side: Side | None = None) -> None: ...
    def to_cvat(self, path: str | FilePath | None = None, *, side: Side | None = None) -> Json | None:
        """The same as CVAT's importer of "COCO 1.0" takes it, to be imported into a task with the same pictures.

        Parameters and errors as of ``to_coco``.
        """
        return _written(cvat(self._collected(side)), path)

    @overload
    def to_label_studio(
        self, path: None = None, *, side: Side | None = None, root: str | None = None
    ) -> list[Json]: ...
    @overload
    def to_label_studio(self, path: str | FilePath, *, side: Side | None = None, root: str | None = None) -> None: ...
    def to_label_studio(
        self, path: str | FilePath | None = None, *, side: Side | None = None, root: str | None = None
    ) -> list[Json] | None:
        """Tasks of Label Studio: boxes in percent, truths as annotations, predictions beside them.

        ``root`` stands before the name of each image, such as "/data/local-files/?d=run/" or "s3://bucket/run/"; by
        default the address is the local file, which is good for a local import only, else the name. ``side`` as of
        ``to_coco``. Raises InputError where the size of a picture with boxes is not known, else as ``to_coco``.
        """
        return _written(label_studio(self._collected(side), root), path)

    def to_ids(self, path: str | FilePath) -> None:
        """Write ``ids``, one a line; raises InputError when the file cannot be written."""
        write_text("".join(f"{key}\n" for key in self.ids), path)


def _written(value: T, path: str | FilePath | None) -> T | None:
    if path is None:
        return value
    write_json(value, path)
    return None
