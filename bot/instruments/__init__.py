"""Questionnaires of the self-assessment as files that an agency can replace (see `docs/instrument.md`)."""

from bot.instruments.faults import Fault, InstrumentFaulty
from bot.instruments.loading import SHIPPED, load, parse, passages, shipped

__all__ = ["SHIPPED", "Fault", "InstrumentFaulty", "load", "parse", "passages", "shipped"]
