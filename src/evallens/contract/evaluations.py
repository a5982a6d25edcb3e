"""What names an evaluation: the entries of the list and the answer for one."""

from __future__ import annotations

from msgspec import UNSET, Struct, UnsetType, field


class Summary(Struct, kw_only=True):
    """The headline numbers of a finished evaluation, all floats 0..1."""

    mAP: float | None = None  # noqa: N815 - the contract's spelling
    mIoU: float | None = None  # noqa: N815 - the contract's spelling
    precision: float | None = None
    recall: float | None = None


class EvalInfo(Struct, rename="camel", kw_only=True):
    """One evaluation; ``summary`` only when it is done and asked for by its id."""

    eval_id: str | UnsetType = UNSET
    status: str | None = None
    project: str | None = None
    version_id: str | int | None = None
    model_id: str | None = None
    model_url: str | UnsetType | None = UNSET
    created_at: str | None = None
    summary: Summary | UnsetType | None = UNSET
    older_eval_id: str | UnsetType = field(default=UNSET, name="id")
    """What older servers call ``evalId``; read, never written."""
    older_project: str | UnsetType | None = field(default=UNSET, name="projectId")
    """What older servers call ``project``; read, never written."""


class EvalList(Struct):
    """The evaluations of a workspace, in no promised order."""

    evals: list[EvalInfo]


class ImageUrls(Struct):
    """Where the picture of an image lies."""

    original: str | None = None
    thumb: str | None = None


class ImageInfo(Struct):
    """One image of a project, as far as a reader of evaluations needs it."""

    id: str
    name: str | None = None
    urls: ImageUrls | None = None


class ImageAnswer(Struct):
    """What the image endpoint answers."""

    image: ImageInfo
