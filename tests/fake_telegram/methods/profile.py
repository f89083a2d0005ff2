"""What a bot is and says of itself: getMe, commands, descriptions, menu button, logOut."""

from __future__ import annotations

import json
import re
from typing import Any

from ..refusals import bad_request
from .call import Call, method

COMMAND = re.compile(r"[a-z0-9_]{1,32}")
MAX_COMMANDS = 100


@method("getMe")
def get_me(call: Call) -> Any:
    return call.bot.me()


def _scope(call: Call) -> str:
    scope = call.object("scope") or {"type": "default"}
    return json.dumps([scope, call.text("language_code")], sort_keys=True)


@method("setMyCommands")
def set_my_commands(call: Call) -> Any:
    commands = call.list("commands")
    if len(commands) > MAX_COMMANDS:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    for command in commands:
        name = str(command.get("command", "")).removeprefix("/")
        if not COMMAND.fullmatch(name):
            raise bad_request("BOT_COMMAND_INVALID")
        if not 1 <= len(str(command.get("description", ""))) <= 256:
            raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    call.bot.commands[_scope(call)] = commands
    return True


@method("getMyCommands")
def get_my_commands(call: Call) -> Any:
    return call.bot.commands.get(_scope(call), [])


@method("deleteMyCommands")
def delete_my_commands(call: Call) -> Any:
    call.bot.commands.pop(_scope(call), None)
    return True


def _text(call: Call, name: str, limit: int) -> bool:
    text = call.text(name)
    if len(text) > limit:
        raise bad_request(f"BOT_{name.upper()}_TOO_LONG")
    call.bot.texts[f"{name}:{call.text('language_code')}"] = text
    return True


@method("setMyName")
def set_my_name(call: Call) -> Any:
    return _text(call, "name", 64)


@method("setMyDescription")
def set_my_description(call: Call) -> Any:
    return _text(call, "description", 512)


@method("setMyShortDescription")
def set_my_short_description(call: Call) -> Any:
    return _text(call, "short_description", 120)


@method("getMyName")
def get_my_name(call: Call) -> Any:
    return {"name": call.bot.texts.get(f"name:{call.text('language_code')}", call.bot.first_name)}


@method("getMyDescription")
def get_my_description(call: Call) -> Any:
    return {"description": call.bot.texts.get(f"description:{call.text('language_code')}", "")}


@method("getMyShortDescription")
def get_my_short_description(call: Call) -> Any:
    return {"short_description": call.bot.texts.get(f"short_description:{call.text('language_code')}", "")}


@method("setChatMenuButton")
def set_chat_menu_button(call: Call) -> Any:
    chat_id = call.chat.id if "chat_id" in call.params else None
    call.bot.menu_buttons[chat_id] = call.object("menu_button") or {"type": "default"}
    return True


@method("getChatMenuButton")
def get_chat_menu_button(call: Call) -> Any:
    chat_id = call.chat.id if "chat_id" in call.params else None
    return call.bot.menu_buttons.get(chat_id, {"type": "default"})


@method("logOut")
def log_out(call: Call) -> Any:
    call.bot.logged_out = True
    return True


@method("close")
def close(call: Call) -> Any:
    return True
