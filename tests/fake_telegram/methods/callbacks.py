"""answerCallbackQuery and answerInlineQuery: answers that must come in time and only once."""

from __future__ import annotations

from typing import Any

from ..markup import formatted
from ..refusals import bad_request
from ..wire import Json, utf16_length
from .call import Call, method
from .keyboards import inline_keyboard
from .sending import MAX_TEXT

TOO_OLD = "query is too old and response timeout expired or query ID is invalid"
INLINE_LIFETIME = 30.0
MAX_RESULTS = 50


@method("answerCallbackQuery")
def answer_callback_query(call: Call) -> Any:
    query = call.bot.callbacks.get(call.text("callback_query_id"))
    now = call.world.clock.now()
    if query is None or query.answer is not None or now - query.asked > call.world.callback_lifetime:
        raise bad_request(TOO_OLD)
    if utf16_length(call.text("text")) > 200:
        raise bad_request("MESSAGE_TOO_LONG")
    query.answer = {k: v for k, v in call.params.items() if k != "callback_query_id"}
    call.world.changed.notify_all()
    return True


@method("answerInlineQuery")
def answer_inline_query(call: Call) -> Any:
    record = call.bot.inline_queries.get(call.text("inline_query_id"))
    now = call.world.clock.now()
    if record is None or record["answer"] is not None or now - record["asked"] > INLINE_LIFETIME:
        raise bad_request(TOO_OLD)
    results = call.list("results")
    if len(results) > MAX_RESULTS:
        raise bad_request("RESULTS_TOO_MUCH")
    ids = [str(result.get("id", "")) for result in results]
    if len(set(ids)) != len(ids):
        raise bad_request("RESULT_ID_DUPLICATE")
    for result in results:
        _check(result)
    answer: Json = {"results": results, "cache_time": call.number("cache_time", 300)}
    answer |= {"is_personal": call.flag("is_personal"), "until": now + call.number("cache_time", 300)}
    if button := call.object("button"):
        answer["button"] = button
    record["answer"] = answer
    key = (record["query"], "", record["from"] if answer["is_personal"] else None)
    call.bot.inline_cache[key] = answer
    call.world.changed.notify_all()
    return True


def _check(result: Json) -> None:
    if not 1 <= len(str(result.get("id", "")).encode()) <= 64:
        raise bad_request("RESULT_ID_INVALID")
    if not result.get("type"):
        raise bad_request('can\'t parse inline query result: Field "type" must be non-empty')
    if result["type"] == "article":
        if not result.get("title"):
            raise bad_request("can't parse inline query result: Can't find field \"title\"")
        content = result.get("input_message_content") or {}
        text, _ = formatted(str(content.get("message_text", "")), content.get("parse_mode"), content.get("entities"))
        if not text:
            raise bad_request("message text is empty")
        if utf16_length(text) > MAX_TEXT:
            raise bad_request("message is too long")
    inline_keyboard(result.get("reply_markup") or {})
