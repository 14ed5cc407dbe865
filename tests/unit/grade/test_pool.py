"""A sweep: coverage over many worlds, judged by what chance allows."""

from __future__ import annotations

from dataclasses import replace

import pytest

from idic_lib.grade import Coverage, Graded, Grades, Mark, pooled, sweep_rows, sweep_summary
from idic_lib.grade.judge import FIRES


def grades(*marks: Mark, detector: Mark = Mark.FIRED) -> Grades:
    facts = (Graded("fact", f"identify.f{i}", "f", m, 0.5, 0.4, 0.6, "share", 0.5) for i, m in enumerate(marks))
    return Grades(0.9, (*facts, Graded("detector", "night", "Night", detector)))


def test_coverage_is_pooled_over_facts_and_worlds() -> None:
    pool = pooled([grades(Mark.INSIDE, Mark.OUTSIDE), grades(Mark.INSIDE, Mark.INSIDE)], [])
    assert (pool.coverage.inside, pool.coverage.stated, pool.coverage.share) == (3, 4, 0.75)
    assert [(r.id, a, b) for r, a, b in pool.by_row()] == [("identify.f0", 2, 2), ("identify.f1", 1, 2)]


def test_the_interval_of_a_share_takes_seeds_as_clusters() -> None:
    """By hand, 16 and 20 of 20: p = .9, residuals -2 and 2, variance 2 * 8 / 40^2 = .01, t(1) = 12.706, so .9 -+ 1.27, cut at 0 and 1."""
    assert Coverage(((16, 20), (20, 20)), 0.9).interval == (0, 1)
    # four such pairs: variance 8 / 7 * 32 / 160^2 = .001429, t(7) = 2.3646
    low, high = Coverage(((16, 20), (20, 20)) * 4, 0.9).interval or (0, 0)
    assert (low, high) == pytest.approx((0.8106, 0.9894), abs=1e-4)


def test_seeds_that_agree_by_chance_do_not_make_the_share_certain() -> None:
    """Of 18 intervals 16 hold in each of four worlds: as wide as for 72 independent ones, sqrt(.8889 * .1111 / 72) * 3.1824."""
    low, _ = Coverage(((16, 18),) * 4, 0.9).interval or (0, 0)
    assert 16 / 18 - low == pytest.approx(0.1179, abs=1e-4)


@pytest.mark.parametrize(
    ("seeds", "holds"),
    [
        (((29, 36), (30, 36)), False),  # 59 of 72, 82 %: a binomial bound let it pass
        (((32, 36), (32, 36)), True),  # 89 %, the agreed share inside the interval
        (((30, 36), (31, 36)), False),  # 84.7 %: inside the interval of two seeds, as nearly anything is, and below the floor
        (((31, 36), (31, 36)), True),  # 86.1 %: just above it
        (((32, 36),), False),  # one seed has no interval, so nothing excuses it
        (((33, 36),), True),
        (((32, 36),) * 10, False),  # 89 % of ten seeds is no longer chance
        (((33, 36),) * 10, True),
        (((0, 0), (0, 0)), False),
    ],
)
def test_a_sweep_passes_at_the_agreed_share_or_where_few_seeds_leave_it_open(seeds: tuple[tuple[int, int], ...], *, holds: bool) -> None:
    assert Coverage(seeds, 0.9).holds is holds


def test_a_world_and_its_clean_twin_are_one_cluster() -> None:
    one, other = grades(Mark.INSIDE, Mark.OUTSIDE), grades(Mark.INSIDE, Mark.INSIDE, detector=Mark.SILENT)
    assert pooled([one, one], [other, other]).coverage.seeds == ((3, 4), (3, 4))
    assert pooled([], [other]).coverage.seeds == ((2, 2),)


def test_the_closing_sentence_says_share_interval_and_seeds() -> None:
    holds = [Mark.INSIDE] * 19 + [Mark.OUTSIDE]
    said = sweep_summary(pooled([grades(*holds)] * 8, []))
    # p = .95, as wide as independent intervals have it: sqrt(.95 * .05 / 160) * 2.3646 = .0407
    assert said.startswith(
        "152 of 160 intervals hold their truth: 95.0% (95 % interval 90.9% to 99.1%; 8 seeds, each a cluster); agreed 90%."
    )
    assert said.endswith("Passed.")
    assert "one seed, so no interval for other worlds" in sweep_summary(pooled([grades(*holds)], []))


def test_decisions_stand_in_a_table_of_their_own_and_must_be_right_once_in_five_worlds() -> None:
    wrong = Graded("decision", "differentiate.source", "Source", Mark.BESIDE, "Web", truth="Events", estimated=True)
    inside = Graded("fact", "identify.f", "f", Mark.INSIDE, 0.5, 0.4, 0.6, "share", 0.5)
    worlds = [Grades(0.9, (inside, wrong))] * 5
    pool = pooled([*worlds[:4], Grades(0.9, (inside, replace(wrong, mark=Mark.RIGHT)))], [])
    tables = {head[0]: rows for head, rows in sweep_rows(pool)}
    assert [row[0] for row in tables["fact"]] == ["identify.f"]
    assert tables["decision"] == [("differentiate.source", "1 of 5", "20%")]
    assert "Decisions right: 1 of 5." in sweep_summary(pool)
    assert pool.passed
    assert pooled(worlds[:4], []).passed
    assert not pooled(worlds, []).passed
    assert "differentiate.source was never right." in sweep_summary(pooled(worlds, []))


def test_detectors_are_counted_in_faulty_and_in_clean_worlds() -> None:
    pool = pooled([grades(), grades(detector=Mark.NOT_FIRED)], [grades(detector=Mark.SILENT)])
    assert [(r.id, a, b) for r, a, b in pool.detectors()] == [("night", 1, 0)]
    assert not pool.passed
    assert ("night", "1 of 2", "0 of 1") in [row for _, rows in sweep_rows(pool) for row in rows]


def test_worlds_without_intervals_say_so_and_fail() -> None:
    pool = pooled([grades()], [])
    assert "No fact was stated with an interval" in sweep_summary(pool)
    assert not pool.passed


def test_a_rare_fault_must_show_in_one_world_of_five() -> None:
    silent = Graded("detector", "future", "Future", Mark.SILENT, truth=FIRES)
    inside = Graded("fact", "identify.f", "f", Mark.INSIDE, 0.5, 0.4, 0.6, "share", 0.5)
    worlds = [Grades(0.9, (inside, silent))] * 5
    assert pooled(worlds[:4], []).passed
    assert pooled(worlds, []).never_fired() == ["future"]
    assert not pooled(worlds, []).passed
    assert pooled([*worlds[:4], Grades(0.9, (inside, replace(silent, mark=Mark.FIRED)))], []).passed


def test_a_detector_that_no_stage_has_yet_is_shown_as_missing() -> None:
    pool = pooled([grades(detector=Mark.MISSING)], [grades(detector=Mark.MISSING)])
    assert ("night", "missing", "missing") in [row for _, rows in sweep_rows(pool) for row in rows]
