"""What the documents say is so."""

import re
from pathlib import Path

from typer.main import get_command

from bot.cli import app
from bot.settings import Settings
from flows.commands import COMMANDS
from flows.diagram import mermaid

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text("utf-8")


def between(name: str) -> str:
    found = re.search(rf"<!-- {name} -->\n(.*?)<!-- end of {name} -->", README, re.DOTALL)
    assert found, name
    return found[1]


def test_the_diagram_is_the_one_that_the_table_draws() -> None:
    assert between("diagram") == f"```mermaid\n{mermaid()}```\n"


def test_the_two_commands_stand_in_code_blocks_of_their_own() -> None:
    for name, end in (("chat", "goodterms chat"), ("tests", "pytest")):
        fence, command, closing = between(name).strip().splitlines()
        assert (fence, closing) == ("```sh", "```")
        assert command.endswith(end)
        assert "-c constraints.txt" in command


def test_every_setting_is_in_the_example_with_its_default() -> None:
    example = dict(re.findall(r"^#? ?([A-Z_]+)=(.*)$", (ROOT / ".env.example").read_text("utf-8"), re.MULTILINE))
    settings = {name.upper(): field.default for name, field in Settings.model_fields.items()}
    assert set(example) == set(settings)
    for name, default in settings.items():
        assert example[name] == ("" if default is None else str(default))


def test_every_command_has_a_line_of_help() -> None:
    for name, command in get_command(app).commands.items():
        assert command.help, name


def test_every_chat_command_but_start_and_help_is_named_in_the_help(books) -> None:
    told = " ".join(books["en"].wordings("help.everywhere"))
    for name in COMMANDS.keys() - {"start", "help", "back", "pause"}:
        assert f"/{name}" in told


def test_versions_are_pinned_and_no_registry_is_named() -> None:
    lines = [line for line in (ROOT / "constraints.txt").read_text("utf-8").splitlines() if not line.startswith("#")]
    assert lines
    for line in lines:
        assert re.fullmatch(r"[\w.-]+==[\w.]+", line), line


def test_every_direct_dependency_is_pinned() -> None:
    pyproject = (ROOT / "pyproject.toml").read_text("utf-8")
    wanted = {name.lower() for name in re.findall(r'^    "([\w-]+)(?:\[\w+\])?>=', pyproject, re.MULTILINE)}
    pins = (ROOT / "constraints.txt").read_text("utf-8")
    pinned = {line.split("==")[0].lower().replace("_", "-") for line in pins.splitlines()}
    assert wanted <= pinned
