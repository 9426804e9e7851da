"""Refusals of accounts and sign-in."""

from uuid import UUID

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
    audited = True

    def __init__(self, about: UUID | None = None) -> None:
        super().__init__("the e-mail address or the password is wrong", headers=_BEARER, about=about)


class LoginEnded(Refusal):
    """The refresh token is unknown, expired or was used before: sign in again."""

    status, code = 401, "login_ended"


class Forbidden(Refusal):
    """The caller's roles do not allow this."""

    status, code = 403, "forbidden"
    audited = True


class LoginNeeded(Refusal):
    """Only somebody who has signed in may do this, not an API token."""

    status, code = 403, "login_needed"
    audited = True


class PasswordChangeRequired(Refusal):
    """The one-time password has to be changed before anything else."""

    status, code = 403, "password_change_required"


class ForeignOrigin(Refusal):
    """A page of another origin may not use this browser's login."""

    status, code = 403, "foreign_origin"


class PasswordWeak(Refusal):
    """The new password is too short, too common, or the e-mail address itself."""

    status, code = 422, "password_weak"
    audited = True


class PasswordWrong(Refusal):
    """The present password is not right."""

    status, code = 422, "password_wrong"
    audited = True


class LinkUnknown(Refusal):
    """This link was not made here, or is for something else."""

    status, code = 404, "link_unknown"
    audited = True


class LinkUsed(Refusal):
    """This link was used already: each is good for one press."""

    status, code = 410, "link_used"


class LinkExpired(Refusal):
    """This link is too old; ask for a new one."""

    status, code = 410, "link_expired"


class LinkRevoked(Refusal):
    """This link was taken back, or replaced by a newer one."""

    status, code = 410, "link_revoked"


class CodeWrong(Refusal):
    """The typed code is not right or no longer good; it is not said whether the address is known."""

    status, code = 422, "code_wrong"
    audited = True


class SecondFactorRequired(Refusal):
    """The account asks for a code of its second factor; `ticket` goes with it to `/auth/second-factor`."""

    status, code = 401, "second_factor_required"


class SecondFactorSetupRequired(Refusal):
    """This installation wants a second factor of everybody with this role; add one under `/me/second-factor`."""

    status, code = 403, "second_factor_setup_required"


class TicketExpired(Refusal):
    """The ticket of a sign-in is too old, or the account changed meanwhile: begin again."""

    status, code = 401, "ticket_expired"


class FreshLoginNeeded(Refusal):
    """What could take the account away from its owner needs a sign-in of the last fifteen minutes; sign in again."""

    status, code = 403, "fresh_login_needed"
    audited = True


class ScopeTooWide(Refusal):
    """Nobody gives away more than they have: an API token, or the role of an invitation."""

    status, code = 403, "scope_too_wide"
    audited = True


class TokenOver(Refusal):
    """The API token is revoked, expired or replaced already."""

    status, code = 409, "token_over"


class InvitationOver(Refusal):
    """The invitation is accepted or taken back already."""

    status, code = 409, "invitation_over"


class LastAdministrator(Refusal):
    """Somebody has to be left who can look after the installation."""

    status, code = 409, "last_administrator"


class TooManyAttempts(Refusal):
    """Too many attempts lately, most of them wrong; `Retry-After` says when to try again."""

    status, code = 429, "too_many_attempts"
