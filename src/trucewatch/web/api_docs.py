"""What programs can read: every operation of the API, told from its own schema."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from trucewatch.api.routes import api


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter of an operation."""

    name: str
    place: str
    kind: str
    words: str
    is_required: bool


@dataclass(frozen=True, slots=True)
class Operation:
    """One address that can be asked, with its parameters and what it answers."""

    key: str
    path: str
    summary: str
    words: str
    is_open: bool
    parameters: list[Parameter]
    answers: list[tuple[str, str]]


@require_safe
def docs(request: HttpRequest) -> HttpResponse:
    """The operations as a page that needs nothing from outside."""
    schema = api.get_openapi_schema()
    operations = [
        _operation(path, asked) for path, item in schema["paths"].items() for asked in item.values()
    ]
    return render(request, "api/docs.html", {"operations": operations, "title": schema["info"]})


def missing(request: HttpRequest, rest: str) -> HttpResponse:
    """What is no address of the API, in the API's own words."""
    reason = _("There is nothing here that you may see.")
    return JsonResponse({"reason": reason, "field": ""}, status=404)


def _operation(path: str, asked: dict[str, Any]) -> Operation:
    return Operation(
        key=asked["operationId"],
        path=path,
        summary=asked["summary"],
        words=asked.get("description", ""),
        is_open={} in asked.get("security", []),
        parameters=[_parameter(one) for one in asked.get("parameters", [])],
        answers=[(str(status), _answer(told)) for status, told in asked["responses"].items()],
    )


def _parameter(told: dict[str, Any]) -> Parameter:
    schema = told.get("schema", {})
    kinds = [schema, *schema.get("anyOf", [])]
    words = [str(kind.get("format") or kind.get("type") or "") for kind in kinds]
    choices: list[Any] = next((kind["enum"] for kind in kinds if "enum" in kind), [])
    kind = " | ".join(map(str, choices)) or next((w for w in words if w and w != "null"), "")
    return Parameter(
        told["name"], told["in"], kind, told.get("description", ""), bool(told.get("required"))
    )


def _answer(told: dict[str, Any]) -> str:
    """The name of what is answered, or the media types of a file."""
    content = told.get("content", {})
    names = {
        str(kind.get("schema", {}).get("$ref", "")).rpartition("/")[2] for kind in content.values()
    } - {""}
    return ", ".join(sorted(names)) or ", ".join(content)
