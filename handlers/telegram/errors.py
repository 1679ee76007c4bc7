"""What keeps the bot from being on Telegram at all: told to whoever runs it, never with the token in it."""


class TokenRefused(Exception):  # noqa: N818 - read as "the token was refused"
    """Telegram does not know the bot token (or the address asked is not a Bot API)."""

    def __init__(self) -> None:
        super().__init__(self.__doc__)


class WebhookRefused(Exception):  # noqa: N818 - likewise
    """Telegram does not take the address of the webhook."""

    def __init__(self, reason: str) -> None:
        """`reason` is Telegram's own, such as that it wants https."""
        super().__init__(f"{self.__doc__} {reason}")
        self.reason = reason
