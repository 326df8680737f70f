"""The chart of ages: every open one in one column, heights that fit, and the youngest where reading begins."""

from hypothesis import given
from hypothesis import strategies as st

from papers.implementation import ageing

numbers = st.integers(0, 100_000)
figures = st.fixed_dictionaries({f"{b.key}_{kind}": numbers for b in ageing.BANDS for kind in ageing.KINDS})


@given(figures)
def test_columns_hold_every_number_and_stay_in_the_picture(found):
    drawn = ageing.chart(found)

    assert drawn.total == sum(found.values())
    for column in drawn.columns:
        assert sum(piece.height for piece in column.pieces) <= ageing.HEIGHT + 0.5
        assert all(piece.y >= ageing.BASE - ageing.HEIGHT - 0.5 for piece in column.pieces)


def test_columns_of_nothing_have_a_scale():
    drawn = ageing.chart({})

    assert [line.value for line in drawn.scale] == [0, 1]


def test_columns_stand_the_other_way_round_where_one_reads_from_the_right():
    plain, mirrored = ageing.chart({"a0_timely": 2}), ageing.chart({"a0_timely": 2}, mirrored=True)

    assert [column.x for column in mirrored.columns] == [
        ageing.ACROSS - column.x - ageing.WIDTH for column in plain.columns
    ]
    assert mirrored.columns[0].x > mirrored.columns[-1].x


@given(st.integers(1, 10**9))
def test_ceiling_is_never_below_and_at_most_two_and_a_half_times_as_high(number):
    assert number <= ageing.ceiling(number) <= 2.5 * number
