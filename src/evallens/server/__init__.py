"""Roboflow's REST contract for model evaluations, answered from any Evaluation."""

from .app import application
from .auth import Key
from .served import ServedEvaluation
from .serving import Running, serve

__all__ = ["Key", "Running", "ServedEvaluation", "application", "serve"]
