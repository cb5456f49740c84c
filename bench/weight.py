"""What a first visit to the front page weighs: bytes and requests, in a real browser."""

import os
import shutil
from typing import Any

from bench import serving
from bench.measuring import Figure, Figures, WrongAnswer, expect
from bench.serving import Web
from bench.world import built

MOST_KILOBYTES = 75.0
MOST_REQUESTS = 10
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]


def run() -> Figures:
    world = built()
    session = serving.session_of(world.leader)
    with serving.web() as web:
        sizes = _first_visit(web, session)
    kilobytes = round(sum(sizes.values()) / 1024, 1)
    largest = max(sizes, key=lambda url: sizes[url])
    heaviest = f"{largest.rpartition('/')[2]} is {sizes[largest] / 1024:.0f} KB of them"
    return {
        "weight": Figure(
            kilobytes, f"KB of a leader's front page on a first visit; {heaviest}", MOST_KILOBYTES
        ),
        "requests": Figure(
            len(sizes), "Requests of a leader's front page on a first visit", MOST_REQUESTS
        ),
    }


def _first_visit(web: Web, session: str) -> dict[str, int]:
    """The bytes on the wire, headers too, of everything that an empty browser fetches, by URL."""
    from playwright.sync_api import sync_playwright

    front = f"http://127.0.0.1:{web.port}/"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=_chromium(), args=ARGUMENTS)
        context = browser.new_context(extra_http_headers={"X-Forwarded-Proto": "https"})
        context.add_cookies([{"name": "sessionid", "value": session, "url": front}])
        page = context.new_page()
        urls: dict[str, str] = {}
        sizes: dict[str, int] = {}
        wire = context.new_cdp_session(page)
        wire.send("Network.enable")
        wire.on("Network.requestWillBeSent", lambda sent: _remember(urls, sent))
        wire.on("Network.loadingFinished", lambda done: _weigh(urls, sizes, done))
        answer = page.goto(front, wait_until="networkidle")
        expect("status of the front page", answer and answer.status, 200)
        expect("rows with a status", page.locator(".kpi-table .status-cell").count(), 12)
        page.evaluate("document.fonts.ready.then(() => true)")
        browser.close()
    if not any(url.endswith(".css") for url in sizes):
        raise WrongAnswer(f"the page has no style sheet: {sorted(sizes)}")
    return sizes


def _remember(urls: dict[str, str], sent: dict[str, Any]) -> None:
    urls[sent["requestId"]] = sent["request"]["url"]


def _weigh(urls: dict[str, str], sizes: dict[str, int], done: dict[str, Any]) -> None:
    url = urls[done["requestId"]]
    sizes[url] = sizes.get(url, 0) + int(done["encodedDataLength"])


def _chromium() -> str:
    return os.environ.get("CHROMIUM") or shutil.which("chromium") or "/usr/bin/chromium"
