"""What `doctor` finds about Telegram: the token, how updates come, and the clock that its answers show."""

from collections.abc import AsyncIterator

from bot.commands.finding import Finding
from bot.settings import Mode, TelegramSettings
from handlers.telegram.checkup import ApiRefused, ApiUnreachable, Checkup, checkup

LATE = 10.0


async def telegram_findings(settings: TelegramSettings) -> AsyncIterator[Finding]:
    """Ask the Bot API, where a token is set."""
    token = settings.token.get_secret_value()
    if not token:
        yield Finding("telegram", well=True, words="off: put OVOP_TELEGRAM__TOKEN into .env to switch it on")
        yield _clock(None)
        return
    try:
        found = await checkup(token, settings.base_url)
    except ApiRefused:
        yield Finding("telegram", well=False, words="the token was refused: get a new one from @BotFather and set OVOP_TELEGRAM__TOKEN")
        return
    except ApiUnreachable as error:
        yield Finding("telegram", well=False, words=f"cannot be reached ({error}): check the network and OVOP_TELEGRAM__BASE_URL")
        yield _clock(None)
        return
    yield Finding("telegram", well=True, words=f"@{found.name}")
    yield _updates(found, settings)
    yield _clock(found.skew)


def _updates(found: Checkup, settings: TelegramSettings) -> Finding:
    waiting = f", {found.waiting} updates waiting" if found.waiting else ""
    if settings.mode is Mode.POLLING:
        if found.webhook:
            words = "polling is set, but Telegram calls a webhook: the next start takes it away; is another bot using this token?"
            return Finding("updates", well=False, words=words)
        return Finding("updates", well=True, words=f"by polling{waiting}")
    if not found.webhook.startswith(settings.webhook_url.rstrip("/")):
        words = "a webhook is set here, but Telegram has none or another one: the next start sets it; is another bot using this token?"
        return Finding("updates", well=False, words=words)
    if found.trouble:
        words = f"Telegram could not deliver to the webhook ({found.trouble}): check OVOP_TELEGRAM__WEBHOOK_URL, https and the proxy"
        return Finding("updates", well=False, words=words)
    return Finding("updates", well=True, words=f"by webhook{waiting}")


def _clock(skew: float | None) -> Finding:
    if skew is None:
        return Finding("clock", well=True, words="not compared: the Bot API gave no time")
    if abs(skew) < LATE:
        return Finding("clock", well=True, words="right to within seconds")
    way = "fast" if skew > 0 else "slow"
    return Finding("clock", well=False, words=f"{abs(skew):.0f} s {way}: switch on time synchronisation (timedatectl set-ntp true)")
