"""What leaves for other programs: CSV, and collections of images and boxes for labelling tools. Arrays only."""

from .csv import csv_text
from .files import FilePath, write_text

__all__ = ["FilePath", "csv_text", "write_text"]
