"""The programme file of an edition."""

from fastapi import APIRouter

router = APIRouter(prefix="/editions/{edition}/programme-file", tags=["programme"])
