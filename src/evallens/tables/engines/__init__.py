"""The table engines: what they are handed, how small tables are laid beside, and how answers are brought."""

from .duck import Duck
from .engine import Engine
from .handed import engine_of

__all__ = ["Duck", "Engine", "engine_of"]
