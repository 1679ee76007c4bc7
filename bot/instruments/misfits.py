"""What does not fit the format of an instrument, in plain words."""

from pydantic import ValidationError

from bot.domain.people import Language
from bot.instruments.faults import Place, Said

PLAIN = {
    "missing": "is missing; it is wanted here",
    "extra_forbidden": "is not known here; mend its spelling or take it out",
    "string_pattern_mismatch": "wants small letters, digits and hyphens only: {pattern}",
    "string_too_short": "is empty; wants words",
    "string_too_long": "is too long; wants at most {max_length} characters",
    "string_type": "wants text",
    "int_parsing": "wants a whole number",
    "float_parsing": "wants a number",
    "greater_than": "wants a number above {gt}",
    "greater_than_equal": "wants a number of at least {ge}",
    "less_than_equal": "wants a number of at most {le}",
    "finite_number": "wants a number",
    "too_short": "wants at least {min_length}",
    "enum": "wants one of: {expected}",
    "literal_error": "wants {expected}",
    "tuple_type": "wants a list",
    "dict_type": "wants words, or words under 'id:' and 'en:'",
    "model_type": "wants keys and values, such as 'format: 1'",
}


def misfits(error: ValidationError) -> Said:
    """Yield what does not fit the format, by place and in plain words."""
    for item in error.errors():
        plain = PLAIN.get(item["type"])
        what = plain.format(**item.get("ctx", {})) if plain else item["msg"].removeprefix("Value error, ")
        yield item["loc"], f"{_name(item['loc'])} {what}".strip()


def _name(place: Place) -> str:
    """Name the key; an `id` with what it belongs to, as it may be the name of a language too."""
    keys = [str(each) for each in place if not isinstance(each, int) and each != "[key]"]
    name = ".".join(keys[-2:] if keys and keys[-1] in set(Language) else keys[-1:])
    return repr(name) if name else ""
