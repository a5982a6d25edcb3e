"""Two models: which is better, for whom, and may it ship?"""

from .comparing import compare

__all__ = ["compare"]
