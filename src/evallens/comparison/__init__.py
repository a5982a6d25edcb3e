"""Two models: which is better, for whom, and may it ship?"""

from .comparing import compare
from .gate import CheckResult, check

__all__ = ["CheckResult", "check", "compare"]
