"""Telegram's HTML to text and raw entities, with its refusals: place in bytes, tag in quotes."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import NoReturn
from urllib.parse import urlsplit

from .refusals import bad_request
from .wire import Json, utf16_length, utf16_slice

KINDS = {
    "b": "bold", "strong": "bold", "i": "italic", "em": "italic", "u": "underline", "ins": "underline",
    "s": "strikethrough", "strike": "strikethrough", "del": "strikethrough", "tg-spoiler": "spoiler",
    "span": "spoiler", "code": "code", "pre": "pre", "a": "text_link", "blockquote": "blockquote",
    "tg-emoji": "custom_emoji",
}  # fmt: skip
NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
CHARACTER = re.compile(r"&(?:#x([0-9a-fA-F]+)|#([0-9]+)|(lt|gt|amp|quot));?")
TOKEN = re.compile(r"[A-Za-z0-9.-]*")
SPACE = " \t\r\n"


@dataclass(slots=True)
class _Open:
    tag: str
    start: int  # in UTF-16 units
    attributes: dict[str, str]


@dataclass(slots=True)
class Parser:
    """One run over a source; positions are characters, offsets of entities UTF-16 units."""

    source: str
    at: int = 0
    units: int = 0
    pieces: list[str] = field(default_factory=list)
    opened: list[_Open] = field(default_factory=list)
    entities: list[Json] = field(default_factory=list)

    def run(self) -> tuple[str, list[Json]]:
        """The text without tags, and its entities in the order in which they close."""
        while self.at < len(self.source):
            if self.source.startswith("</", self.at):
                self.close_tag()
            elif self.source[self.at] == "<":
                self.open_tag()
            else:
                self.character()
        if self.opened:
            self.fail(f'Can\'t find end tag corresponding to start tag "{self.opened[-1].tag}"')
        return "".join(self.pieces), self.entities

    def fail(self, reason: str, at: int | None = None) -> NoReturn:
        place = "" if at is None else _place(self.source, at)
        raise bad_request(f"can't parse entities: {reason}{place}")

    def add(self, text: str) -> None:
        self.pieces.append(text)
        self.units += utf16_length(text)

    def character(self) -> None:
        if self.source[self.at] != "&":
            end = self.at + 1
            while end < len(self.source) and self.source[end] not in "<&":
                end += 1
            self.add(self.source[self.at : end])
            self.at = end
            return
        found = CHARACTER.match(self.source, self.at)
        text = _decoded(found) if found else ""
        self.add(text or "&")
        self.at = found.end() if found and text else self.at + 1

    def peek(self) -> str:
        return self.source[self.at : self.at + 1]

    def skip_until(self, stops: str) -> str:
        start = self.at
        while self.at < len(self.source) and self.source[self.at] not in stops:
            self.at += 1
        return self.source[start : self.at]

    def skip_space(self) -> None:
        while self.at < len(self.source) and self.source[self.at] in SPACE:
            self.at += 1

    def open_tag(self) -> None:
        begin = self.at
        self.at += 1
        name = self.skip_until(SPACE + ">").lower()
        if not self.peek():
            self.fail("Unclosed start tag", begin)
        if name not in KINDS:
            self.fail(f'Unsupported start tag "{name}"', begin)
        attributes: dict[str, str] = {}
        while True:
            self.skip_space()
            if not self.peek():
                self.fail(f'Unclosed start tag "{name}"', begin)
            if self.peek() == ">":
                break
            self.attribute(name, begin, attributes)
        self.at += 1
        if name == "span" and attributes.get("class") != "tg-spoiler":
            self.fail('Tag "span" must have class "tg-spoiler"', begin)
        self.opened.append(_Open(name, self.units, attributes))

    def attribute(self, tag: str, begin: int, attributes: dict[str, str]) -> None:
        name = self.skip_until(SPACE + "=>").lower()
        if not name:
            self.fail(f'Empty attribute name in the tag "{tag}"', begin)
        self.skip_space()
        if self.peek() != "=":
            attributes[name] = ""
            return
        self.at += 1
        self.skip_space()
        quote = self.peek()
        if not quote:
            self.fail(f'Unclosed start tag "{tag}"', begin)
        if quote in "\"'":
            attributes[name] = self.quoted(quote, begin)
            return
        token = TOKEN.match(self.source, self.at)
        attributes[name] = token.group().lower() if token else ""
        start, self.at = self.at, self.at + len(attributes[name])
        if self.peek() not in (*SPACE, ">"):
            self.fail("Unexpected end of name token", start)

    def quoted(self, quote: str, begin: int) -> str:
        self.at += 1
        value = self.skip_until(quote)
        if not self.peek():
            self.fail("Unclosed start tag", begin)
        self.at += 1
        return CHARACTER.sub(lambda found: _decoded(found) or found.group(), value)

    def close_tag(self) -> None:
        begin = self.at
        if not self.opened:
            self.fail("Unexpected end tag", begin)
        self.at += 2
        name = self.skip_until(SPACE + ">").lower()
        self.skip_space()
        if self.peek() != ">":
            self.fail("Unclosed end tag", begin)
        self.at += 1
        tag = self.opened.pop()
        if name and name != tag.tag:
            self.fail(f'Unmatched end tag{_place(self.source, begin)}, expected "</{tag.tag}>", found "</{name}>"')
        if self.units > tag.start:
            covered = "".join(self.pieces)
            entity = _entity(tag, utf16_slice(covered, tag.start, self.units - tag.start))
            if entity:
                self.entities.append({**entity, "offset": tag.start, "length": self.units - tag.start})


def _place(source: str, at: int) -> str:
    return f" at byte offset {len(source[:at].encode('utf-8', 'surrogatepass'))}"


def _decoded(found: re.Match[str]) -> str:
    hexadecimal, decimal, name = found.groups()
    if name:
        return NAMED[name]
    code = int(hexadecimal, 16) if hexadecimal else int(decimal)
    return chr(code) if 0 < code < 0x10FFFF and not 0xD800 <= code < 0xE000 else ""


def _entity(tag: _Open, covered: str) -> Json:
    match tag.tag:
        case "a":
            return _link(tag.attributes.get("href") or covered)
        case "blockquote" if "expandable" in tag.attributes:
            return {"type": "expandable_blockquote"}
        case "code" if tag.attributes.get("class", "").startswith("language-"):
            return {"type": "code", "language": tag.attributes["class"].removeprefix("language-")}
        case "tg-emoji":
            return {"type": "custom_emoji", "custom_emoji_id": tag.attributes.get("emoji-id", "")}
    return {"type": KINDS[tag.tag]}


def _link(address: str) -> Json:
    """A link Telegram does not accept leaves plain text: no refusal, no entity."""
    if address.startswith("tg://user?id="):
        return {}  # a mention of a user whom the bot has not met leaves plain text too
    if "://" not in address:
        address = f"http://{address}"
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
    except ValueError:
        return {}
    if parts.scheme not in ("http", "https", "tg", "ton") or not host or " " in address:
        return {}
    if parts.scheme.startswith("http") and "." not in host and host != "localhost":
        return {}
    if parts.scheme.startswith("http") and not parts.path and not parts.query and not parts.fragment:
        address += "/"
    return {"type": "text_link", "url": address}
