"""When a region counts as painted, over frames made up for it."""

from __future__ import annotations

import numpy as np
import pytest

from benchmarks.scale.painted import NothingChangedError, answered, painted

START = 100.0


def picture(changed=0, level=0):
    """A black region of 10 x 10 whose first pixels are lighter."""
    pixels = np.zeros((10, 10, 3), np.uint8)
    pixels.reshape(-1, 3)[:changed] = level
    return pixels


def frames(*shown):
    return [(START + at, pixels) for at, pixels in shown]


def test_is_painted_with_the_first_frame_that_shows_the_last_picture():
    found = painted(frames((-1, picture()), (0.2, picture(50, 200)), (0.9, picture(50, 200))), START)
    assert (found.first, found.complete) == pytest.approx((0.2, 0.2))


def test_a_drawing_in_steps_is_complete_with_its_last_step():
    steps = frames((-1, picture()), (0.1, picture(20, 200)), (0.4, picture(60, 200)), (0.8, picture(90, 200)))
    found = painted(steps, START)
    assert (found.first, found.complete) == pytest.approx((0.1, 0.8))


def test_a_flicker_through_the_last_picture_does_not_count():
    steps = frames((-1, picture()), (0.1, picture(90, 200)), (0.3, picture(10, 90)), (0.6, picture(90, 200)))
    assert painted(steps, START).complete == pytest.approx(0.6)


def test_two_of_a_hundred_pixels_may_follow():
    steps = frames((-1, picture()), (0.1, picture(98, 200)), (0.5, picture(100, 200)))
    assert painted(steps, START).complete == pytest.approx(0.1)


def test_frames_before_the_start_are_only_what_was_there():
    steps = frames((-2, picture(100, 90)), (-1, picture()), (0.3, picture(100, 90)))
    assert painted(steps, START).first == pytest.approx(0.3)


def test_frames_may_arrive_out_of_order():
    steps = frames((0.5, picture(80, 200)), (-1, picture()), (0.2, picture(30, 200)))
    found = painted(steps, START)
    assert (found.first, found.complete) == pytest.approx((0.2, 0.5))


def test_the_same_picture_again_is_an_error_and_no_zero():
    with pytest.raises(NothingChangedError):
        painted(frames((-1, picture()), (0.2, picture()), (0.4, picture(3, 200))), START)


def test_no_frame_at_all_is_an_error():
    with pytest.raises(NothingChangedError):
        painted(frames((-1, picture())), START)


def test_what_changed_and_changed_back_is_an_error():
    with pytest.raises(NothingChangedError):
        painted(frames((-1, picture()), (0.2, picture(90, 200)), (0.4, picture())), START)


def test_faint_noise_is_no_change():
    with pytest.raises(NothingChangedError):
        painted(frames((-1, picture()), (0.2, picture(100, 12))), START)


def test_each_input_is_answered_by_the_first_frame_that_differs_from_the_one_before_it():
    shown = frames((0, picture()), (0.05, picture(20, 99)), (0.15, picture(20, 99)), (0.19, picture(40, 99)))
    assert answered(shown, [START + 0.01, START + 0.1]) == pytest.approx([0.04, 0.09])


def test_an_input_that_nothing_answers_is_an_error():
    with pytest.raises(NothingChangedError):
        answered(frames((0, picture()), (0.05, picture(20, 99))), [START + 0.1])
