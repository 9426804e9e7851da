"""Use cases of the programme: each flushes and none commits.

A change is laid over what is stored, checked as a whole, and written only where it differs: changing nothing
raises no version, which is what makes loading a programme file twice harmless.
"""

from madang.programme.service.editions import create_edition, delete_edition, edition_fields, update_edition
from madang.programme.service.series import create_series, delete_series, update_series
from madang.programme.service.sessions import (
    Dropped,
    create_session,
    delete_session,
    find_dropped_options,
    find_references,
    session_fields,
    take_over_roles,
    update_session,
)
from madang.programme.service.topics import create_topic, delete_topic, topic_fields, update_topic
from madang.programme.service.venues import create_venue, delete_venue, update_venue, venue_fields

__all__ = [
    "Dropped",
    "create_edition",
    "create_series",
    "create_session",
    "create_topic",
    "create_venue",
    "delete_edition",
    "delete_series",
    "delete_session",
    "delete_topic",
    "delete_venue",
    "edition_fields",
    "find_dropped_options",
    "find_references",
    "session_fields",
    "take_over_roles",
    "topic_fields",
    "update_edition",
    "update_series",
    "update_session",
    "update_topic",
    "update_venue",
    "venue_fields",
]
