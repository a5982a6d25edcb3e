"""The widget: traits, worker and pictures over one evaluation."""

from .widget import Lens

__all__ = ["Lens"]
