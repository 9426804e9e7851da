"""Refusals of study visits."""

from madang.core.errors import Refusal


class RankingClosed(Refusal):
    """This visit is not ranked at this moment: it is not opened yet, its time is over, or nothing is left to choose."""

    status, code = 409, "ranking_closed"


class OptionWithdrawn(Refusal):
    """An option that was ranked is not offered any more; `errors` says which."""

    status, code = 409, "option_withdrawn"


class NotTakingPart(Refusal):
    """This visit is not for this person: only accepted participants of its kinds take part."""

    status, code = 409, "not_taking_part"


class QuestionsFull(Refusal):
    """This person has asked as many questions about this visit as are taken."""

    status, code = 409, "questions_full"


class StageUnavailable(Refusal):
    """Ranking can be neither opened nor taken back: the visit has begun, or its time for ranking is over."""

    status, code = 409, "visit_stage_unavailable"


class VisitFull(Refusal):
    """An option has no free place; the detail says how many are on it already. `over_capacity` places one more."""

    status, code = 409, "visit_full"


class VisitNotOffered(Refusal):
    """Nobody can be placed on this option: it is withdrawn, or all its stops are cancelled."""

    status, code = 409, "visit_not_offered"


class PlanOutdated(Refusal):
    """What this plan was computed from has changed: a wish, a place, a participant or a capacity. Plan again."""

    status, code = 409, "plan_outdated"


class HostLinkDead(Refusal):
    """This link to a host's page was replaced by a newer one, is long over, or was never made here."""

    status, code = 404, "host_link_dead"


class VisitCalledOff(Refusal):
    """The visit does not take place at this site: there is nothing to be asked or confirmed."""

    status, code = 409, "visit_called_off"
