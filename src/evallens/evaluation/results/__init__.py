"""What queries give back: a confusion matrix, and tables of images and of instances."""

from .changed import ChangedImageRow, ChangedImageTable, ChangedInstanceRow, ChangedInstanceTable
from .deltas import DeltaRow, DeltaTable
from .difference import Difference
from .images import ImageRow, ImageTable
from .instances import InstanceRow, InstanceTable
from .marked import MarkedRow, MarkedTable
from .matrix import ConfusionMatrix, Shares
from .quality import MistakennessRow, MistakennessTable, ObjectLabRow, ObjectLabTable
from .suspects import SuspectRow, SuspectTable
from .tabular import Behind
from .transitions import Transitions
from .verdicts import VerdictRow, VerdictTable

__all__ = [
    "Behind",
    "ChangedImageRow",
    "ChangedImageTable",
    "ChangedInstanceRow",
    "ChangedInstanceTable",
    "ConfusionMatrix",
    "DeltaRow",
    "DeltaTable",
    "Difference",
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
    "Transitions",
    "VerdictRow",
    "VerdictTable",
]
