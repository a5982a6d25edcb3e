"""The pictures of images: what a store of them offers, and those from files, arrays or a saved evaluation."""

from .protocol import ImageRef, Picture, Pictures

__all__ = ["ImageRef", "Picture", "Pictures"]
