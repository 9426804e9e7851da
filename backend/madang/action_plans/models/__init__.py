"""Tables of action plans: what is written, what is said beside it, where it stands."""

from madang.action_plans.models.plans import (
    REPORT_COMPLETED,
    VERSION_KEPT,
    ActionPlan,
    ActionPlanCall,
    OwnerKind,
    PlanContributor,
    PlanEvent,
    PlanField,
    PlanPresentation,
    PlanSlot,
    PlanStatus,
    PlanVersion,
    PublicPlan,
)
from madang.action_plans.models.talk import CommentOutcome, EndorsementKind, PlanComment, PlanEndorsement

__all__ = [
    "REPORT_COMPLETED",
    "VERSION_KEPT",
    "ActionPlan",
    "ActionPlanCall",
    "CommentOutcome",
    "EndorsementKind",
    "OwnerKind",
    "PlanComment",
    "PlanContributor",
    "PlanEndorsement",
    "PlanEvent",
    "PlanField",
    "PlanPresentation",
    "PlanSlot",
    "PlanStatus",
    "PlanVersion",
    "PublicPlan",
]
