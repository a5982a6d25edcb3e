"""Matching batch by batch: Arrow in, Arrow out, an image at a time and nothing remembered between them."""

from .matchers import Matcher, matcher

__all__ = ["Matcher", "matcher"]
