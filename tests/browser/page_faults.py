"""What every page is held to, at desktop and at phone width: it fits, fingers find its targets, axe finds nothing.

A page is loaded once and its window is narrowed: its layout is a matter of its style sheets alone.
"""

from collections.abc import Iterable

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.browser.conftest import DESKTOP, PHONE

AXE = Axe()
RUN = """apartFrom => axe.run({exclude: apartFrom}, {resultTypes: ['violations']}).then(found => found.violations)"""
SIDEWAYS = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
# Links inside a sentence, and the labels beside a tick, are as high as their line (WCAG 2.2, 2.5.8); the printed
# report is paper.
SMALL_TARGETS = """() => [...document.querySelectorAll('main a, main button, main summary, main select')]
  .filter(each => each.offsetParent && !each.closest('p, .plan-note, .paper, .visually-hidden'))
  .map(each => [each.textContent.trim().slice(0, 40), each.getBoundingClientRect()])
  .filter(([_, box]) => box.width && (box.height < 40 || box.width < 24))
  .map(([text, box]) => `${text} ${box.width}×${box.height}`)"""


def serious(page: Page, *, apart_from: str = "") -> list[str]:
    """The serious and critical faults that axe finds on the page, outside what the selector `apart_from` finds."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.axe_script)
    return [
        f"{page.url}: {fault['id']}: {node['target']} {node.get('failureSummary', '')}"
        for fault in page.evaluate(RUN, [[apart_from]] if apart_from else [])
        if fault["impact"] in ("serious", "critical")
        for node in fault["nodes"]
    ]


def faults_of(page: Page, addresses: Iterable[str]) -> list[str]:
    """What is wrong with these pages in either window."""
    found = []
    for address in addresses:
        page.set_viewport_size(DESKTOP)
        page.goto(address)
        found += [] if page.url.endswith(address) else [f"{address} leads to {page.url}"]  # not signed in any more
        found += _faults_in_this_window(page)
        page.set_viewport_size(PHONE)
        found += _faults_in_this_window(page)
        found += [f"{page.url}: too small for a finger: {target}" for target in page.evaluate(SMALL_TARGETS)]
    return found


def _faults_in_this_window(page: Page) -> list[str]:
    return serious(page) + ([f"{page.url}: wider than its window"] if page.evaluate(SIDEWAYS) else [])
