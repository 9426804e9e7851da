"""Tables of accounts: who they are, how they sign in, what was mailed to them, and their tokens."""

from madang.accounts.models.accounts import (
    Account,
    EndReason,
    Login,
    RefreshToken,
    Role,
    RoleGrant,
    SignInThrottle,
)
from madang.accounts.models.api_tokens import ApiToken
from madang.accounts.models.links import Invitation, LinkPurpose, MailedLink
from madang.accounts.models.second_factor import RecoveryCode, SecondFactor

__all__ = [
    "Account",
    "ApiToken",
    "EndReason",
    "Invitation",
    "LinkPurpose",
    "Login",
    "MailedLink",
    "RecoveryCode",
    "RefreshToken",
    "Role",
    "RoleGrant",
    "SecondFactor",
    "SignInThrottle",
]
