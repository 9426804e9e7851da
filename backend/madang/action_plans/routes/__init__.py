"""Routes of action plans: for whoever writes one (`/me/action-plans`), and for organisers."""

from fastapi import APIRouter

from madang.action_plans.routes import life, passing_on, talk

router = APIRouter()
for part in (life, talk, passing_on):
    router.include_router(part.router)
