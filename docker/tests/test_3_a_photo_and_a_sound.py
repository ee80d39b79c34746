"""The main job through nginx: sign in, drop a photo and a sound, hear of the answers."""

import json
from typing import Any

import pytest
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from compose import ROOT, Stack

EXAMPLES = ROOT / "frontend" / "public" / "examples"


def ask(stack: Stack, name: str) -> dict[str, Any]:
    with (EXAMPLES / name).open("rb") as file:
        answer = stack.browser().post(
            f"{stack.url}/api/v1/predictions", files={"file": file}, headers={"Prefer": "wait=30"}, timeout=60
        )
    assert answer.status_code == 201, answer.text
    prediction: dict[str, Any] = answer.json()
    return prediction


def test_a_photo_is_answered(stack: Stack) -> None:
    assert ask(stack, "cat.jpg")["output"]["labels"][0]["label"] == "cat"


def test_a_sound_is_answered(stack: Stack) -> None:
    assert ask(stack, "stop.opus")["output"]["text"] == "STOP"


def test_the_answer_comes_over_the_websocket(stack: Stack) -> None:
    browser = stack.browser()
    cookies = "; ".join(f"{name}={value}" for name, value in browser.cookies.items())
    address = f"ws://127.0.0.1:{stack.port}/ws/v1/events"
    with connect(address, additional_headers={"Cookie": cookies, "Origin": stack.url}) as socket:
        prediction = ask(stack, "moose.jpg")["id"]
        while True:
            message = json.loads(socket.recv(timeout=30))
            data = message.get("data", {})
            if data.get("id") == prediction and data["status"] == "succeeded":
                break
    assert message["type"] == "prediction.updated"


def test_a_page_of_another_origin_gets_no_websocket(stack: Stack) -> None:
    cookies = "; ".join(f"{name}={value}" for name, value in stack.browser().cookies.items())
    headers = {"Cookie": cookies, "Origin": "https://elsewhere.example"}
    with pytest.raises(InvalidStatus), connect(f"ws://127.0.0.1:{stack.port}/ws/v1/events", additional_headers=headers):
        pass


def test_the_input_comes_back_as_it_went_in(stack: Stack) -> None:
    prediction = ask(stack, "cat.jpg")
    answer = stack.browser().get(stack.url + prediction["input"]["url"], timeout=20)
    assert answer.content == (EXAMPLES / "cat.jpg").read_bytes()
