"""What mails say: one renderer a kind, in the reader's language."""

from madang.core.keys import Keyring
from madang.mails.care import CareLetters
from madang.mails.delegations import DelegationLetters
from madang.mails.notices import NoticeLetters
from madang.mails.participants import ParticipantRenderers
from madang.mails.plan_contributors import PlanContributorLetters
from madang.mails.plan_life import PlanLetters
from madang.mails.registrations import RegistrationRenderers
from madang.mails.renderers import Renderers
from madang.mails.visit_hosts import VisitHostLetters
from madang.outbox.worker import Renderer

__all__ = ["make_renderers"]


def make_renderers(keyring: Keyring, base_url: str) -> dict[str, Renderer]:
    """Return the renderer of every kind of message."""
    return {
        **Renderers(keyring, base_url).by_kind(),
        **DelegationLetters(keyring, base_url).by_kind(),
        **CareLetters(base_url).by_kind(),
        **ParticipantRenderers(base_url).by_kind(),
        **PlanContributorLetters(keyring, base_url).by_kind(),
        **NoticeLetters(keyring, base_url).by_kind(),
        **RegistrationRenderers(keyring, base_url).by_kind(),
        **VisitHostLetters(keyring, base_url).by_kind(),
        **PlanLetters(base_url).by_kind(),
    }
