"""Editions with people in them, and files that they hand in, made up for tests."""

import io
import zipfile
from datetime import date
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from madang.accounts.models import Account
from madang.participants.models import Registration, RegistrationStatus
from madang.participants.service import set_names
from madang.programme.models import Edition

PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x02\x00\x00\x00\x90wS\xde"
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00\xff\xd9"


def office_file(main_part: str, *more: str) -> bytes:
    """Return a package that begins like an office document."""
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w") as package:
        for name in ("[Content_Types].xml", main_part, *more):
            package.writestr(name, "<x/>")
    return kept.getvalue()


async def make_edition(db: AsyncSession, slug: str = "harbour-2030", **more: Any) -> Edition:
    values: dict[str, Any] = {
        "title": {"en": "Harbour training"},
        "days": ["2030-05-06", "2030-05-07"],
        "starts_on": date(2030, 5, 6),
        "ends_on": date(2030, 5, 7),
        "timezone": "Asia/Seoul",
        "default_language": "en",
        "languages": ["en"],
    }
    edition = Edition(slug=slug, **values | more)
    db.add(edition)
    await db.flush()
    return edition


async def make_registration(
    db: AsyncSession, edition: Edition, account: Account | None = None, **more: Any
) -> Registration:
    email = account.email if account else "trainee1@city.example.org"
    values: dict[str, Any] = {
        "email": email,
        "email_as_typed": email,
        "account_id": account.id if account else None,
        "badge_name": "Kampala trainee 1",
        "country": "UG",
        "status": RegistrationStatus.ACCEPTED,
    }
    registration = Registration(edition_id=edition.id, **values | more)
    db.add(registration)
    await db.flush()
    await set_names(db, registration)
    return registration
