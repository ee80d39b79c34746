"""What nginx sends by itself, and what it passes on."""

import re

import pytest
import requests

from compose import Stack


def get(stack: Stack, path: str, **headers: str) -> requests.Response:
    return requests.get(stack.url + path, headers=headers, timeout=20)


def test_the_first_page_answers_within_a_minute_of_up(started: tuple[Stack, float]) -> None:
    assert started[1] < 60


def test_the_page_bears_the_headers_that_the_backend_puts_on_its_own_answers(stack: Stack) -> None:
    names = [
        "Content-Security-Policy",
        "Permissions-Policy",
        "X-Content-Type-Options",
        "X-Frame-Options",
        "Referrer-Policy",
        "Cross-Origin-Opener-Policy",
    ]
    page, api = get(stack, "/").headers, get(stack, "/api/v1/session").headers
    assert {name: page.get(name) for name in names} == {name: api[name] for name in names}
    assert all("," not in api[name] or name == "Permissions-Policy" for name in names), "a header was sent twice"


def test_a_deep_link_answers_with_the_page_that_is_asked_for_again_each_time(stack: Stack) -> None:
    answer = get(stack, "/history")
    assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "no-cache")
    assert answer.text == get(stack, "/").text


def test_what_has_a_hash_in_its_name_is_sent_compressed_and_kept_for_ever(stack: Stack) -> None:
    script = re.findall(r"/assets/[^\"]+\.js", get(stack, "/").text)[0]
    answer = get(stack, script, **{"Accept-Encoding": "gzip"})
    assert answer.headers["Content-Encoding"] == "gzip"
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert int(answer.headers["Content-Length"]) < len(answer.content) / 2


@pytest.mark.parametrize(
    "path",
    [
        "/assets/missing.js",
        "/api/v1/missing",
        "/metrics",
        "/admin",
        "/static/missing.css",
        "/docs",
        "/openapi.json",
        "/v2/x",
    ],
)
def test_what_is_not_there_is_a_problem_and_not_the_page(stack: Stack, path: str) -> None:
    answer = get(stack, path)
    assert (answer.status_code, answer.headers["Content-Type"]) == (404, "application/problem+json")
    problem = answer.json()
    assert (problem["code"], problem["instance"]) == ("not_found", path)
    assert problem["request_id"] == answer.headers["X-Request-ID"]


def test_a_request_that_is_too_large_is_refused_in_the_words_of_the_backend(stack: Stack) -> None:
    with requests.Session() as session:
        request = requests.Request("POST", f"{stack.url}/api/v1/predictions", data=b"x").prepare()
        request.headers["Content-Length"] = str(5 * 1024**3)
        answer = session.send(request, timeout=20)
    assert (answer.status_code, answer.json()["code"]) == (413, "too_large")


def test_the_caller_s_request_id_is_taken_through(stack: Stack) -> None:
    for path in ("/theme.js", "/api/v1/session"):
        assert get(stack, path, **{"X-Request-ID": "from-outside-1"}).headers["X-Request-ID"] == "from-outside-1"


def test_a_visitor_cannot_pass_for_another_address(stack: Stack) -> None:
    get(stack, "/api/v1/session?told=forwarded", **{"X-Forwarded-For": "203.0.113.7"})
    assert "203.0.113.7" not in stack.compose("logs", "frontend")


def test_the_admin_and_the_page_of_the_api_have_all_their_files(stack: Stack) -> None:
    browser = stack.browser()
    for page in ("/admin/", "/api/v1/docs"):
        files = set(re.findall(r"(?:href|src)=\"(/static/[^\"]+)\"", browser.get(stack.url + page, timeout=20).text))
        assert files
        for file in files:
            answer = get(stack, file)
            assert (file, answer.status_code) == (file, 200)
            assert "immutable" in answer.headers["Cache-Control"]


def test_the_log_shows_no_ticket(stack: Stack) -> None:
    get(stack, "/ws/v1/events?ticket=a-ticket-that-nobody-may-read")
    assert "a-ticket-that-nobody-may-read" not in stack.compose("logs", "frontend", "web")
