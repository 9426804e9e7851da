"""What roles may do, what a password must be, how an address is compared, how long a throttle lasts. All pure."""

import re
import unicodedata
from datetime import datetime, timedelta
from enum import StrEnum

import idna
from zxcvbn import zxcvbn

from madang.accounts.models import Role

ACCESS_TOKEN_LIFE = timedelta(minutes=10)
LOGIN_IDLE = timedelta(days=14)
LOGIN_LIFE = timedelta(days=90)
ROTATION_GRACE = timedelta(seconds=10)
FRESH_LOGIN = timedelta(minutes=15)  # whoever finds an open browser later cannot take the account along
TICKET_LIFE = timedelta(minutes=5)  # between the first factor and the second

LINK_LIFE = timedelta(minutes=15)
EMAIL_CHANGE_LIFE = timedelta(hours=24)
API_TOKEN_LONGEST_LIFE = timedelta(days=366)
INVITATION_LIFE = timedelta(days=14)
PLACE_REMEMBERED = timedelta(days=90)  # a sign-in from elsewhere, or after so long, is told to the account's owner
LINKS_AT_ONCE = 3  # of one purpose to one address: a second press on "send" helps, a flood of mails does not
TRIES_OF_A_CODE = 20

PASSWORD_MIN, PASSWORD_MAX = 12, 256
PASSWORD_LONGEST_GUESS = 1024  # what is longer is wrong without being looked at
EMAIL_MAX = 320

FAILURES_REMEMBERED = timedelta(minutes=15)  # from the first of them: whoever goes on guessing prolongs nothing
FREE_FAILURES = 5  # of one address from one place: a person mistypes
FREE_FAILURES_OF_ADDRESS = 50  # from all places: nobody is to make its owner wait by a few tries
FREE_FAILURES_OF_NETWORK = 100  # a hall full of people shares one
FREE_FAILURES_OF_SITE = 300  # of a /48 (IPv6)
FREE_ASKINGS = 600  # for a mail, of one network, in the same 15 minutes: a plenary hall behind one address
FREE_INVITINGS = 30  # letters that one account has sent to others, in the same 15 minutes
LONGEST_DELAY = timedelta(minutes=1)


class Scope(StrEnum):
    """What a token may do: `resource:action`."""

    EDITIONS_WRITE = "editions:write"
    PROGRAMME_READ = "programme:read"
    PROGRAMME_WRITE = "programme:write"
    PROGRAMME_PUBLISH = "programme:publish"
    PEOPLE_READ = "people:read"
    PEOPLE_WRITE = "people:write"
    DELEGATIONS_READ = "delegations:read"
    DELEGATIONS_NOMINATE = "delegations:nominate"
    DELEGATIONS_WRITE = "delegations:write"
    PARTICIPANTS_READ = "participants:read"
    PARTICIPANTS_WRITE = "participants:write"
    PARTICIPANTS_SENSITIVE = "participants:sensitive"
    VISITS_READ = "visits:read"
    VISITS_WRITE = "visits:write"
    NOTICES_READ = "notices:read"
    NOTICES_WRITE = "notices:write"
    STAGE_WRITE = "stage:write"
    CASE_STUDIES_READ = "case_studies:read"
    CASE_STUDIES_WRITE = "case_studies:write"
    ACTION_PLANS_READ = "action_plans:read"
    ACTION_PLANS_WRITE = "action_plans:write"
    ROLES_READ = "roles:read"
    ROLES_WRITE = "roles:write"
    AUDIT_READ = "audit:read"
    INSTALLATION_READ = "installation:read"
    INSTALLATION_WRITE = "installation:write"


SCOPE_MEANING: dict[Scope, str] = {
    Scope.EDITIONS_WRITE: "Add and remove editions and series.",
    Scope.PROGRAMME_READ: "Read drafts of a programme and its releases.",
    Scope.PROGRAMME_WRITE: "Change an edition, its venues, topics and sessions.",
    Scope.PROGRAMME_PUBLISH: "Publish and withdraw releases.",
    Scope.PEOPLE_READ: "Read people and organisations.",
    Scope.PEOPLE_WRITE: "Change, merge and remove people and organisations.",
    Scope.DELEGATIONS_READ: "Read delegations; a focal point's own only.",
    Scope.DELEGATIONS_NOMINATE: "Nominate and swap members of a delegation; a focal point's own only.",
    Scope.DELEGATIONS_WRITE: "Invite cities, give them seats, change where they stand.",
    Scope.PARTICIPANTS_READ: "Read registrations and requirements; a partner only those who consented to it.",
    Scope.PARTICIPANTS_WRITE: "Decide on registrations, build the form, import, write to participants.",
    Scope.PARTICIPANTS_SENSITIVE: "Read sensitive details, each time with a reason.",
    Scope.VISITS_READ: "Read visits, preferences, who goes where, and hosts; with `participants:read` lists of buses.",
    Scope.VISITS_WRITE: "Plan visits, place people, ask hosts.",
    Scope.NOTICES_READ: "Read what people are told of changes, and who has acknowledged it.",
    Scope.NOTICES_WRITE: "Hold back, send and discard what people are told; send something urgent.",
    Scope.STAGE_WRITE: "Run what is on in the room, such as the speaker's timer.",
    Scope.CASE_STUDIES_READ: "Read calls for case studies, what was handed in, and its reviews.",
    Scope.CASE_STUDIES_WRITE: "Call for case studies, review, select and publish them.",
    Scope.ACTION_PLANS_READ: "Read action plans, their versions, comments and reports.",
    Scope.ACTION_PLANS_WRITE: "Ask for action plans, comment, return, present, rate and publish them.",
    Scope.ROLES_READ: "Read who has which role in an edition, and who is invited.",
    Scope.ROLES_WRITE: "Invite to an edition, and take roles away.",
    Scope.AUDIT_READ: "Read and export what was done in an edition.",
    Scope.INSTALLATION_READ: "Read accounts, mails and the audit log of the whole installation.",
    Scope.INSTALLATION_WRITE: "Invite administrators, disable accounts, send mails again.",
}

