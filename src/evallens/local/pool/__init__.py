"""Evaluations that no memory holds: files of Parquet matched part by part by several processes."""

from .evaluating import Asked, are_files, evaluate_files, refuse

__all__ = ["Asked", "are_files", "evaluate_files", "refuse"]
