"""The commands of `ovop-bot`, one file for each thing a person at a terminal wants."""

import typer

from bot.commands import asking, doctor, inbox, indexing, instrument, measuring, searching, serving, staff

app = typer.Typer(name="ovop-bot", help="Asisten OVOP: answers owners of small industries, with sources.", no_args_is_help=True)
app.command()(serving.serve)
app.command()(asking.ask)
app.command()(asking.chat)
app.command()(searching.search)
app.command()(indexing.index)
app.command()(measuring.evaluate)
app.command()(doctor.doctor)
app.add_typer(inbox.app, name="inbox")
app.add_typer(instrument.app, name="instrument")
app.add_typer(staff.app, name="staff")
app.add_typer(staff.audit, name="audit")

__all__ = ["app"]
