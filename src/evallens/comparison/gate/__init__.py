"""The gate: may the new model ship? Rules, the numbers they are about, and what became of them."""