ROLE_SCOPES: dict[Role, frozenset[Scope]] = {
    Role.ADMINISTRATOR: frozenset(Scope),
    Role.ORGANISER: frozenset(Scope) - {Scope.EDITIONS_WRITE, Scope.INSTALLATION_READ, Scope.INSTALLATION_WRITE},
    Role.DOOR_STAFF: frozenset({Scope.PROGRAMME_READ}),
    Role.FOCAL_POINT: frozenset({Scope.DELEGATIONS_READ, Scope.DELEGATIONS_NOMINATE}),
    # What is a participant's own is under /me, where being signed in is enough.
    Role.PARTICIPANT: frozenset(),
    Role.PARTNER: frozenset({Scope.PARTICIPANTS_READ}),
}

_LONGEST_JUDGED = 32  # judging takes time that grows faster than a length; what is longer is long enough
_LEAST_SCORE = 3  # of 4: withstands ten thousand million guesses (zxcvbn)

# What would need quotes, or could end the address and begin another, in the header of a mail.
_LOCAL_PART = re.compile(r"""[^\s"(),:;<>@\[\\\]]+""")
_EMAIL_TOO_LONG = f"an e-mail address has at most {EMAIL_MAX} characters"
_DOMAIN = re.compile(r"localhost|[a-z0-9-]+(\.[a-z0-9-]+)+")


def normalise_email(text: str) -> str:
    """Return an address as it is compared: NFKC, lower case, its domain in IDNA 2008.

    Errors: ValueError when it is no address.
    """
    if len(text) > EMAIL_MAX:  # normalising takes time that grows with the square of a length
        raise ValueError(_EMAIL_TOO_LONG)
    # Lower case only: folding makes one of letters that mail servers keep apart (ß, ss). It can undo the normal form.
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text.strip()).lower())
    local, _, domain = folded.rpartition("@")
    if len(folded) > EMAIL_MAX:  # one character can become eighteen
        raise ValueError(_EMAIL_TOO_LONG)
    try:
        ascii_domain = idna.encode(domain, uts46=True).decode("ascii").lower()
    except idna.IDNAError as problem:
        raise ValueError(f"{text!r} is no e-mail address") from problem
    if not folded.isprintable() or not _LOCAL_PART.fullmatch(local) or not _DOMAIN.fullmatch(ascii_domain):
        raise ValueError(f"{text!r} is no e-mail address")
    address = f"{local}@{ascii_domain}"
    if len(address) > EMAIL_MAX:
        raise ValueError(_EMAIL_TOO_LONG)
    return address


def find_address(text: str) -> str:
    """Return an address as it is compared; empty, which no account has, for what is no address."""
    try:
        return normalise_email(text)
    except ValueError:
        return ""


def find_password_fault(password: str, email: str) -> str | None:
    """Return why a new password is refused, or None. What is easily guessed decides, not its composition.

    Source: NIST SP 800-63B §3.1.1.2.
    """
    if len(password) < PASSWORD_MIN:
        return f"a password has at least {PASSWORD_MIN} characters"
    if len(password) > PASSWORD_MAX:
        return f"a password has at most {PASSWORD_MAX} characters"
    if password.casefold() in (email, email.partition("@")[0]):
        return "a password must not be the e-mail address"
    parts = re.split(r"[\W_]+", email)
    known = [part for part in [*parts, "".join(re.split(r"[\W_]+", email.partition("@")[0]))] if len(part) > 2]
    judged = zxcvbn(password[:_LONGEST_JUDGED], user_inputs=["madang", *known])
    if judged["score"] < _LEAST_SCORE:
        why = judged["feedback"]["warning"]
        return f"this password is among the first that anybody would try{f': {why}' if why else ''}"
    return None


def wait_until(failures: int, last_failed_at: datetime, free: int = FREE_FAILURES) -> datetime:
    """Return when the next sign-in is allowed: doubling from a second after the free failures, never for long."""
    if failures <= free:
        return last_failed_at
    delay = timedelta(seconds=2 ** min(failures - free - 1, 10))
    return last_failed_at + min(delay, LONGEST_DELAY)
