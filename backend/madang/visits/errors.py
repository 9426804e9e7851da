"""Refusals of visits."""

from madang.core.errors import Refusal


class HostLinkDead(Refusal):
    """This link to a host's page was replaced by a newer one, is long over, or was never made here."""

    status, code = 404, "host_link_dead"


class VisitCalledOff(Refusal):
    """The visit does not take place at this site: there is nothing to be asked or confirmed."""

    status, code = 409, "visit_called_off"
