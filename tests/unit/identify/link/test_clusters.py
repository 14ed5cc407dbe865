"""Groups: what is joined, and what breaks apart again."""

from itertools import combinations

import numpy as np
import numpy.typing as npt
import pandas as pd

from idic_lib.identify.link.cluster import CERTAIN, MOST_RECORDS, clusters

Ints = npt.NDArray[np.int64]


def frame(pairs: dict[tuple[int, int], float], **bits: float) -> pd.DataFrame:
    ends = np.array(list(pairs), dtype=np.int64).reshape(-1, 2)
    return pd.DataFrame({"l": ends[:, 0], "r": ends[:, 1], "weight": list(pairs.values())}).assign(**bits)


def against(left: Ints, right: Ints) -> pd.DataFrame:
    return pd.DataFrame({"l": left, "r": right, "weight": -8.0, "birth": -7.0})


def nothing(left: Ints, right: Ints) -> pd.DataFrame:
    return pd.DataFrame({"l": left, "r": right, "weight": 0.0, "birth": 0.0})


def rows(count: int) -> Ints:
    return np.arange(1, count + 1)


def test_what_is_linked_is_one_and_what_is_not_is_not() -> None:
    label, guards = clusters(frame({(1, 2): 3.0, (3, 4): -0.1}), rows(4), 0.0, against)
    assert label[0] == label[1]
    assert len(set(label)) == 3
    assert guards.empty


def test_two_persons_chained_by_one_shared_contact_are_parted_and_the_reason_told() -> None:
    pairs = {(1, 2): 10.0, (3, 4): 10.0, (2, 3): 2.0}
    label, guards = clusters(frame(pairs, birth=0.0), rows(4), 0.0, against)
    assert label[0] == label[1] != label[2] == label[3]
    assert guards.to_numpy().tolist() == [["birth dates contradict", 1, 4]]


def test_records_of_one_person_that_state_different_things_stay_together() -> None:
    label, guards = clusters(frame({(1, 2): 10.0, (2, 3): 9.0}, birth=0.0), rows(3), 0.0, nothing)
    assert len(set(label)) == 1
    assert guards.empty


def test_no_group_holds_more_than_thirty() -> None:
    count = 100
    pairs = dict.fromkeys(combinations(range(1, count + 1), 2), 5.0)
    label, guards = clusters(frame(pairs, birth=0.0), rows(count), 0.0, nothing)
    assert np.bincount(label).max() <= MOST_RECORDS
    assert guards["guard"].tolist() == ["size"]


def test_a_chain_of_a_thousand_is_broken_without_weighing_all_its_pairs() -> None:
    asked = []

    def count(left: Ints, right: Ints) -> pd.DataFrame:
        asked.append(len(left))
        return against(left, right)

    pairs = {(k, k + 1): 1.0 + 6.0 * (k % 2) for k in range(1, 1000)}
    label, _ = clusters(frame(pairs, birth=0.0), rows(1000), 0.0, count)
    assert np.bincount(label).max() <= MOST_RECORDS
    assert sum(asked) < 20_000


def test_an_answer_holds_together_what_the_evidence_would_part() -> None:
    pairs = {(1, 2): 10.0, (3, 4): 10.0, (2, 3): CERTAIN}
    label, _ = clusters(frame(pairs, birth=0.0), rows(4), 0.0, against)
    assert label[1] == label[2]


def test_an_answer_parts_what_everything_else_joins() -> None:
    pairs = dict.fromkeys(combinations(range(1, 6), 2), 12.0) | {(1, 5): -1000 * CERTAIN}
    label, guards = clusters(frame(pairs, birth=0.0), rows(5), 0.0, nothing)
    assert label[0] != label[4]
    assert guards["guard"].tolist() == ["answered"]
