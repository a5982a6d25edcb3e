"""How often a 95 % interval holds the truth, by the images that a class is in: the table of docs/comparing.md.

Run ``python scripts/interval_coverage.py``; it takes two minutes, and ``--rounds 200`` is quicker and coarser.

Three made-up populations of 100,000 images are known to the last object, so that the difference between two models is.
Again and again some images are drawn from one, the interval is made from these alone, and one looks whether the
difference lies in it. Should it be trusted, that is so in 95 of 100 cases.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from evallens.statistics.clustered import clustered
from evallens.statistics.estimate import Estimate
from evallens.statistics.paired import resampled
from evallens.statistics.precisions import Precisions, resampled_precisions
from evallens.statistics.ranking import Ranking, average_precisions
from evallens.statistics.ratios import Ratios

SIZES = (5, 10, 20, 50, 100)
IMAGES = 100_000
WHOLES = {"precision": (1, 1, 1, 0), "recall": (1, 1, 0, 1), "f1": (2, 2, 1, 1)}


class World(NamedTuple):
    """How the objects of a class are spread over its images, and how two models find them."""

    name: str
    truths: float
    """An image, on average."""
    clutter: float
    """False positives an image."""
    ease: tuple[float, float]
    """Of the beta distribution of how easy an image is; what is hard is so for both models."""


WORLDS = (
    World("usual", 3.0, 0.6, (1.6, 0.7)),
    World("crowded", 8.0, 0.2, (1.6, 0.7)),
    World("easy, mostly one an image", 1.5, 0.3, (9.0, 1.0)),
)


class Predictions(NamedTuple):
    """Of one model, by image."""

    starts: NDArray[np.int64]
    """The predictions of image ``i`` are ``starts[i]`` up to ``starts[i + 1]``."""
    score: NDArray[np.float64]
    is_hit: NDArray[np.bool_]


class Population(NamedTuple):
    """Every image there is."""

    truths: NDArray[np.int64]
    counts: NDArray[np.int64]
    """TP, FP and FN of both models, (models, 3, images)."""
    predictions: tuple[Predictions, Predictions]


def population(world: World, seed: int = 1, images: int = IMAGES) -> Population:
    """The images of a world; the second model finds a little more."""
    rng = np.random.default_rng(seed)
    truths = 1 + rng.poisson(world.truths - 1, images)
    ease, clutter = rng.beta(*world.ease, images), rng.gamma(1.0, 1.0, images)
    counts, predictions = [], []
    for more in (0.0, 0.05):
        tp = rng.binomial(truths, np.clip(ease + rng.normal(0, 0.12, images) + more, 0, 1))
        fp = rng.poisson(world.clutter * clutter * (1 - 2 * more))
        counts.append((tp, fp, truths - tp))
        per_image = tp + fp
        starts = np.append(0, np.cumsum(per_image))
        is_hit = np.arange(starts[-1]) - np.repeat(starts[:-1], per_image) < np.repeat(tp, per_image)
        score = np.where(is_hit, rng.beta(3, 1.5, starts[-1]), rng.beta(1.2, 3, starts[-1]))
        predictions.append(Predictions(starts, score, is_hit))
    return Population(truths, np.array(counts), (predictions[0], predictions[1]))


def ratios(whole: Population, rate: str, drawn: NDArray[np.int64]) -> Ratios:
    """A rate of each of the rounds ``drawn``, image rows (rounds, images)."""
    twice, *weights = WHOLES[rate]
    counts = whole.counts[:, :, drawn.ravel()]
    part = twice * counts[:, 0]
    rows, rounds = np.arange(drawn.size), len(drawn)
    label = np.repeat(np.arange(rounds), drawn.shape[1])
    return Ratios(rows, label, part, np.einsum("k,mki->mi", np.array(weights), counts), drawn.size, rounds)


def ranking(whole: Population, model: int, drawn: NDArray[np.int64]) -> Ranking:
    """What average precision is counted from over the image rows ``drawn``, (images,)."""
    starts, score, is_hit = whole.predictions[model]
    sizes = starts[drawn + 1] - starts[drawn]
    ends = np.cumsum(sizes)
    rows = np.repeat(starts[drawn] - (ends - sizes), sizes) + np.arange(ends[-1])
    image = np.repeat(np.arange(len(drawn)), sizes)
    order = np.argsort(-score[rows], kind="stable")
    hit = is_hit[rows][order][None]
    truth = np.repeat(np.arange(len(drawn)), whole.truths[drawn])
    return Ranking(
        image[order], np.zeros(len(order), int), hit, np.zeros_like(hit), truth, np.zeros(len(truth), int), 1
    )


def coverage_of_clustered(whole: Population, rate: str, images: int, rounds: int, seed: int = 2) -> float:
    """Of the interval by clustered variance, as the screen shows it: the share of rounds in which it holds."""
    drawn = np.random.default_rng(seed).integers(0, len(whole.truths), (rounds, images))
    return float(np.mean(_holds(clustered(ratios(whole, rate, drawn)), _truth(whole, rate))))


def coverage_of_bootstrap(whole: Population, rate: str, images: int, rounds: int, seed: int = 2) -> float:
    """Of the interval by bootstrap, as ``test`` says it; 1,000 resamples."""
    rng, truth = np.random.default_rng(seed), _truth(whole, rate)
    drawn = rng.integers(0, len(whole.truths), (rounds, images))
    told = (resampled(ratios(whole, rate, one[None]), 1000, i) for i, one in enumerate(drawn))
    return float(np.mean([_holds(one, truth)[0] for one in told]))


def coverage_of_ap(whole: Population, images: int, rounds: int, resamples: int, seed: int = 2) -> float:
    """The same of AP50; without resamples, of the jackknife."""
    every, once = np.arange(len(whole.truths)), np.ones((1, len(whole.truths)), np.uint8)
    first, second = (float(next(average_precisions(ranking(whole, m, every), once))[0, 0]) for m in (0, 1))
    truth = second - first
    drawn = np.random.default_rng(seed).integers(0, len(whole.truths), (rounds, images))
    told = (_precisions(whole, one, resamples, i).estimate for i, one in enumerate(drawn))
    return float(np.mean([_holds(one, truth)[0] for one in told]))


def _precisions(whole: Population, drawn: NDArray[np.int64], resamples: int, seed: int) -> Precisions:
    models = (ranking(whole, 0, drawn), ranking(whole, 1, drawn))
    return resampled_precisions(models, len(drawn), resamples, seed, is_mean=False, follow=None)


def _truth(whole: Population, rate: str) -> float:
    return float(ratios(whole, rate, np.arange(len(whole.truths))[None]).delta[0])


def _holds(told: Estimate, truth: float) -> NDArray[np.bool_]:
    known = ~np.isnan(told.low)
    return ((told.low <= truth) & (truth <= told.high))[known]


COLUMNS: dict[str, Callable[[Population, int, int], float]] = {
    "precision, bootstrap": lambda whole, n, rounds: coverage_of_bootstrap(whole, "precision", n, rounds),
    "F1, bootstrap": lambda whole, n, rounds: coverage_of_bootstrap(whole, "f1", n, rounds),
    "precision, clustered": lambda whole, n, rounds: coverage_of_clustered(whole, "precision", n, 10 * rounds),
    "recall, clustered": lambda whole, n, rounds: coverage_of_clustered(whole, "recall", n, 10 * rounds),
    "F1, clustered": lambda whole, n, rounds: coverage_of_clustered(whole, "f1", n, 10 * rounds),
    "AP50, bootstrap": lambda whole, n, rounds: coverage_of_ap(whole, n, rounds, 200),
    "AP50, jackknife": lambda whole, n, rounds: coverage_of_ap(whole, n, rounds, 0),
}


def main() -> None:
    """Print the mean over the worlds, and the lowest and highest of them."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=2000, help="intervals behind a number")
    rounds = parser.parse_args().rounds
    worlds = [population(world) for world in WORLDS]
    print("| images | " + " | ".join(COLUMNS) + " |\n|" + "---|" * (1 + len(COLUMNS)), flush=True)
    for images in SIZES:
        cells = []
        for coverage in COLUMNS.values():
            found = [100 * coverage(whole, images, rounds) for whole in worlds]
            cells.append(f"{np.mean(found):.0f} ({min(found):.0f} to {max(found):.0f})")
        print(f"| {images} | " + " | ".join(cells) + " |", flush=True)


if __name__ == "__main__":
    main()
