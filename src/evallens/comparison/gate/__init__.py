"""The gate: may the new model ship? Rules, the numbers they are about, and what became of them."""

from .checking import check
from .result import CheckResult

__all__ = ["CheckResult", "check"]
