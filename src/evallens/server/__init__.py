"""Roboflow's REST contract for model evaluations, answered from any Evaluation."""

from .app import application
from .keys import Key
from .served import Served
from .serving import Running, serve

__all__ = ["Key", "Running", "Served", "application", "serve"]
