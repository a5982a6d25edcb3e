"""Tables of boxes: files and data frames, their columns, and the reader that puts them together."""
