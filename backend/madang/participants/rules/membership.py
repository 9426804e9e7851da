"""How often a nominee is written to, and what an edition needs of whom. All pure."""

from datetime import timedelta

# A second press on "send" helps; a flood of mails to somebody who did not ask for any does not.
LETTERS_AT_ONCE = 3
LETTERS_COUNTED = timedelta(minutes=15)
