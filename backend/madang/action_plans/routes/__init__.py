"""Routes of action plans: for whoever writes one (`/me/action-plans`), and for organisers."""

from fastapi import APIRouter

from madang.action_plans.routes import presentations

router = APIRouter()
router.include_router(presentations.router)
