"""How many entries a list of the contract holds."""

DEFAULT_LIST, MAX_LIST = 50, 200
"""Evaluations in a list: where no ``limit`` is asked for, and at most."""
DEFAULT_PAGE, MAX_PAGE = 200, 1000
"""Images on a page: where no ``limit`` is asked for, and at most."""
