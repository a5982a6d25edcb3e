"""Which prediction belongs to which ground truth, at every confidence threshold at once. Arrays only, no I/O."""
