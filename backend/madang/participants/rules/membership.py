"""How often a nominee is written to, and what an edition needs of whom. All pure."""

from datetime import timedelta

from madang.participants.models import Registration, Requirement

# A second press on "send" helps; a flood of mails to somebody who did not ask for any does not.
LETTERS_AT_ONCE = 3
LETTERS_COUNTED = timedelta(minutes=15)


def applies(requirement: Requirement, registration: Registration) -> bool:
    """Whether an edition needs that of this person: an empty list of whom means everybody."""
    named: tuple[tuple[list[str], object], ...] = (
        (requirement.kinds, registration.kind),
        (requirement.delegation_ids, str(registration.delegation_id)),
        (requirement.nationalities, registration.nationality),
    )
    return all(not wanted or value in wanted for wanted, value in named)
