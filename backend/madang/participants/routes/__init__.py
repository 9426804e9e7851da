"""Participants: members of delegations, forms, registrations, lists, requirements, sensitive details, visas."""

from fastapi import APIRouter

from madang.participants.routes import (
    decisions,
    forms,
    lists,
    members,
    messages,
    own,
    own_requirements,
    requirements,
    sensitive,
    transfers,
    visa,
)

router = APIRouter()
for part in (transfers, messages, requirements, lists, own_requirements):
    router.include_router(part.router, prefix="/api/v1")
for part in (own, forms, decisions, members, sensitive, visa):
    router.include_router(part.router)
