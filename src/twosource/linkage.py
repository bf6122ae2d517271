"""How do scored pairs fall into groups? Average linkage over a sparse graph, in integers.

Reads nodes with sizes and the sums of scores between them; writes groups. Two groups join while the mean score of all their
pairs, a missing pair counting nought, reaches the threshold; the best pair joins first, ties go to the smaller numbers. The cost
grows with the pairs that have a score, not with all pairs. (Sokal and Michener 1958, UPGMA.)
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from heapq import heapify, heappop, heappush

_FINE = 1_000_000  # means are compared in millionths of a score, floored: integers order the same everywhere


def average_linkage(sizes: Sequence[int], *, sums: Mapping[tuple[int, int], int], threshold: int) -> list[list[int]]:
    """Groups of node numbers, each in order. `sums[a, b]` (a < b) is the sum of scores over all pairs between nodes a and b.

    >>> average_linkage([1, 1, 1], sums={(0, 1): 90, (1, 2): 40}, threshold=30)
    [[0, 1], [2]]
    """
    size = list(sizes)
    members = {n: [n] for n in range(len(size))}
    links: list[dict[int, int]] = [{} for _ in size]
    for (a, b), total in sums.items():
        links[a][b] = links[b][a] = total
    heap = [(-_FINE * total // (size[a] * size[b]), a, b) for (a, b), total in sums.items() if total >= threshold * size[a] * size[b]]
    heapify(heap)
    while heap:
        mean, a, b = heappop(heap)
        if a not in members or b not in members or mean != -_FINE * links[a][b] // (size[a] * size[b]):
            continue
        members[a] += members.pop(b)
        size[a] += size[b]
        del links[a][b]
        for c, total in links[b].items():
            if c != a:
                del links[c][b]
                links[a][c] = links[c][a] = links[a].get(c, 0) + total
        links[b] = {}
        for c, total in links[a].items():
            if total >= threshold * size[a] * size[c]:
                heappush(heap, (-_FINE * total // (size[a] * size[c]), min(a, c), max(a, c)))
    return sorted(sorted(m) for m in members.values())
