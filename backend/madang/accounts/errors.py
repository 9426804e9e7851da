"""Refusals of accounts and sign-in."""

from madang.core.errors import Refusal

_BEARER = {"WWW-Authenticate": "Bearer"}


class Unauthenticated(Refusal):
    """A valid access token is needed."""

    status, code = 401, "unauthenticated"

    def __init__(self, detail: str = "sign in first") -> None:
        super().__init__(detail, headers=_BEARER)


class SignInFailed(Refusal):
    """E-mail address and password do not go together; it is not said which is wrong."""

    status, code = 401, "sign_in_failed"

    def __init__(self) -> None:
        super().__init__("the e-mail address or the password is wrong", headers=_BEARER)


class LoginEnded(Refusal):
    """The refresh token is unknown, expired or was used before: sign in again."""

    status, code = 401, "login_ended"


class Forbidden(Refusal):
    """The caller's roles do not allow this."""

    status, code = 403, "forbidden"


class LoginNeeded(Refusal):
    """Only somebody who has signed in may do this, not an API token."""

    status, code = 403, "login_needed"


class PasswordChangeRequired(Refusal):
    """The one-time password has to be changed before anything else."""

    status, code = 403, "password_change_required"


class ForeignOrigin(Refusal):
    """A page of another origin may not use this browser's login."""

    status, code = 403, "foreign_origin"


class PasswordWeak(Refusal):
    """The new password is too short, too common, or the e-mail address itself."""

    status, code = 422, "password_weak"


class PasswordWrong(Refusal):
    """The present password is not right."""

    status, code = 422, "password_wrong"


class TooManyAttempts(Refusal):
    """Too many failed sign-ins lately; `Retry-After` says when to try again."""

    status, code = 429, "too_many_attempts"
