"""The API as a document: what may be asked, by OpenAPI. Kept as ``docs/reference/openapi.json`` by ``make docs``."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI

_METHODS = frozenset(("get", "put", "post", "delete", "patch"))

_ERROR = {
    "type": "object",
    "description": "What kept us from answering: docs/reference/json.md lists the codes.",
    "required": ["error"],
    "properties": {
        "error": {
            "type": "object",
            "required": ["code", "message", "hint", "place"],
            "properties": {name: {"type": "string"} for name in ("code", "message", "hint", "place")},
        },
        "current": {"description": "With 412: the version that is there now, where there is one."},
    },
}

_ERRORS = {
    "400": "Asked wrongly, or in another name than this machine's.",
    "401": "The browser has not been let in.",
    "403": "Another site's page asked.",
    "404": "What was named does not exist.",
    "412": "Somebody changed it first; nothing was written.",
    "413": "More was sent than is taken.",
    "428": "The version that the writer saw is missing (If-Match).",
    "500": "A fault, or a project that is not whole.",
    "507": "The disk is full or refuses to be written.",
}
_OF_ALL = ("400", "401", "403", "404", "413", "500")
_OF_WRITES = (*_OF_ALL, "412", "507")
_OF_VERSIONS = (*_OF_WRITES, "428")


def document(app: FastAPI) -> dict[str, Any]:
    """The document of the app's API, with our own answers instead of the framework's."""
    made = app.openapi()
    for address, methods in made["paths"].items():
        for method, operation in methods.items():
            if method in _METHODS:
                _answers(operation, method)
                operation["operationId"] = f"{method} {address}"
    schemas = made.setdefault("components", {}).setdefault("schemas", {})
    for name in ("HTTPValidationError", "ValidationError"):
        schemas.pop(name, None)
    schemas["Error"] = _ERROR
    content = {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}}
    made["components"]["responses"] = {
        status: {"description": told, "content": content} for status, told in _ERRORS.items()
    }
    return made


def _answers(operation: dict[str, Any], method: str) -> None:
    answers = operation["responses"]
    if "422" in answers and "HTTPValidationError" in str(answers["422"]):
        del answers["422"]  # we answer that with 400
    for done in answers.values():
        if done["description"] == "Successful Response":
            done["description"] = "The record."
    has_versions = any(parameter["name"].lower() == "if-match" for parameter in operation.get("parameters", ()))
    errors = _OF_VERSIONS if has_versions else _OF_ALL if method == "get" else _OF_WRITES
    for status in errors:
        answers.setdefault(status, {"$ref": f"#/components/responses/{status}"})
    operation["responses"] = dict(sorted(answers.items()))
