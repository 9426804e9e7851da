"""Where a report stands by the day, and on which days its people are reminded."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from madang.follow_up.rules.timing import ReportState, reminder_days, reminder_is_owed, state_of

OPENS, DUE = date(2020, 4, 1), date(2020, 5, 1)
DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("today", "carried_out", "opened", "complete", "state"),
    [
        (OPENS - DAY, True, False, False, ReportState.UPCOMING),
        (OPENS, True, False, False, ReportState.DUE),
        (DUE, True, True, False, ReportState.DUE),
        (DUE + DAY, True, True, False, ReportState.LATE),
        (DUE + DAY, True, False, False, ReportState.SILENT),
        (DUE + DAY, False, True, False, ReportState.NOT_BEGUN),
        (OPENS - DAY, True, True, False, ReportState.DUE),  # its days were moved after somebody had opened it
        (DUE + DAY, False, True, True, ReportState.COMPLETE),
    ],
)
def test_report_is_in_one_state(today: date, carried_out: bool, opened: bool, complete: bool, state: ReportState):
    found = state_of(opens_on=OPENS, due_on=DUE, today=today, carried_out=carried_out, opened=opened, complete=complete)
    assert found is state


def test_reminders_are_sent_before_on_and_after_the_day_each_once():
    assert reminder_days(DUE, [14, 3, 0], [0, 1]) == [date(2020, 4, 17), date(2020, 4, 28), DUE, date(2020, 5, 2)]


@pytest.mark.parametrize(
    ("today", "last", "since", "owed"),
    [
        (DUE - DAY, None, OPENS, False),  # its day has not come
        (DUE, None, OPENS, True),
        (DUE, DUE, OPENS, False),  # sent, by hand or not
        (DUE, DUE - DAY, OPENS, True),
        (DUE + 3 * DAY, None, OPENS, True),  # the worker stood still for a weekend
        (DUE + 4 * DAY, None, OPENS, False),  # too late to be of use
        (DUE + DAY, None, DUE + DAY, False),  # the period was made after that day
    ],
)
def test_reminder_is_owed_once_its_day_has_come(today: date, last: date | None, since: date, owed: bool):
    assert reminder_is_owed([DUE], today, last, since=since) is owed


@given(
    days=st.lists(st.integers(-30, 30), max_size=6),
    worked=st.lists(st.booleans(), min_size=80, max_size=80),
)
def test_whoever_owes_a_report_is_reminded_at_most_once_a_day_and_never_of_a_day_twice(
    days: list[int], worked: list[bool]
):
    reminders = reminder_days(DUE, [-day for day in days if day < 0], [day for day in days if day >= 0])
    last: date | None = None
    sent: list[date] = []
    for offset, works in enumerate(worked):
        today = DUE + timedelta(days=offset - 40)
        if works and reminder_is_owed(reminders, today, last, since=OPENS - 30 * DAY):
            last = today
            sent.append(today)
    assert len(sent) <= len(set(reminders))
    if all(worked):
        assert sent == reminders
