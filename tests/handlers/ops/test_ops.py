"""What operators see: alive, ready, numbers - and nothing of people."""

import asyncio

from httpx import ASGITransport, AsyncClient, Response

from bot.delivery.watchdog import Reading, Rivals, Tally, Vital, Watchdog
from handlers.ops.site import create_ops


async def got(watchdog: Watchdog, path: str) -> Response:
    async with AsyncClient(transport=ASGITransport(create_ops(watchdog)), base_url="http://ops") as client:
        return await client.get(path)


async def test_it_is_alive_whatever_its_vitals_are() -> None:
    response = await got(Watchdog((Vital("inbox", lambda: 100.0, 1.0),)), "/healthz")

    assert (response.status_code, response.text) == (200, "ok\n")


async def test_it_is_ready_while_all_vitals_are_well() -> None:
    response = await got(Watchdog((Vital("inbox", lambda: 0.5, 1.0),)), "/readyz")

    assert response.status_code == 200
    assert response.json() == {"ready": True, "vitals": {"inbox": {"well": True, "age_seconds": 0.5, "limit_seconds": 1.0}}}


async def test_it_is_not_ready_when_one_vital_is_too_old_or_cannot_be_told() -> None:
    def gone() -> float:
        raise OSError

    response = await got(Watchdog((Vital("inbox", gone, 1.0), Vital("poll", lambda: 0.0, 1.0))), "/readyz")

    assert response.status_code == 503
    assert response.json()["ready"] is False
    assert response.json()["vitals"]["inbox"] == {"well": False, "age_seconds": None, "limit_seconds": 1.0}


async def test_numbers_are_read_when_they_are_asked_for() -> None:
    rivals, sent = Rivals(), Tally()

    async def rows() -> dict[str, float]:
        await asyncio.sleep(0)
        return {"waiting": 3, "parked": 1}

    readings = (
        Reading("ovop_inbox_rows", "Updates by state", rows, label="state"),
        Reading("ovop_sent", "Messages by what became of them", lambda: sent, label="state", grows=True),
        Reading("ovop_rival_pollers", "1 while another process polls with this token", rivals.there),
    )
    watchdog = Watchdog((Vital("poll", lambda: 2.0, 60.0),), readings)
    sent.add("sent")
    rivals.meet()

    text = (await got(watchdog, "/metrics")).text

    for line in (
        "ovop_ready 1.0",
        'ovop_vital_age_seconds{vital="poll"} 2.0',
        'ovop_inbox_rows{state="waiting"} 3.0',
        'ovop_inbox_rows{state="parked"} 1.0',
        'ovop_sent_total{state="sent"} 1.0',
        "ovop_rival_pollers 1.0",
        "process_resident_memory_bytes ",
    ):
        assert f"\n{line}" in f"\n{text}"


async def test_a_number_that_cannot_be_read_hides_no_other() -> None:
    def gone() -> float:
        raise OSError

    readings = (Reading("ovop_a", "A", gone), Reading("ovop_b", "B", gone, label="state"), Reading("ovop_c", "C", lambda: 1.0))

    text = (await got(Watchdog((), readings), "/metrics")).text

    assert "ovop_a NaN" in text
    assert "ovop_c 1.0" in text
