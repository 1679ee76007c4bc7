"""What comes in and what goes out, for every channel alike."""

from dataclasses import dataclass

from bot.domain.people import Address


@dataclass(frozen=True, slots=True)
class Message:
    """One text of a person.

    `key` is unique among the sender's messages (the channel's own message id): the same key again is a redelivery and gets
    the answer of the first time.
    """

    sender: Address
    text: str
    key: str


@dataclass(frozen=True, slots=True)
class Choice:
    """Something to tap. `token` is at most 24 ASCII characters and means the same after a restart; `label` is for people."""

    token: str
    label: str


@dataclass(frozen=True, slots=True)
class Prompt:
    """A text of the bot that is not an answer (welcome, help), with what can be tapped under it; `form` leads to the form."""

    text: str
    choices: tuple[Choice, ...] = ()
    form: str = ""
