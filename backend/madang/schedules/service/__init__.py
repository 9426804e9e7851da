"""Use cases of schedules."""

from madang.schedules.service.calendar_links import address_of, describe_link, find_owner, make_link, remove_link
from madang.schedules.service.helplines import describe_helpline, set_helpline
from madang.schedules.service.own import OwnSchedule, describe_schedule, gather

__all__ = [
    "OwnSchedule",
    "address_of",
    "describe_helpline",
    "describe_link",
    "describe_schedule",
    "find_owner",
    "gather",
    "make_link",
    "remove_link",
    "set_helpline",
]
