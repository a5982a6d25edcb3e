"""Reports: all pages of image records read, checked against their confusion matrix, and turned into columns."""
