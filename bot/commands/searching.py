"""`search`: retrieval alone, to measure it on our own or on foreign texts (`OVOP_KNOWLEDGE__CORPUS`)."""

import json
from pathlib import Path
from time import perf_counter
from typing import Annotated, Any

import typer
from rich.markup import escape

from bot.commands.asking import asked_for
from bot.commands.terminal import library, out, settings, told
from knowledge.answering import Answerer, Thinking
from knowledge.steps.normalise import normalise
from knowledge.steps.resolve import resolve
from knowledge.steps.retrieve import retrieve

Top = Annotated[int, typer.Option(min=1, max=200, help="How many passages.")]


def search(
    question: Annotated[str | None, typer.Argument(help="What to look for.")] = None,
    jsonl: Annotated[Path | None, typer.Option(help='Read lines {"id","q"}; print {"id","hits","ms"} for each.')] = None,
    top: Top = 10,
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """List the passages nearest to a question."""
    with told():
        asked = asked_for(question, jsonl)
        with library(settings()) as thinking:
            for row in asked:
                found = _found(thinking, row, top)
                if jsonl or as_json:
                    typer.echo(json.dumps(found, ensure_ascii=False))
                else:
                    for hit in found["hits"]:
                        out.print(f"{hit['score']:.3f}  [bold]{escape(hit['passage'])}[/]  {escape(hit['heading'])}")


def _found(answerer: Answerer, row: dict[str, Any], top: int) -> dict[str, Any]:
    begun = perf_counter()
    thinking = Thinking(answerer.library, row["q"])
    normalise(thinking)
    resolve(thinking)
    retrieve(thinking, top)
    took = round((perf_counter() - begun) * 1000, 1)
    hits = [
        {"passage": hit.passage.id, "score": round(hit.score, 4), "heading": hit.passage.wording(thinking.language).heading}
        for hit in thinking.found.hits
    ]
    return {"id": row["id"], "hits": hits, "ms": took}
