"""`/healthz`, `/readyz` and `/metrics`."""

import math

from prometheus_client import CONTENT_TYPE_LATEST
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from bot.delivery.watchdog import Pulse, Watchdog
from handlers.ops.metrics import metrics

UNREADY = 503


def create_ops(watchdog: Watchdog) -> Starlette:
    """Return the site for operators. Nobody is asked who they are: bind it to an address that only they reach."""

    async def healthz(_request: Request) -> Response:
        """Say that the event loop turns: whoever gets no answer in time starts the process again."""
        return PlainTextResponse("ok\n")

    async def readyz(_request: Request) -> Response:
        """Say whether work flows, and of each vital how it is."""
        pulses = await watchdog.pulses()
        return JSONResponse(_told(pulses), 200 if all(pulse.is_well for pulse in pulses) else UNREADY)

    async def measured(_request: Request) -> Response:
        return Response(await metrics(watchdog), media_type=CONTENT_TYPE_LATEST)

    return Starlette(routes=[Route("/healthz", healthz), Route("/readyz", readyz), Route("/metrics", measured)])


def _told(pulses: tuple[Pulse, ...]) -> dict[str, object]:
    """Return words for a person and for a program; JSON has no infinity, so an age that cannot be told is null."""
    return {
        "ready": all(pulse.is_well for pulse in pulses),
        "vitals": {
            pulse.name: {
                "well": pulse.is_well,
                "age_seconds": round(pulse.age, 1) if math.isfinite(pulse.age) else None,
                "limit_seconds": pulse.limit,
            }
            for pulse in pulses
        },
    }
