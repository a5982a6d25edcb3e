"""How long it takes to say which labels are suspect, and how good each is: ``python benchmarks/bench_suspects.py``.

The suspects of a COCO-sized evaluation as a table, against the label quality scores of cleanlab in the same run on the
same data, where cleanlab is installed (the extra ``bench``). cleanlab takes 50 to 260 ms an image, so it gets a few.
"""

from __future__ import annotations

import argparse
import sys
from dataclasses import replace

import numpy as np
from bench_local import CLASSES, generated, seconds

from evallens.evaluation import Columns, Evaluation, Header, Images
from evallens.evaluation.matched import How, Side, matched
from evallens.evaluation.suspecting import suspected
from evallens.matching.instances import Instances

MOST = 0.5
"""Seconds for 5,000 images."""
FEW = 20
"""Images for cleanlab."""


def evaluation(truth: Instances, predictions: Instances, images: int) -> Evaluation:
    """What ``evaluate`` makes, without the suspects."""
    tables = matched(Side(truth), Side(predictions), background=CLASSES, how=How())
    names = (*map(str, range(CLASSES)), "background")
    header = Header(title="", task="object-detection", classes=names, background=CLASSES, **How().words)
    columns = Columns(Images.of([f"{i}.jpg" for i in range(images)], ["test"] * images), *tables[:2])
    return Evaluation(header=header, columns=columns)


def theirs(truth: Instances, predictions: Instances) -> float | None:
    """Seconds an image of cleanlab; ``None`` where it is not installed."""
    try:
        from cleanlab.object_detection.rank import get_label_quality_scores
    except ImportError:
        return None
    score = predictions.score
    assert score is not None
    found = np.concatenate([predictions.boxes.corners, score[:, None]], axis=1)
    labels, answers = [], []
    for image in range(FEW):
        mine, other = truth.image == image, predictions.image == image
        labels.append({"bboxes": truth.boxes.corners[mine], "labels": truth.label[mine]})
        by_class = [found[other & (predictions.label == label)] for label in range(CLASSES)]
        answers.append(by_class)
    return seconds(lambda: get_label_quality_scores(labels, answers, verbose=False), 2) / FEW


def main() -> int:
    """Print the times and the ratio; exit 1 when 5,000 images take more than half a second."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="1,000 images")
    images = 1_000 if parser.parse_args().quick else 5_000
    truth, predictions = generated(images)
    ev = evaluation(truth, predictions, images)

    def told() -> Evaluation:
        return replace(ev, columns=suspected(ev.header, ev.columns, How()))

    whole = seconds(lambda: told().suspects().to_pandas(), 5)
    done = told()
    asked = seconds(lambda: done.suspects().to_pandas(), 5)
    print(
        f"{images:,} images, {len(truth):,} labels, {len(predictions):,} detections, {len(done.suspects()):,} suspects"
    )
    print(f"evallens, suspects of an evaluation and the frame of them: {whole:.3f} s; asked again: {asked:.3f} s")
    peer = theirs(truth, predictions)
    if peer is None:
        print("cleanlab is not installed, so there is no ratio")
    else:
        print(f"cleanlab, label quality: {peer * 1000:.0f} ms an image; ratio {whole / images / peer:.5f}")
    return 0 if whole <= MOST * images / 5_000 else 1


if __name__ == "__main__":
    sys.exit(main())
