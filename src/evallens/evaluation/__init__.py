"""The data of an evaluation and every number made from it. No I/O: sources and pictures are injected."""

from .calibration import Reliability
from .evaluation import Evaluation
from .header import Header
from .results import ConfusionMatrix, ImageTable
from .tables import Columns, Images, Objects, Outcomes

__all__ = [
    "Columns",
    "ConfusionMatrix",
    "Evaluation",
    "Header",
    "ImageTable",
    "Images",
    "Objects",
    "Outcomes",
    "Reliability",
]
