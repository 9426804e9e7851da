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


class PlansNotCalled(Refusal):
    """This edition does not ask for such a plan: its organisers call for plans of trainees, of cities, or of both."""

    status, code = 409, "plans_not_called"


class PlanExists(Refusal):
    """There is such a plan already; `current` names it."""

    status, code = 409, "plan_exists"


class PlanKept(Refusal):
    """A plan that was handed in once is never deleted."""

    status, code = 409, "plan_kept"


class ContributorsFull(Refusal):
    """A plan has as many contributors as it may."""

    status, code = 409, "contributors_full"


class PlanIncomplete(Refusal):
    """A plan cannot be handed in yet; `errors` points to what is missing or wrong in it, as `/fields/<path>`."""

    status, code = 422, "plan_incomplete"


class CommentOver(Refusal):
    """A comment was settled already, by whom and how `current` says."""

    status, code = 409, "comment_settled"


class CommentsFull(Refusal):
    """A plan has as many comments as are taken."""

    status, code = 409, "comments_full"


class VersionsFull(Refusal):
    """As many versions of a plan were kept by name as are taken; steps and reports keep theirs regardless."""

    status, code = 409, "versions_full"


class EndorsementNeeded(Refusal):
    """A plan that was endorsed keeps at least one endorsement."""

    status, code = 409, "endorsement_needed"


class SuccessorUnavailable(Refusal):
    """A trainee's plan goes to somebody who has signed in and writes along or belongs to the same delegation."""

    status, code = 409, "successor_unavailable"


class PublicationNotAgreed(Refusal):
    """Whoever writes the plan has not agreed that it is published."""

    status, code = 409, "publication_not_agreed"


class VersionNotPublishable(Refusal):
    """The plan was never presented, or no such version of it was frozen since it was handed in."""

    status, code = 409, "version_not_publishable"
