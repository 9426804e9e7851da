"""All that is known of somebody, for themselves."""

from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from madang.accounts.models import Account
from madang.audit.service import record
from madang.overview import queries
from madang.overview.schemas import OwnData
from madang.participants.queries.care import list_details
from madang.participants.service.sensitive import Vault


async def take_own_data(db: AsyncSession, vault: Vault, account: Account, now: datetime) -> OwnData:
    """Return all that is stored of an account and its registrations; that it was taken is written down."""
    registrations = []
    for registration, edition in await queries.list_own_registrations(db, account.id):
        details = await list_details(db, registration.id)
        registrations.append(
            {
                "edition": edition.slug,
                **await queries.collect_registration(db, registration),
                "sensitive": [vault.open(detail).model_dump(mode="json") for detail in details],
            }
        )
    record(db, "account.data_taken", now, subject_kind="account", subject_id=account.id)
    return OwnData(
        taken_at=now,
        account=account.model_dump(mode="json", exclude={"password_hash"}),
        registrations=registrations,
        **await queries.collect_account(db, account),
    )
