"""What tables by place show of counts, for tests."""

from collections import Counter
from collections.abc import Mapping

from coopunion.places.maps import PlaceMap


def counts_on(place_map: PlaceMap, counts: Mapping[int | None, int]) -> dict[str, int]:
    """Counts by place id added up by the units of the map and its rests, by their names."""
    lines: Counter[str] = Counter()
    for place_id, count in counts.items():
        lines[str(place_map.of(place_id))] += count
    return dict(lines)
