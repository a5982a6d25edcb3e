"""The widget over one evaluation: traits, a loader, pictures, and what crosses to the browser (wire/)."""

from .widget import Lens

__all__ = ["Lens"]
