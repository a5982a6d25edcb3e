"""YOLO: label files, what their lines mean, and the class names beside them."""
