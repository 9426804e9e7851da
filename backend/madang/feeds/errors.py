"""Refusals of the public surface."""

from madang.core.errors import Refusal


class EditionUnknown(Refusal):
    """No edition with that slug is public and has a release."""

    status, code = 404, "edition_unknown"


class ReleaseUnknown(Refusal):
    """The edition has no release of that number."""

    status, code = 404, "release_unknown"


class SessionUnknown(Refusal):
    """The release has no session of that key."""

    status, code = 404, "session_unknown"


class FilterUnknown(Refusal):
    """Nothing in this release has that value; `errors` says where, the detail lists what there is."""

    status, code = 422, "filter_unknown"


class LanguageUnknown(Refusal):
    """The edition is not published in that language."""

    status, code = 422, "language_unknown"


class ZoneUnknown(Refusal):
    """There is no IANA time zone of that name."""

    status, code = 422, "zone_unknown"


class NotAcceptable(Refusal):
    """No format of the agenda fits the `Accept` header; `current` lists those that there are."""

    status, code = 406, "not_acceptable"


class PlanUnknown(Refusal):
    """The edition's registry has no published plan of that key."""

    status, code = 404, "plan_unknown"
