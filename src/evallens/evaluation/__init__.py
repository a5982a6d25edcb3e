"""The data of an evaluation and every number made from it. No I/O: sources and pictures are injected."""

from .columns.header import Header
from .columns.notices import Notice
from .columns.tables import Columns, Images, Objects, Outcomes
from .evaluation import Evaluation
from .metrics.calibration import Reliability
from .results import (
    ConfusionMatrix,
    DeltaTable,
    ImageTable,
    InstanceTable,
    MarkedTable,
    MistakennessTable,
    ObjectLabTable,
    SuspectTable,
    VerdictTable,
)

__all__ = [
    "Columns",
    "ConfusionMatrix",
    "DeltaTable",
    "Evaluation",
    "Header",
    "ImageTable",
    "Images",
    "InstanceTable",
    "MarkedTable",
    "MistakennessTable",
    "Notice",
    "ObjectLabTable",
    "Objects",
    "Outcomes",
    "Reliability",
    "SuspectTable",
    "VerdictTable",
]
