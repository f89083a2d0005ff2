"""What passes over the wire, against aiogram's models of the Bot API: a second opinion on both sides."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

import aiogram.methods
import aiogram.types
from pydantic import BaseModel, TypeAdapter, ValidationError

from .wire import Json


@cache
def _returned(name: str) -> TypeAdapter[Any]:
    model = getattr(aiogram.methods, name)
    return TypeAdapter(model.__returning__)


@cache
def _update_kinds() -> dict[str, TypeAdapter[Any]]:
    fields = aiogram.types.Update.model_fields
    return {name: TypeAdapter(field.annotation) for name, field in fields.items() if name != "update_id"}


class Oracle:
    """Each check returns sentences about what is wrong; none is good."""

    def request(self, method: str, params: Json, files: Iterable[str]) -> list[str]:
        """Look over what a bot sends."""
        model = getattr(aiogram.methods, method[0].upper() + method[1:], None)
        if model is None:
            return [f"{method}: the oracle knows no such method"]
        given = params | {name: f"attach://{name}" for name in files if name in model.model_fields}
        return self._look(f"request {method}", model.model_validate, given)

    def result(self, method: str, result: Any) -> list[str]:
        """Look over what the fake returns."""
        return self._look(f"result of {method}", _returned(method[0].upper() + method[1:]).validate_python, result)

    def update(self, kind: str, payload: Any) -> list[str]:
        """Look over an update that the fake makes."""
        adapter = _update_kinds().get(kind)
        if adapter is None:
            return [f"update {kind}: the oracle knows no such kind"]
        return self._look(f"update {kind}", adapter.validate_python, payload)

    def _look(self, what: str, validate: Any, value: Any) -> list[str]:
        try:
            read = validate(value)
        except ValidationError as error:
            return [
                f"{what}: {'.'.join(map(str, problem['loc']))}: {problem['msg']}, not {problem['input']!r}"[:300]
                for problem in error.errors(include_url=False)
            ]
        return [f"{what}: unknown field {path}" for path in _unknown(read, "")]


def _unknown(value: Any, path: str) -> Iterator[str]:
    if isinstance(value, BaseModel):
        for name, inner in value:
            if value.model_extra and name in value.model_extra:
                yield f"{path}{name}"
            else:
                yield from _unknown(inner, f"{path}{name}.")
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from _unknown(inner, f"{path}{number}.")
