"""`ask` and `chat`: questions at the terminal."""

import asyncio
import json
import uuid
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter
from typing import Annotated, Any

import typer
from rich.markup import escape
from rich.panel import Panel

from bot.app import Services, services
from bot.commands.terminal import library, out, settings, told
from bot.domain.answer import Answer
from bot.domain.messages import Choice, Message
from bot.domain.people import Address, Channel
from bot.services.librarian import Considered, considered
from bot.settings import Settings
from knowledge.answering import Answerer


class OneOfTwo(typer.BadParameter):
    """Neither or both of a question and a file were given."""

    def __init__(self) -> None:
        super().__init__("give a question or --jsonl FILE")


class BadLine(typer.BadParameter):
    """A line of a file of questions is none."""

    def __init__(self, path: Path, number: int) -> None:
        super().__init__(f'{path.name}:{number}: wants a JSON object with "id" and "q"')


def ask(
    question: Annotated[str | None, typer.Argument(help="The question.")] = None,
    jsonl: Annotated[Path | None, typer.Option(help='Read lines {"id","q"}, one conversation each; print a line for each.')] = None,
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Answer one question, or a file of them. Nothing is kept."""
    with told():
        asked = asked_for(question, jsonl)
        with library(settings()) as thinking:
            for row in asked:
                result = _answered(thinking, row)
                if jsonl or as_json:
                    typer.echo(json.dumps(result, ensure_ascii=False))
                else:
                    _show(result)


def asked_for(question: str | None, jsonl: Path | None) -> Iterator[dict[str, Any]]:
    """Return the one question, or those of a file, as rows. Raises `OneOfTwo` for neither and for both."""
    if (question is None) == (jsonl is None):
        raise OneOfTwo
    return rows(jsonl) if jsonl else iter([{"id": "1", "q": question}])


def rows(path: Path) -> Iterator[dict[str, Any]]:
    """Yield the JSON lines of a file; a line that is none stops with its number."""
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if line.strip():
            try:
                row = json.loads(line)
                yield {"id": row["id"], "q": str(row["q"]), "before": tuple(map(str, row.get("before") or ()))}
            except (ValueError, KeyError, TypeError, AttributeError):
                raise BadLine(path, number) from None


def _answered(thinking: Answerer, row: dict[str, Any]) -> dict[str, Any]:
    begun = perf_counter()
    thought = considered(thinking.answer(row["q"], row.get("before", ())))
    took = round((perf_counter() - begun) * 1000, 1)
    return {"id": row["id"], "outcome": thought.outcome, "text": thought.text, "citations": _citations(thought), "ms": took} | {
        "choices": [choice.label for choice in thought.choices]
    }


def _citations(thought: Considered | Answer) -> list[dict[str, str]]:
    return [
        {"label": c.label, "title": c.title, "status": c.status, "locator": c.locator, "quote": c.quote, "url": c.url, "passage": c.passage}
        for c in thought.citations
    ]


def _show(result: dict[str, Any]) -> None:
    out.print(Panel(escape(result["text"]), title=str(result["outcome"]), title_align="left", width=min(out.width, 80)))
    for cited in result["citations"]:
        out.print(f"  [bold]{escape(cited['label'])}[/] ({escape(cited['status'])}) {escape(cited['title'])}\n  {escape(cited['url'])}")
    for number, label in enumerate(result["choices"], 1):
        out.print(f"  {number}. {escape(label)}", style="cyan")


def chat() -> None:
    """Talk to the bot in the terminal; a number taps a choice, an empty line ends."""
    with told():
        chosen = settings()
        with library(chosen) as thinking:
            asyncio.run(_chat(chosen, thinking))


async def _chat(chosen: Settings, thinking: Answerer) -> None:
    me = Address(Channel.TERMINAL, "here")
    choices: tuple[Choice, ...] = ()
    async with services(chosen, thinking) as does:
        out.print(escape((await does.introduce.welcome(me)).text))
        while text := (await asyncio.to_thread(_typed)).strip():
            tapped = choices[int(text) - 1].token if text.isdigit() and 0 < int(text) <= len(choices) else None
            answer = await _reply(does, me, text, tapped)
            choices = answer.choices
            _show(
                {
                    "outcome": answer.outcome,
                    "text": answer.text,
                    "citations": _citations(answer),
                    "choices": [choice.label for choice in choices],
                }
            )


def _typed() -> str:
    try:
        return out.input("[bold]> [/]")
    except EOFError:
        return ""


async def _reply(does: Services, me: Address, text: str, tapped: str | None) -> Answer:
    key = uuid.uuid4().hex
    if tapped:
        return (await does.ask.follow(me, tapped, key)).answer
    return await does.ask(Message(me, text, key))
