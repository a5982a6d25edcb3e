"""What leaves for other programs: CSV, and collections of images and boxes for labelling tools. Arrays only."""

from .coco import coco, cvat
from .collection import Boxes, Collection, Side, Size
from .csv import csv_text
from .files import FilePath, write_json, write_text
from .label_studio import label_studio

__all__ = [
    "Boxes",
    "Collection",
    "FilePath",
    "Side",
    "Size",
    "coco",
    "csv_text",
    "cvat",
    "label_studio",
    "write_json",
    "write_text",
]
