"""What queries give back: a confusion matrix, and tables of images and of instances."""

from .images import ImageRow, ImageTable
from .instances import InstanceRow, InstanceTable
from .marked import MarkedRow, MarkedTable
from .matrix import ConfusionMatrix, Shares
from .quality import MistakennessRow, MistakennessTable, ObjectLabRow, ObjectLabTable
from .suspects import SuspectRow, SuspectTable
from .tabular import Behind
from .verdicts import VerdictRow, VerdictTable

__all__ = [
    "Behind",
    "ConfusionMatrix",
    "ImageRow",
    "ImageTable",
    "InstanceRow",
    "InstanceTable",
    "MarkedRow",
    "MarkedTable",
    "MistakennessRow",
    "MistakennessTable",
    "ObjectLabRow",
    "ObjectLabTable",
    "Shares",
    "SuspectRow",
    "SuspectTable",
    "VerdictRow",
    "VerdictTable",
]
