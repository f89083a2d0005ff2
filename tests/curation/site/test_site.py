"""Tests of the exported page in a real browser: it opens, is searched, is read on a phone, and prints."""

from __future__ import annotations

import base64
import datetime as dt
import re
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from selenium import webdriver
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.ui import WebDriverWait

from bot.curation.site import build_page
from bot.messages import replies as replies_words
from tests.curation.bases import FACTS, small_base

TODAY = dt.date(2026, 11, 24)
PHONE = {"width": 390, "height": 844, "deviceScaleFactor": 2, "mobile": True}
OVERDUE = "    review_by: 2020-01\n    status: planned\n"
MORE = """
  - id: tandem-2018-days
    question: How long was <TANDEM> 2018?
    claims:
      - {answer: 10 days, sources: [paper p. 1], as_of: 2018}
      - {answer: 14 days, sources: [radio], as_of: 2019}
"""


def facts(address: str) -> str:
    """Write a base that cites an address."""
    text = FACTS.replace("published: 2019-01-02}", f'published: 2019-01-02, url: "{address}/paper"}}', 1)
    radio = (
        '  radio: {title: "R </script><script>", publisher: R, accessed: 2020, url: "https://radio.example/?a=1&b=2"}\n'
    )
    return text.replace("facts:\n", f"{radio}facts:\n", 1) + MORE + OVERDUE


