"""The table engines: what they are handed, how small tables are laid beside, and how answers are brought."""

from .choosing import engine_of
from .duck import Duck
from .engine import Engine
from .of_files import DuckOfFiles

__all__ = ["Duck", "DuckOfFiles", "Engine", "engine_of"]
