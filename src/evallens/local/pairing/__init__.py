"""What belongs to what on the two sides: images, classes and category ids, and several sources of one side."""
