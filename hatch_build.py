"""Builds the front end when it is missing or older than its source, so that no wheel is made without it."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

STATIC = Path("src", "evallens", "static")
BUILT = [STATIC / name for name in ("widget.js", "widget.unpacked.js", "page.js", "beside.js")]
NEEDS_NODE = (
    "evallens needs Node >= 20 to build its front end (src/evallens/static), and {found}. "
    "Install Node 20 or newer together with npm, or install a published wheel, which brings it built."
)


class BundleHook(BuildHookInterface[Any]):
    """Leaves a front end that is up to date alone: in an sdist it is the one that was tested."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002 - hatch's signature
        """Abort with a sentence when the front end is missing and cannot be built."""
        root = Path(self.root)
        is_there = all((root / path).is_file() for path in BUILT)
        if is_there and not is_stale(root):
            return
        missing = missing_tool()
        if missing and is_there:
            self.app.display_warning(f"The front end is older than its source, and {missing}: it is packed as it is.")
            return
        if missing:
            self.app.abort(NEEDS_NODE.format(found=missing))
        try:
            build(root / "js")
        except subprocess.CalledProcessError as error:
            command = " ".join(map(str, error.cmd))
            self.app.abort(f"evallens could not build its front end: `{command}` failed:\n{error.stdout}")


def is_stale(root: Path) -> bool:
    """Was a source changed after the front end was built? In an sdist all files have one time."""
    built = min((root / path).stat().st_mtime for path in BUILT)
    return any(path.stat().st_mtime > built for path in (root / "js" / "src").rglob("*") if path.is_file())


def missing_tool() -> str | None:
    """Say in words what the machine lacks, or None."""
    node = shutil.which("node")
    if node is None:
        return "no node was found on the PATH"
    version = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
    major = re.match(r"v(\d+)\.", version)
    if major is None or int(major[1]) < 20:
        return f"the node on the PATH is {version.strip() or 'unusable'}"
    if shutil.which("npm") is None:
        return "no npm was found on the PATH"
    return None


def build(js: Path) -> None:
    """Install what the front end is made of (not what tests it) and build it."""
    # A developer's complete node_modules must not be replaced by the short one.
    if not (js / "node_modules" / "esbuild").is_dir():
        run(js, "npm", "ci", "--omit=dev", "--no-audit", "--no-fund")
    run(js, "node", "build.mjs")


def run(cwd: Path, command: str, *arguments: str) -> None:
    """Run to the end; the output travels with the exception."""
    executable = shutil.which(command) or command
    subprocess.run(
        [executable, *arguments],
        cwd=cwd,
        env=os.environ | {"PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD": "1", "PYTHON": sys.executable},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=True,
    )
