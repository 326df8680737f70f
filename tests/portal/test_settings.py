"""What a real installation is held to, seen from outside: each test starts the portal in an environment of its own."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PRODUCTION = {
    "PRODUCTION": "yes",
    "SECRET_KEY": "v7Jq2mXw9Zr4Tk6Yb8Nc1Ls3Hd5Gf0Pa-a-secret-for-this-test-alone",
    "BASE_URL": "https://papers.example.org",
    "BEHIND_PROXY": "yes",
}
ANSWERS = """
import json, django
django.setup()
from django.test import Client
visitor = Client(HTTP_HOST="papers.example.org")
def told(response):
    cookies = {name: {key: morsel[key] for key in ("secure", "httponly", "samesite", "path", "domain")}
               for name, morsel in response.cookies.items()}
    return {"status": response.status_code, "headers": dict(response.items()), "cookies": cookies}
print(json.dumps({
    "plain": told(visitor.get("/sign-in/")),
    "page": told(visitor.get("/sign-in/", secure=True)),
    "again": told(visitor.get("/sign-in/", secure=True)),
    "absent": told(visitor.get("/no-such-page/", secure=True)),
    "static": told(visitor.get("/static/css/base.css", secure=True)),
}))
"""


@pytest.fixture(scope="module")
def start(tmp_path_factory):
    """Run Python, or manage.py, in an environment that holds nothing but what is given."""
    data = tmp_path_factory.mktemp("data")

    def run(*command, **variables):
        kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
        env = {**kept, "DATA_DIR": str(data), "DJANGO_SETTINGS_MODULE": "portal.settings", **variables}
        return subprocess.run([sys.executable, *command], cwd=ROOT, env=env, capture_output=True, text=True)

    return run


@pytest.fixture(scope="module")
def answers(start):
    """What a production installation answers to a visitor."""
    collected = start("manage.py", "collectstatic", "--no-input", "-v", "0", **PRODUCTION)
    assert collected.returncode == 0, collected.stderr
    asked = start("-c", ANSWERS, **PRODUCTION)
    assert asked.returncode == 0, asked.stderr
    return json.loads(asked.stdout)


def test_production_passes_the_deployment_checks_without_a_warning(start):
    checked = start("manage.py", "check", "--deploy", "--fail-level", "WARNING", **PRODUCTION)

    assert (checked.returncode, checked.stdout.splitlines()[:1]) == (
        0,
        ["System check identified no issues (2 silenced)."],
    ), checked.stderr


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"SECRET_KEY": ""}, "SECRET_KEY must be set to a secret of its own before PRODUCTION starts."),
        (
            {"SECRET_KEY_FALLBACKS": "development-only-and-known-to-everybody-who-has-read-this-file"},
            "SECRET_KEY must be set to a secret of its own before PRODUCTION starts.",
        ),
        (
            {"BASE_URL": "http://papers.example.org"},
            "BASE_URL must begin with https:// before PRODUCTION starts.",
        ),
        (
            {"DEBUG": "yes"},
            "DEBUG cannot be set together with PRODUCTION: its error pages tell what they should not.",
        ),
        (
            {"DEMO": "yes"},
            "DEMO cannot be set together with PRODUCTION: demonstration accounts have known passwords.",
        ),
        ({"PRODUCTION": "perhaps"}, "PRODUCTION must be yes or no, and is “perhaps”."),
    ],
)
def test_production_wrongly_set_up_refuses_to_start_with_a_sentence(start, changed, sentence):
    refused = start("manage.py", "check", **{**PRODUCTION, **changed})

    assert (refused.returncode, refused.stderr.strip()) == (1, sentence)


@pytest.mark.parametrize(
    ("changed", "warning"),
    [
        ({"ALLOWED_HOSTS": "*"}, "portal.W001"),
        ({"BEHIND_PROXY": "no"}, "portal.W002"),
        ({"REDIS_URL": "redis://cache.example.org:6379/0"}, "portal.W003"),
    ],
)
def test_deployment_check_given_a_dangerous_value_warns(start, changed, warning):
    checked = start("manage.py", "check", "--deploy", "--fail-level", "WARNING", **{**PRODUCTION, **changed})

    assert (checked.returncode, checked.stderr.count("(portal.W")) == (1, 1)
    assert f"({warning})" in checked.stderr


def test_production_over_plain_http_redirects(answers):
    plain = answers["plain"]

    assert (plain["status"], plain["headers"]["Location"]) == (301, "https://papers.example.org/sign-in/")


@pytest.mark.parametrize("answer", ["page", "absent", "static"])
def test_production_answers_carry_every_protective_header(answers, answer):
    headers = answers[answer]["headers"]

    assert {name: headers.get(name) for name in EXPECTED} == EXPECTED


@pytest.mark.parametrize("answer", ["plain", "page", "absent", "static"])
def test_content_policy_starts_from_nothing_and_allows_nothing_inline(answers, answer):
    policy = dict(
        directive.strip().split(" ", 1)
        for directive in answers[answer]["headers"]["Content-Security-Policy"].split(";")
    )

    loosened = {name: sources for name, sources in policy.items() if sources not in {"'none'", "'self'"}}
    assert dict.fromkeys(loosened, "nonce") in ({}, {"style-src": "nonce"})
    assert all(sources.startswith("'self' 'nonce-") for sources in loosened.values())
    assert [policy[name] for name in CLOSED] == ["'none'"] * len(CLOSED)


def test_content_policy_with_a_nonce_has_another_one_each_time(answers):
    first, second = (answers[name]["headers"]["Content-Security-Policy"] for name in ("page", "again"))

    assert first != second or "'nonce-" not in first


def test_production_pages_are_private_and_static_files_are_not_cookies(answers):
    assert (answers["page"]["headers"]["Cache-Control"], answers["static"]["cookies"]) == (
        "max-age=0, no-cache, no-store, must-revalidate, private",
        {},
    )


def test_production_cookies_are_bound_to_the_host_and_hidden_from_scripts(answers):
    cookies = answers["page"]["cookies"]

    assert cookies == {
        "__Host-csrf": {"secure": True, "httponly": True, "samesite": "Lax", "path": "/", "domain": ""}
    }


def test_production_session_cookie_is_set_like_the_others(start):
    names = ("NAME", "SECURE", "HTTPONLY", "SAMESITE", "PATH", "DOMAIN")
    script = (
        "import json; from django.conf import settings;"
        f"print(json.dumps([getattr(settings, 'SESSION_COOKIE_' + name) for name in {names}]))"
    )

    told = start("-c", script, **PRODUCTION)

    assert json.loads(told.stdout) == ["__Host-session", True, True, "Lax", "/", None]


EXPECTED = {
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Referrer-Policy": "same-origin",
    "Strict-Transport-Security": "max-age=63072000; includeSubDomains; preload",
    "X-Content-Type-Options": "nosniff",
}
CLOSED = ("default-src", "object-src", "base-uri", "frame-ancestors")
