"""Routes of action plans: for whoever writes one (`/me/action-plans`), and for organisers."""

from fastapi import APIRouter

from madang.action_plans.routes import contributors, life, office, own, passing_on, presentations, publication, talk

router = APIRouter()
for part in (own, contributors, office, life, talk, passing_on, presentations, publication):
    router.include_router(part.router)
