"""Routes of action plans: for whoever writes one (`/me/action-plans`), and for organisers."""

from fastapi import APIRouter

from madang.action_plans.routes import contributors, office, own, presentations

router = APIRouter()
for part in (own, contributors, office, presentations):
    router.include_router(part.router)
