"""What `import evallens` costs: nothing but itself, so that a notebook's first line is quick."""

from __future__ import annotations

import subprocess
import sys

_LOADED = """
import sys
before = set(sys.modules)
import evallens
dir(evallens), evallens.__version__, evallens.errors
loaded = {name.partition(".")[0] for name in set(sys.modules) - before}
print(*sorted(loaded - set(sys.stdlib_module_names)))
"""


def test_importing_loads_no_other_library():
    done = subprocess.run([sys.executable, "-c", _LOADED], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["evallens"]


def test_a_lens_loads_no_library_that_it_does_not_need():
    code = "import sys, evallens; evallens.Lens(evallens.demo()); print(*{name for name in sys.modules})"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    heavy = {"altair", "matplotlib", "openTSNE", "pandas", "pyarrow", "scipy", "sklearn", "starlette", "umap"}
    assert not heavy & set(done.stdout.split())


def test_charts_are_there_without_an_import_of_their_own():
    code = "import evallens; print(evallens.charts.matrix.__name__)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["matrix"]
