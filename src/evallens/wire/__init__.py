"""The REST contract as msgspec structs: the client decodes with them, the server encodes with them.

Field order is the order on the wire, names are spelled as the contract spells them. A struct accepts
what sources disagree about (older names, nulls, numbers where text is expected) and writes one form.
"""

from .evaluations import EvalInfo, EvalList, Summary
from .predictions import Cluster, ConfusionMatrixReport, ImagePage, ImageRecord, Stats

__all__ = [
    "Cluster",
    "ConfusionMatrixReport",
    "EvalInfo",
    "EvalList",
    "ImagePage",
    "ImageRecord",
    "Stats",
    "Summary",
]
