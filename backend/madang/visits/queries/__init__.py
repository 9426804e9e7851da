"""Every `select` of visits."""

from madang.visits.queries.places import Places, find_places

__all__ = ["Places", "find_places"]
