"""Tables of participants: forms and registrations, sensitive details, requirements."""

from madang.participants.models.forms import QuestionKind, Quota, RegistrationForm
from madang.participants.models.messages import OrganiserMessage
from madang.participants.models.registrations import (
    Consent,
    MemberRole,
    ParticipantKind,
    Registration,
    RegistrationEvent,
    RegistrationName,
    RegistrationStatus,
    Source,
)
from madang.participants.models.requirements import (
    Requirement,
    RequirementAnswer,
    RequirementForm,
    RequirementState,
)
from madang.participants.models.sensitive import (
    ArrangementState,
    SensitiveDetail,
    SensitiveKind,
    VisaCase,
    VisaEvent,
    VisaStatus,
)

__all__ = [
    "ArrangementState",
    "Consent",
    "MemberRole",
    "OrganiserMessage",
    "ParticipantKind",
    "QuestionKind",
    "Quota",
    "Registration",
    "RegistrationEvent",
    "RegistrationForm",
    "RegistrationName",
    "RegistrationStatus",
    "Requirement",
    "RequirementAnswer",
    "RequirementForm",
    "RequirementState",
    "SensitiveDetail",
    "SensitiveKind",
    "Source",
    "VisaCase",
    "VisaEvent",
    "VisaStatus",
]
