import pytest

from portal import env

NAME = "CHANCERY_TEST_VALUE"


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("1", True),
        ("true", True),
        ("Yes", True),
        (" on ", True),
        ("0", False),
        ("FALSE", False),
        ("off", False),
    ],
)
def test_flag_given_a_known_word_is_that_answer(monkeypatch, given, expected):
    monkeypatch.setenv(NAME, given)

    assert env.flag(NAME, default=not expected) is expected


def test_flag_given_another_word_says_what_to_write(monkeypatch):
    monkeypatch.setenv(NAME, "maybe")

    with pytest.raises(env.Misconfigured) as refusal:
        env.flag(NAME)

    assert str(refusal.value) == "CHANCERY_TEST_VALUE must be yes or no, and is “maybe”."


def test_flag_absent_or_empty_is_the_default(monkeypatch):
    monkeypatch.delenv(NAME, raising=False)

    absent = env.flag(NAME, default=True)
    monkeypatch.setenv(NAME, "  ")

    assert (absent, env.flag(NAME, default=True)) == (True, True)


def test_number_given_words_says_what_to_write(monkeypatch):
    monkeypatch.setenv(NAME, "80 00")

    with pytest.raises(env.Misconfigured) as refusal:
        env.number(NAME, 8000)

    assert str(refusal.value) == "CHANCERY_TEST_VALUE must be a whole number, and is “80 00”."


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ("0", "CHANCERY_TEST_VALUE must be at least 1, and is 0."),
        ("70000", "CHANCERY_TEST_VALUE must be at most 65535, and is 70000."),
    ],
)
def test_number_outside_its_bounds_names_the_bound(monkeypatch, given, sentence):
    monkeypatch.setenv(NAME, given)

    with pytest.raises(env.Misconfigured) as refusal:
        env.number(NAME, 8000, least=1, most=65535)

    assert str(refusal.value) == sentence


def test_words_are_split_at_commas_and_trimmed(monkeypatch):
    monkeypatch.setenv(NAME, " papers.example.org , ,[::1]")

    assert env.words(NAME, ["localhost"]) == ["papers.example.org", "[::1]"]


def test_folder_relative_becomes_absolute_and_is_made_for_its_owner(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv(NAME, "data here")

    found = env.folder(NAME, tmp_path / "var")

    assert (found, found.stat().st_mode & 0o777) == (tmp_path / "data here", 0o700)


def test_folder_that_cannot_be_made_is_named(monkeypatch, tmp_path):
    (tmp_path / "file").touch()
    monkeypatch.setenv(NAME, str(tmp_path / "file" / "data"))

    with pytest.raises(env.Misconfigured) as refusal:
        env.folder(NAME, tmp_path / "var")

    assert str(refusal.value) == (
        f"CHANCERY_TEST_VALUE names “{tmp_path}/file/data”, which cannot be made: Not a directory."
    )


def test_secret_from_a_file_is_its_trimmed_content(monkeypatch, tmp_path):
    (tmp_path / "key").write_text("s3cret words\n", encoding="utf-8")
    monkeypatch.setenv(f"{NAME}_FILE", str(tmp_path / "key"))

    assert env.secret(NAME, "default") == "s3cret words"


def test_secret_given_twice_is_refused(monkeypatch, tmp_path):
    monkeypatch.setenv(NAME, "one")
    monkeypatch.setenv(f"{NAME}_FILE", str(tmp_path / "key"))

    with pytest.raises(env.Misconfigured) as refusal:
        env.secret(NAME)

    assert str(refusal.value) == "Set CHANCERY_TEST_VALUE or CHANCERY_TEST_VALUE_FILE, not both."


def test_secret_file_missing_is_named(monkeypatch, tmp_path):
    file = tmp_path / "absent"
    monkeypatch.setenv(f"{NAME}_FILE", str(file))

    with pytest.raises(env.Misconfigured) as refusal:
        env.secret(NAME)

    assert str(refusal.value).startswith(f"CHANCERY_TEST_VALUE_FILE names “{file}”, which cannot be read")


def test_secret_file_empty_is_refused(monkeypatch, tmp_path):
    file = tmp_path / "empty"
    file.write_text("\n", encoding="utf-8")
    monkeypatch.setenv(f"{NAME}_FILE", str(file))

    with pytest.raises(env.Misconfigured) as refusal:
        env.secret(NAME)

    assert str(refusal.value) == f"CHANCERY_TEST_VALUE_FILE names “{file}”, which is empty."


def test_url_is_taken_apart_and_decoded(monkeypatch):
    monkeypatch.setenv(NAME, "postgres://chancery:p%40ss@db.example.org:5433/papers?sslmode=require")

    found = env.url(NAME, schemes=["postgres"])

    assert found == env.Url(
        raw="postgres://chancery:p%40ss@db.example.org:5433/papers?sslmode=require",
        scheme="postgres",
        host="db.example.org",
        port=5433,
        user="chancery",
        password="p@ss",
        path="/papers",
        options={"sslmode": "require"},
    )


def test_url_does_not_show_its_password(monkeypatch):
    monkeypatch.setenv(NAME, "redis://:hunter2@127.0.0.1:6379/0")

    assert "hunter2" not in repr(env.url(NAME, schemes=["redis"]))


def test_url_of_another_scheme_is_refused(monkeypatch):
    monkeypatch.setenv(NAME, "mysql://localhost/papers")

    with pytest.raises(env.Misconfigured) as refusal:
        env.url(NAME, schemes=["postgres", "postgresql"])

    assert str(refusal.value) == "CHANCERY_TEST_VALUE must begin with postgres:// or postgresql://."


def test_url_with_a_broken_port_is_refused(monkeypatch):
    monkeypatch.setenv(NAME, "redis://localhost:sixty/0")

    with pytest.raises(env.Misconfigured):
        env.url(NAME, schemes=["redis"])


def test_url_absent_is_nothing(monkeypatch):
    monkeypatch.delenv(NAME, raising=False)

    assert env.url(NAME, schemes=["redis"]) is None
