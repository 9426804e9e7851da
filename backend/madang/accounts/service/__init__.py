"""Use cases of accounts, sign-in and tokens."""

from madang.accounts.service.accounts import (
    begin_password_change,
    change_password,
    create_administrator,
    make_password_hash,
)
from madang.accounts.service.attempts import Attempt
from madang.accounts.service.logins import (
    Grant,
    TokenReused,
    begin_sign_in,
    end_login,
    prove,
    refresh_login,
    sign_out,
    start_login,
)

__all__ = [
    "Attempt",
    "Grant",
    "TokenReused",
    "begin_password_change",
    "begin_sign_in",
    "change_password",
    "create_administrator",
    "end_login",
    "make_password_hash",
    "prove",
    "refresh_login",
    "sign_out",
    "start_login",
]
