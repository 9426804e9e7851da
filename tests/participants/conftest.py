"""A city that nominates, with its focal point."""

from typing import Any
from uuid import UUID

import httpx
import pytest
from fastapi import FastAPI

from factories.delegations import FOCAL, focal_point, invite_city, make_edition


@pytest.fixture
async def edition_id(as_organiser: httpx.AsyncClient) -> UUID:
    return await make_edition(as_organiser)


@pytest.fixture
async def city(as_organiser: httpx.AsyncClient, edition_id: UUID) -> dict[str, Any]:
    return await invite_city(as_organiser, focal_point=FOCAL)


@pytest.fixture
async def focal(app: FastAPI, edition_id: UUID, city: dict[str, Any]) -> httpx.AsyncClient:
    return await focal_point(app, edition_id)
