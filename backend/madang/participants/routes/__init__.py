"""Routes of participants."""

from fastapi import APIRouter

from madang.participants.routes import decisions, forms, own

router = APIRouter()
for part in (own, forms, decisions):
    router.include_router(part.router)