@contextmanager
def listening() -> Iterator[tuple[str, list[str]]]:
    """Serve pages here, and list what was asked for."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            body = b"<title>the paper</title>"
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", asked
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture(scope="module", name="browser")
def _browser() -> Iterator[webdriver.Chrome]:
    """Open a browser without a window."""
    program, driver = shutil.which("chromium"), shutil.which("chromedriver")
    if program is None or driver is None:
        pytest.skip("needs a browser: on Debian the packages chromium and chromium-driver")
    options = webdriver.ChromeOptions()
    options.binary_location = program
    for argument in ("--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu", "--lang=en"):
        options.add_argument(argument)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    with webdriver.Chrome(options=options, service=Service(driver)) as browser:
        yield browser


@pytest.fixture(name="page")
def _page(browser: webdriver.Chrome, tmp_path: Path) -> Iterator[tuple[webdriver.Chrome, list[str]]]:
    """Open the page from a file on a phone, and list what its server was asked for."""
    with listening() as (address, asked):
        file = tmp_path / "facts.html"
        file.write_text(build_page(small_base(facts(address)), TODAY, "Briefing & facts"), "utf-8")
        browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", PHONE)
        browser.get(file.as_uri())
        yield browser, asked
        errors = browser.get_log("browser")  # type: ignore[no-untyped-call]
        assert errors == [], "what the page did is against its own policy, or an error"


def shown(browser: webdriver.Chrome) -> list[str]:
    """List the facts that can be seen, from top to bottom."""
    seen = [article for article in browser.find_elements(By.TAG_NAME, "article") if article.is_displayed()]
    return [str(article.get_attribute("id")) for article in sorted(seen, key=lambda each: each.location["y"])]


def told(browser: webdriver.Chrome) -> str:
    """Read what the page says of the search."""
    return browser.find_element(By.ID, "told").text


def search(browser: webdriver.Chrome, text: str) -> WebElement:
    """Type into the field."""
    field = browser.find_element(By.ID, "q")
    field.clear()
    field.send_keys(text)
    return field


def test_it_opens(page: tuple[webdriver.Chrome, list[str]]) -> None:
    """All facts that hold are there, each with its source and day; nothing was asked of any server."""
    browser, asked = page
    article = browser.find_element(By.ID, "tandem-2018-place").text

    assert browser.title == "Briefing & facts"
    assert len(shown(browser)) == 7
    assert told(browser) == "7 facts"
    assert article.splitlines() == [
        "Where was TANDEM 2018 held?",
        "In Otar.",
        "as of 2 January 2019",
        "The third TANDEM, The Paper, 2 January 2019",
    ]
    assert asked == []


def test_flags_and_disputes_are_shown(page: tuple[webdriver.Chrome, list[str]]) -> None:
    """A plan, a review that is due and each claim of a dispute are told; what a file holds is text, not markup."""
    browser, _ = page
    article = browser.find_element(By.ID, "tandem-2018-days").text

    assert "How long was <TANDEM> 2018?\nSources disagree:\n10 days\nas of 2018\n" in article
    assert "R </script><script>, R, accessed 2020" in article
    assert "planned: announced, not confirmed to have happened" in article
    assert replies_words.OVERDUE.format(date="January 2020") in article


SEARCHES = [
    ("otar", ["tandem-2018-place"], "1 fact"),
    ("wher was tandme 2018 hled", ["tandem-2018-place"], ""),  # slips in three words
    ("reshetnew", ["saryarka-maker"], "1 fact"),
    ("ТАНДЕМ 2019", ["tandem-2019-place"], "1 fact"),
    ("parade", ["parade-absence"], "1 fact"),
    ("xyzzy", [], "No fact has any of these words."),
]


@pytest.mark.parametrize(("text", "first", "message"), SEARCHES)
def test_a_search(text: str, first: list[str], message: str, page: tuple[webdriver.Chrome, list[str]]) -> None:
    """What is typed, with slips or in another script, brings the fact to the top."""
    browser, _ = page
    search(browser, text)

    assert shown(browser)[:1] == first
    assert message in told(browser)


def test_another_year_is_not_the_same(page: tuple[webdriver.Chrome, list[str]]) -> None:
    """A year that no fact has is not taken for one that differs by a digit; the page says so."""
    browser, _ = page
    search(browser, "tandem 2017 place")

    assert told(browser) == "No fact has all of these words; these come nearest."


def test_the_search_is_taken_back(page: tuple[webdriver.Chrome, list[str]]) -> None:
    """With an empty field all facts are there again, in their order; Enter sends nothing anywhere."""
    browser, asked = page
    before = shown(browser)
    search(browser, "otar").submit()
    assert shown(browser) != before
    search(browser, "x").send_keys("\b")

    assert shown(browser) == before
    assert asked == []


def test_a_source_is_followed(page: tuple[webdriver.Chrome, list[str]]) -> None:
    """A tap on a source opens it in a tab of its own, without telling it where from."""
    browser, asked = page
    here = browser.current_window_handle
    link = browser.find_element(By.CSS_SELECTOR, "#tandem-2018-place .sources a")
    assert link.get_attribute("rel") == "noopener noreferrer"
    browser.execute_script("arguments[0].scrollIntoView({block: 'center'})", link)
    link.click()
    WebDriverWait(browser, 10).until(lambda _: len(browser.window_handles) == 2)
    browser.switch_to.window(next(window for window in browser.window_handles if window != here))
    WebDriverWait(browser, 10).until(lambda _: browser.title == "the paper")
    browser.close()
    browser.switch_to.window(here)

    assert asked[0] == "/paper"


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_it_is_as_wide_as_the_screen(width: int, page: tuple[webdriver.Chrome, list[str]]) -> None:
    """Nothing has to be scrolled sideways, and the field is large enough for a finger."""
    browser, _ = page
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", {**PHONE, "width": width})

    assert browser.execute_script("return document.documentElement.scrollWidth") <= width
    assert browser.find_element(By.ID, "q").size["height"] >= 44


def test_the_print_view(page: tuple[webdriver.Chrome, list[str]]) -> None:
    """On paper there is no search, addresses are written out, and what was found is what is printed."""
    browser, _ = page
    search(browser, "otar")
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    address = browser.find_element(By.CSS_SELECTOR, "#tandem-2018-place .address")
    is_seen = [browser.find_element(By.CSS_SELECTOR, name).is_displayed() for name in (".search", "nav", "h1")]
    printed = base64.b64decode(browser.execute_cdp_cmd("Page.printToPDF", {})["data"])
    text = address.text
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": ""})

    assert is_seen == [False, False, True]
    assert re.fullmatch(r"— http://127\.0\.0\.1:\d+/paper", text)
    assert printed.startswith(b"%PDF")
    assert len(re.findall(rb"/Type\s*/Page\b", printed)) == 1


def test_without_script_all_is_there() -> None:
    """The facts stand in the page itself, and no address in it is loaded."""
    html = build_page(small_base(facts("http://paper.example")), TODAY)
    body = html.split("<script", 1)[0]

    assert body.count("<article") == 7
    assert '<form class="search" role="search" hidden>' in body
    assert re.findall(r"<(?:link|img|iframe|script)[^>]*(?:src|href)=", html) == []
    assert "default-src 'none'" in body
    assert "sourceMappingURL" not in html
    assert 'href="https://radio.example/?a=1&amp;b=2"' in body
