"""The marimo notebook of test_marimo.py: the demo, also in a slow page, and one whose thresholds are fetched."""

import marimo

app = marimo.App(width="full")


@app.cell
def _():
    import marimo as mo

    import evallens
    from tests.hosts import fetching, slow

    show = str(mo.cli_args().get("show") or "demo")
    lens = evallens.Lens(fetching.evaluation() if show == "fetching" else evallens.demo())
    shown = mo.ui.anywidget(slow.lens() if show == "slow" else lens)
    return mo, shown


@app.cell
def _(shown):
    shown  # noqa: B018 - the last expression of a cell is its output


@app.cell
def _(mo, shown):
    mo.md(f"Python has {shown.confidence} % and {len(shown.widget.selected)} images.")


if __name__ == "__main__":
    app.run()
