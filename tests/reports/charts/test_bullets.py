"""The geometry of the dashboard's bars: where each mark stands for a given percentage of the target."""

from decimal import Decimal

import pytest

from reports.charts.bullets import Axis, AxisLabel, TrendBar, TrendLabel, bullet, trend, trend_labels

SHORT, LONG = Axis(Decimal(125)), Axis(Decimal(250))


@pytest.mark.parametrize(
    ("percents", "limit"),
    [
        ([], 125),
        ([None, None], 125),
        ([Decimal(100), None], 125),
        ([Decimal(125)], 125),
        ([Decimal("125.0001")], 250),
        ([Decimal(50), Decimal(217)], 250),
        ([Decimal(900)], 250),
    ],
)
def test_axis_is_long_only_when_a_percentage_passes_125(percents, limit):
    assert Axis.reaching(percents) == Axis(Decimal(limit))


@pytest.mark.parametrize(
    ("axis", "percent", "x"),
    [
        (SHORT, "0", "0%"),
        (SHORT, "100", "80%"),
        (SHORT, "66.67", "53.34%"),
        (LONG, "100", "40%"),
        (LONG, "217", "86.8%"),
        (LONG, "356.7", "100%"),
        (LONG, "-4", "0%"),
    ],
)
def test_place_of_a_percentage(axis, percent, x):
    assert axis.x(Decimal(percent)) == x


def test_short_axis_names_only_zero_and_the_target():
    assert SHORT.labels == (AxisLabel("0%", "start", "0"), AxisLabel("80%", "middle", "100%"))


def test_long_axis_names_its_end_too():
    assert LONG.labels == (
        AxisLabel("0%", "start", "0"),
        AxisLabel("40%", "middle", "100% chỉ tiêu"),
        AxisLabel("100%", "end", "250%"),
    )


def test_bar_ends_at_its_percentage_and_the_tick_at_the_target():
    drawn = bullet(SHORT, Decimal(50), due=Decimal(75), late=True)

    assert (drawn.bar_width, drawn.target_x, drawn.due_x) == ("40%", "80%", "60%")
    assert (drawn.late, drawn.cut, drawn.own_aim_x, drawn.gap_xs) == (True, False, "", ())


def test_bar_beyond_the_axis_is_full_and_cut():
    drawn = bullet(LONG, Decimal("356.7"), due=Decimal(100))

    assert (drawn.bar_width, drawn.cut) == ("100%", True)


def test_bar_at_the_end_of_the_axis_is_not_cut():
    assert not bullet(LONG, Decimal(250), due=Decimal(100)).cut


def test_best_possible_figure_fills_the_axis():
    drawn = bullet(SHORT, Decimal("Infinity"), due=Decimal(100))

    assert (drawn.bar_width, drawn.cut) == ("100%", True)


@pytest.mark.parametrize("reached", [None, Decimal(0), Decimal(-3)])
def test_no_bar_without_a_figure_or_at_zero(reached):
    drawn = bullet(SHORT, reached, due=Decimal(25), segments=4)

    assert (drawn.bar_width, drawn.target_x, drawn.due_x, drawn.gap_xs) == ("", "80%", "20%", ())


def test_own_aim_stands_at_its_place_and_only_inside_the_axis():
    inside = bullet(LONG, Decimal(50), due=None, own_aim=Decimal(150))
    beyond = bullet(LONG, Decimal(50), due=None, own_aim=Decimal(300))

    assert (inside.own_aim_x, beyond.own_aim_x) == ("60%", "")


@pytest.mark.parametrize(
    ("reached", "gaps"),
    [
        (25, ()),
        (75, ("20%", "40%")),
        (100, ("20%", "40%", "60%")),
        (125, ("20%", "40%", "60%")),
    ],
)
def test_bar_of_four_reports_is_parted_inside_its_length(reached, gaps):
    assert bullet(SHORT, Decimal(reached), due=Decimal(100), segments=4).gap_xs == gaps


def test_trend_stands_on_one_line_with_the_highest_quarter_full():
    bars = trend([Decimal(13), Decimal(0), Decimal(26), None], now=2)

    assert bars == (
        TrendBar(0, 17, 13, "other"),
        TrendBar(20, 30, 0, "other"),
        TrendBar(40, 4, 26, "now"),
        TrendBar(60, 21, 9, "missing"),
    )


def test_small_figure_beside_a_large_one_stays_visible_and_a_negative_one_has_no_bar():
    heights = [bar.height for bar in trend([Decimal(1), Decimal(1000), Decimal(-5)], now=0)]

    assert heights == [2, 26, 0]


def test_trend_of_a_year_without_figures_is_all_dashed():
    assert {bar.kind for bar in trend([None] * 4, now=0)} == {"missing"}


def test_trend_labels_stand_over_the_middle_of_their_bars():
    assert trend_labels(("I", "II")) == (TrendLabel(7, "I"), TrendLabel(27, "II"))
