"""Numbers in the format of Prometheus, read when they are asked for."""

import math
from collections.abc import Iterable, Mapping

from prometheus_client import CollectorRegistry, ProcessCollector, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from bot.delivery.watchdog import Pulse, Reading, Watchdog, measured


class _Once(Collector):
    """What was read just now."""

    def __init__(self, metrics: Iterable[Metric]) -> None:
        self._metrics = tuple(metrics)

    def collect(self) -> Iterable[Metric]:
        return self._metrics


async def metrics(watchdog: Watchdog) -> bytes:
    """Return all numbers: the vitals, what the parts of the product count, and the process."""
    pulses = await watchdog.pulses()
    found = [(reading, await measured(reading.read, math.nan)) for reading in watchdog.readings]
    registry = CollectorRegistry()
    ProcessCollector(registry=registry)
    registry.register(_Once([*_vitals(pulses), *(_family(reading, value) for reading, value in found)]))
    return generate_latest(registry)


def _vitals(pulses: tuple[Pulse, ...]) -> Iterable[Metric]:
    yield GaugeMetricFamily("ovop_ready", "1 when all vitals are well, else 0", value=float(all(pulse.is_well for pulse in pulses)))
    ages = GaugeMetricFamily("ovop_vital_age_seconds", "Age of what must not grow old", labels=["vital"])
    limits = GaugeMetricFamily("ovop_vital_limit_seconds", "The age that is still well", labels=["vital"])
    for pulse in pulses:
        ages.add_metric([pulse.name], pulse.age)
        limits.add_metric([pulse.name], pulse.limit)
    yield from (ages, limits)


def _family(reading: Reading, value: float | Mapping[str, float]) -> Metric:
    kind = CounterMetricFamily if reading.grows else GaugeMetricFamily
    family = kind(reading.name, reading.words, labels=[reading.label] if reading.label else [])
    if isinstance(value, Mapping):
        for name, number in value.items():
            family.add_metric([name], number)
    elif not reading.label:
        family.add_metric([], value)
    return family
