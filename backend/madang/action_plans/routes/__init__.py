"""Routes of action plans: for whoever writes one (`/me/action-plans`), and for organisers."""

from fastapi import APIRouter

from madang.action_plans.routes import publication

router = APIRouter()
for part in (publication,):
    router.include_router(part.router)
