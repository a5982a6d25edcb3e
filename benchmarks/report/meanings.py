"""The figures, each with its title and what it means in words."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Meaning:
    """One figure that all widgets, or only ours, are measured by."""

    what: str
    title: str
    words: str


SHARED = (
    Meaning(
        "first frame",
        "Time to the first painted frame",
        "From running the cell until the plot no longer changes. The library is imported, the data are in the"
        " kernel, and the cell has run once before in the same page.",
    ),
    Meaning(
        "first frame, cold",
        "The same, the first time in a fresh page",
        "As above, with everything that the browser does once: reading the JavaScript, compiling shaders.",
    ),
    Meaning(
        "bytes before the first frame",
        "Bytes before the first frame",
        "What the page's websockets receive until the plot no longer changes. The rows of EvalLens follow after it.",
    ),
    Meaning(
        "bytes sent",
        "Bytes sent",
        "What the page's websockets receive while that cell runs, unpacked: columns, JavaScript and all else.",
    ),
    Meaning(
        "Python selection",
        "A selection made in Python, until it is painted",
        "1,000 rows, the same for all, from the assignment in the kernel until the plot no longer changes.",
    ),
    Meaning(
        "lasso",
        "A lasso let go, until the selection is painted",
        "From the release of the mouse until the plot no longer changes. altair has a rectangle and no lasso; the"
        " floor has neither.",
    ),
    Meaning(
        "pan step",
        "One step of a drag, until the first frame that answers it",
        "The hand moves on as soon as a step is answered. EvalLens answers with a sample where points are many.",
    ),
    Meaning(
        "renderer memory",
        "Memory of the page's process",
        "Proportional set size (PSS) after everything above was done to one instance. JupyterLab itself is in it.",
    ),
    Meaning("renderer memory, peak", "The most it had resident", "High-water mark of the same process."),
    Meaning(
        "graphics process memory",
        "Memory of the process that draws",
        "With software WebGL what was sent to the graphics card is there. One process for all pages.",
    ),
    Meaning("kernel memory", "Memory of the kernel", "PSS, with the library and the data in it."),
    Meaning(
        "kernel memory, peak",
        "The most the kernel had resident",
        "High-water mark; for all of them it includes making the evaluation that the points are from.",
    ),
    Meaning(
        "exported HTML",
        "Exported notebook",
        "`nbconvert --to html` of the notebook after it ran, with the state of its widgets. That of altair with"
        " vegafusion is small because it holds no data: it draws nothing without its kernel.",
    ),
    Meaning(
        "JavaScript an instance",
        "JavaScript an instance",
        "Length of the module that each instance sends, and that each saved instance stores.",
    ),
)

OURS = (
    Meaning(
        "cell click",
        "A cell of the matrix clicked",
        "From the release of the mouse button until each view shows the images behind the cell.",
    ),
    Meaning(
        "threshold step",
        "The threshold moved by ten percent",
        "From the press of the key until each view shows the evaluation at the other threshold.",
    ),
    Meaning("lasso", "A lasso let go", "As above, for every view."),
    Meaning("Python selection", "A selection made in Python", "As above, for every view."),
    Meaning("first frame", "First painted frame", "As above, for every view."),
    Meaning("zoom step", "One turn of the wheel", "Until the first frame that answers it."),
    Meaning("report", "Report", "`lens.to_html`: one file that works with no kernel and no network."),
)

PARTS = (
    ("matrix", "matrix"),
    ("counts", "counts"),
    ("gallery", "gallery"),
    ("scatter, first change", "scatter, first frame that differs"),
    ("all but the scatter's rest", "all of these"),
)
"""What is kept of each view, and how the table calls it; the scatter's end goes by the plain name."""
