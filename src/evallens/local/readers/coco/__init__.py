"""COCO JSON: data sets and lists of results, record by record."""
