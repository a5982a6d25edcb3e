"""Roboflow model evaluations over REST: one evaluation opened, or all of a workspace listed."""

from .client import Client
from .http.cache import default_cache
from .listing import list_evaluations
from .source import open_evaluation

__all__ = ["Client", "default_cache", "list_evaluations", "open_evaluation"]
