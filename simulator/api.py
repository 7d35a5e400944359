"""One call of the Bot API from its parameters to its answer, the same with and without sockets."""

import json
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from simulator.errors import ApiError
from simulator.faults import Fault, FaultKind
from simulator.methods import run_method
from simulator.model import BotCall, Json, UploadedFile
from simulator.parameters import parameter_names, read_parameters
from simulator.world import World

logger = logging.getLogger(__name__)
MAX_UPDATES = 100
MAX_POLL_SECONDS = 50
CALL_WORDS = 120
WEBHOOK_ACTIVE = (
    "Conflict: can't use getUpdates method while webhook is active; "
    "use deleteWebhook to delete the webhook first"
)


class Delivery(StrEnum):
    """What becomes of the answer on its way to the bot."""

    ARRIVES = "arrives"
    CLOSED = "closed"
    HANGS = "hangs"


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer as it would go over the wire: HTTP status, JSON body, and whether it arrives."""

    status: int
    body: bytes
    delivery: Delivery = Delivery.ARRIVES


async def call(
    world: World,
    token: str,
    method: str,
    parameters: Mapping[str, object],
    files: Mapping[str, UploadedFile] | None = None,
) -> Answer:
    """Carry out a call. Never raises: what goes wrong comes back in the Bot API's shape."""
    if token != world.token:
        return _refused(ApiError(401, "Unauthorized"))
    fault = world.faults.take(method)
    if world.faults.network_down or (fault and fault.kind is FaultKind.UNREACHABLE):
        return Answer(0, b"", Delivery.CLOSED)
    refusal = fault.refusal() if fault is not None else None
    refusal = refusal or world.faults.busy_refusal(method, world.clock.now())
    if refusal is not None:
        return _noted(world, method, parameters, _refused(refusal))
    try:
        result = await _result(world, method, parameters, files or {})
    except ApiError as error:
        answer = _refused(error)
    except Exception:  # a fault of the simulator must look like one of Telegram's
        logger.exception("simulator failed in %s", method)
        answer = _refused(ApiError(500, "Internal Server Error"))
    else:
        answer = Answer(200, _encoded({"ok": True, "result": result}))
    if world.faults.network_down:  # it went down while a long poll was waiting
        return Answer(0, b"", Delivery.CLOSED)
    return _disturbed(_noted(world, method, parameters, answer), fault)


def _noted(world: World, method: str, parameters: Mapping[str, object], answer: Answer) -> Answer:
    """Write a call that does something into the list that the desk shows, and give its answer."""
    if not method.lower().startswith("get"):
        chat = str(parameters.get("chat_id", ""))
        text = str(parameters.get("text") or parameters.get("caption") or "")[:CALL_WORDS]
        known = int(chat) if chat.lstrip("-").isdecimal() else None
        reason = "" if answer.status == 200 else json.loads(answer.body)["description"]
        now = world.clock.now()
        world.calls.append(BotCall(now, method, known, text, answer.status, reason))
        world.publish("call", {})
    return answer


async def _result(
    world: World,
    method: str,
    parameters: Mapping[str, object],
    files: Mapping[str, UploadedFile],
) -> object:
    # A file part named like a parameter stands for that parameter, as in a plain HTML form.
    expected = parameter_names(method)
    named = [name for name in files if name in expected and name not in parameters]
    attached = {name: f"attach://{name}" for name in named}
    params = read_parameters(method, {**attached, **parameters}, strict=world.strict)
    if method.lower() == "getupdates":
        return await _get_updates(world, params)
    return run_method(world, method, params, files)


async def _get_updates(world: World, params: Json) -> list[Json]:
    if world.webhook.url:
        raise ApiError(409, WEBHOOK_ACTIVE)
    world.updates.allow(params.get("allowed_updates"))
    limit = min(max(int(params.get("limit", MAX_UPDATES)), 1), MAX_UPDATES)
    timeout = min(max(int(params.get("timeout", 0)), 0), MAX_POLL_SECONDS)
    return await world.updates.read(params.get("offset"), limit, timeout)


def _refused(error: ApiError) -> Answer:
    body: Json = {"ok": False, "error_code": error.status, "description": error.description}
    if error.parameters:
        body["parameters"] = error.parameters
    return Answer(error.status, _encoded(body))


def _disturbed(answer: Answer, fault: Fault | None) -> Answer:
    if fault is None:
        return answer
    if fault.kind is FaultKind.ACCEPT_THEN_CLOSE:
        return Answer(answer.status, answer.body, Delivery.CLOSED)
    if fault.kind is FaultKind.ACCEPT_THEN_HANG:
        return Answer(answer.status, answer.body, Delivery.HANGS)
    return Answer(answer.status, answer.body[: len(answer.body) // 2])


def _encoded(body: Json) -> bytes:
    return json.dumps(body, ensure_ascii=False).encode()
