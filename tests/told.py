"""What an evaluation tells its readers, in words."""

from __future__ import annotations

from evallens.evaluation import Evaluation


def told(evaluation: Evaluation) -> tuple[str, ...]:
    """The texts of its notices."""
    return tuple(map(str, evaluation.notices))
