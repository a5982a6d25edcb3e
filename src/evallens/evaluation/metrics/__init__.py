"""Numbers made from the columns: counts, rates, curves, precisions and what they suggest."""
