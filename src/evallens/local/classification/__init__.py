"""Classification: one true label an image, and one prediction, from labels, tables or probabilities."""
