"""Every way in which a service can be wrong about its pages at once, and all images are read."""

from __future__ import annotations

from itertools import product

import pytest

from tests.rest.service import Service, opened, record

IMAGES = 23
CAPS = (1, 7, 1000)
TOTALS = (0, IMAGES, IMAGES + 40)
LIMITS = (None, 1, 0, -5, 10**9)
"""As echoed; None: the one that was used."""


@pytest.mark.parametrize(("cap", "total", "limit"), list(product(CAPS, TOTALS, LIMITS)))
def test_pages_of_any_cap_total_and_limit_lose_nothing(cap, total, limit):
    def spoil(request, answer):
        if request.panel != "image-predictions":
            return answer
        return answer | {"totalImages": total} | ({} if limit is None else {"limit": limit})

    service = Service(records=[record(number) for number in range(IMAGES)], page_size=cap, spoil=spoil)
    found = opened(service)
    assert sorted(found.columns.images.id) == sorted(f"id{number}" for number in range(IMAGES))
    assert found.confusion_matrix("all").matrix.sum() == 2 * IMAGES
    assert len(service.asked) < 3 * IMAGES + 20
