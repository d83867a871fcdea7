"""`goodterms chat` as a process of its own: what goes in at one end comes out at the other."""

import os
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

START = ["I agree", "Maple Grove", "1", "they gave my Tuesdays away without a word to me"]


def goodterms(*arguments: str, said: str | bytes = "", cwd: Path, **env: str) -> subprocess.CompletedProcess[str]:
    """Runs a command to its end, a minute at most."""
    data = said.encode() if isinstance(said, str) else said
    done = subprocess.run(
        [sys.executable, "-m", "bot", *arguments], input=data, capture_output=True, cwd=cwd, timeout=60,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parent.parent), **env}, check=False,
    )  # fmt: skip
    return subprocess.CompletedProcess(done.args, done.returncode, done.stdout.decode(), done.stderr.decode())


def chat(cwd: Path, *lines: str, **env: str) -> subprocess.CompletedProcess[str]:
    return goodterms("chat", said="".join(f"{line}\n" for line in lines), cwd=cwd, **env)


def test_a_fresh_machine_hears_what_this_is_before_anything_is_asked(tmp_path: Path) -> None:
    done = chat(tmp_path)
    assert done.returncode == 0
    assert done.stderr == ""
    for words in ("not legal", "never name a patient", "kept in a database", "[1] I agree"):
        assert words in done.stdout


def test_the_next_chat_goes_on_where_the_last_one_stopped(tmp_path: Path) -> None:
    chat(tmp_path, *START)
    again = chat(tmp_path, "8")
    assert "0 to 10" in again.stdout or "strong" in again.stdout
    assert "This is Good Terms" not in again.stdout
    assert "8. Then" in again.stdout or "8 is a lot" in again.stdout


def test_two_names_are_two_people(tmp_path: Path) -> None:
    chat(tmp_path, *START)
    other = goodterms("chat", "--as", "anna", said="", cwd=tmp_path)
    assert "This is Good Terms" in other.stdout


def test_numbers_and_labels_pick_choices(tmp_path: Path) -> None:
    done = chat(tmp_path, "1", "Maple", "nursing home medical director", "/status")
    assert "with Maple:" in done.stdout


def test_a_killed_chat_has_lost_nothing_that_was_answered(tmp_path: Path) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "bot", "chat"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parent.parent)},
    )  # fmt: skip
    assert process.stdin and process.stdout
    process.stdin.write(b"I agree\nMaple Grove\n")
    process.stdin.flush()
    seen = b""
    deadline = time.monotonic() + 30
    while b"[15]" not in seen and time.monotonic() < deadline:
        seen += process.stdout.read1(4096)
    process.send_signal(signal.SIGKILL)
    process.wait()
    process.stdin.close()
    process.stdout.close()
    again = chat(tmp_path, "1")
    assert "What is going on with Maple Grove" in again.stdout


def test_what_was_never_printed_is_said_first_next_time(tmp_path: Path) -> None:
    chat(tmp_path, "I agree")
    with sqlite3.connect(tmp_path / "goodterms.db") as database:
        database.execute("update messages set sent_at = null where id = (select max(id) from messages)")
    database.close()
    assert chat(tmp_path).stdout.count("What shall we call this client?") == 1


def test_forget_leaves_nothing_of_a_person(tmp_path: Path) -> None:
    chat(tmp_path, *START, "/forget", "Delete everything")
    for file in tmp_path.iterdir():
        assert b"Maple Grove" not in file.read_bytes()
    assert "This is Good Terms" in chat(tmp_path).stdout


def test_a_patients_data_is_kept_nowhere(tmp_path: Path) -> None:
    done = chat(tmp_path, *START[:3], "his date of birth is 03/14/1961 and MRN 4471882, call 312-555-0182")
    assert "identify a patient" in done.stdout or "patient’s details" in done.stdout
    for file in tmp_path.iterdir():
        content = file.read_bytes()
        assert b"4471882" not in content and b"555-0182" not in content and b"03/14/1961" not in content


@pytest.mark.parametrize(
    "said", [b"\xff\xfe\x00\n", b"no newline at the end", b"\n\n\n", b"I agree\r\nMaple\r\n", "😀\n".encode()]
)
def test_any_bytes_are_met_with_words(tmp_path: Path, said: bytes) -> None:
    done = goodterms("chat", said=said, cwd=tmp_path)
    assert done.returncode == 0
    assert done.stderr == ""


@pytest.mark.parametrize(
    ("arguments", "env", "status", "words"),
    [
        ((), {}, 2, "which command"),
        (("frobnicate",), {}, 2, "No such command"),
        (("chat", "--frob"), {}, 2, "No such option"),
        (("chat", "--as", "a b/c"), {}, 2, "--as takes"),
        (("chat",), {"DATABASE_URL": "mysql://x"}, 2, "DATABASE_URL"),
        (("chat",), {"DEFAULT_TIMEZONE": "Mars"}, 2, "DEFAULT_TIMEZONE"),
        (("chat",), {"LOG_LEVEL": "loud"}, 2, "LOG_LEVEL"),
        (("chat",), {"DATABASE_URL": "sqlite+aiosqlite:////no/such/folder/x.db"}, 1, "cannot be opened"),
    ],
)
def test_wrong_use_is_one_plain_line(tmp_path: Path, arguments: tuple, env: dict, status: int, words: str) -> None:
    done = goodterms(*arguments, cwd=tmp_path, **env)
    assert done.returncode == status
    assert words in done.stderr
    assert done.stderr.count("\n") == 1
    assert done.stdout == ""


def test_a_file_that_is_no_database_is_one_plain_line(tmp_path: Path) -> None:
    (tmp_path / "goodterms.db").write_text("this is a letter, not a database\n" * 100)
    done = chat(tmp_path)
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert "cannot be opened" in done.stderr


def test_a_database_that_somebody_else_is_writing_is_one_plain_line(tmp_path: Path) -> None:
    chat(tmp_path)
    lock = sqlite3.connect(tmp_path / "goodterms.db", isolation_level=None)
    lock.execute("begin immediate")
    try:
        done = chat(tmp_path, "I agree")
    finally:
        lock.execute("rollback")
        lock.close()
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert "locked" in done.stderr


def test_a_database_of_a_newer_release_is_one_plain_line(tmp_path: Path) -> None:
    chat(tmp_path)
    with sqlite3.connect(tmp_path / "goodterms.db") as database:
        database.execute("update alembic_version set version_num = '9999'")
    database.close()
    done = chat(tmp_path)
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert "newer release" in done.stderr


def test_the_small_commands_do_what_they_say(tmp_path: Path) -> None:
    assert "up to date" in goodterms("migrate", cwd=tmp_path).stdout
    assert goodterms("diagram", cwd=tmp_path).stdout.startswith("stateDiagram-v2")
    assert "in order" in goodterms("texts", cwd=tmp_path).stdout
    for command in ("chat", "migrate", "diagram", "texts"):
        assert goodterms(command, "--help", cwd=tmp_path).returncode == 0
