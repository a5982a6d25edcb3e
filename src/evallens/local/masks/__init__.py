"""Masks as files write them, polygons and run lengths, to runs of pixels."""
