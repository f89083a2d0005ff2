"""facts/README.md, the curators' page, says what the definition, the rules and the locators are."""

from __future__ import annotations

import re
from pathlib import Path

from bot.checks import RULES
from bot.checks.locator_form import FORMS
from bot.factbase import PHRASINGS_FILE, load
from bot.factbase.loading.definition import RECORDS, SCHEMA_RULES

FACTS = Path(__file__).parents[2] / "facts"
PAGE = (FACTS / "README.md").read_text(encoding="utf-8")


def test_tables_list_every_field() -> None:
    """The tables have the rows of the definition, and no other."""
    rows = re.findall(r"^\| `.*", PAGE, flags=re.MULTILINE)

    assert rows == [
        f"| `{field.name}` | {'yes' if field.required else ''} | {field.doc} | `{field.example}` |"
        for record in RECORDS
        for field in record.fields
    ]


def test_the_list_of_rules_is_the_table_of_rules() -> None:
    """Each rule is listed with its first sentence, and nothing else is."""
    listed = dict(re.findall(r"^- `([a-z-]+)`: (.*)$", PAGE, flags=re.MULTILINE))

    documented = {rule: (find.__doc__ or "").splitlines()[0] for rule, find in RULES.items()}
    assert listed == SCHEMA_RULES | documented


def test_every_form_of_locator_is_listed() -> None:
    """The list of locators has the known forms, and no other."""
    after = PAGE.split("### Where in the source")[1].split("###")[0]

    assert re.findall(r"^- `(.*)`$", after, flags=re.MULTILINE) == list(FORMS)


def test_the_example_file_loads() -> None:
    """The file that the page begins with is a base of its own."""
    example = re.findall(r"```yaml\n(.*?)```", PAGE, flags=re.DOTALL)[0]

    assert load([("kazind.yaml", example.encode())])[1] == []


def test_topic_files_name_the_schema_for_editors() -> None:
    """Each shipped topic begins with the line that editors read."""
    topics = [path for path in sorted(FACTS.glob("*.yaml")) if path.name != PHRASINGS_FILE]

    assert topics
    first_lines = {path.name: path.read_text(encoding="utf-8").splitlines()[0] for path in topics}
    assert set(first_lines.values()) == {"# yaml-language-server: $schema=schema.json"}
