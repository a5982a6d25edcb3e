"""``python -m evallens``: the same as the command ``evallens``."""

import sys

from .cli import main

sys.exit(main())
