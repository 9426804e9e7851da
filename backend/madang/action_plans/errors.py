"""Refusals of action plans."""

from madang.core.errors import Refusal


class FieldsInvalid(Refusal):
    """Fields of a plan cannot take these values, or there are no such fields; `errors` points to each, by its path."""

    status, code = 422, "fields_invalid"


class FieldsChanged(Refusal):
    """Somebody else changed the same fields since they were read; nothing was saved.

    `current` has the plan's `revision` and the `conflicts`: each with the `path` that was sent, the path where the
    other change stands (`stands_at`: the same, a row above that was removed, or a field of the row that was to be
    removed), its `value`, by whom and when. Sending the rest again saves it; sending a field again with the new
    revision as `base_revision` prefers one's own.
    """

    status, code = 409, "fields_changed"


class PlanLocked(Refusal):
    """The fields of a plan change while it is a draft and while it is implemented, not at any other time."""

    status, code = 409, "plan_locked"
