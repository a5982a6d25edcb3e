"""Semantic segmentation: pairs of masks whose pixel values mean classes."""
