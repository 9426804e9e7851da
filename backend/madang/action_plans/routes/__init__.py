"""Routes of action plans: for whoever writes one (`/me/action-plans`), and for organisers."""

from fastapi import APIRouter

from madang.action_plans.routes import life, passing_on, publication, talk

router = APIRouter()
for part in (life, talk, passing_on, publication):
    router.include_router(part.router)
