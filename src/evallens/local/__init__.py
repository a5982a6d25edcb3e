"""Ground truth and predictions to an Evaluation, with no account and no network."""

from .assembly import evaluate

__all__ = ["evaluate"]
