"""What is measured on a page, in the page's own language."""

from collections.abc import Iterator

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

# Only what is wrong is asked for: that is three times as quick.
AXE = """tags => axe.run({
  runOnly: { type: "tag", values: tags }, resultTypes: ["violations"], preload: false,
}).then(found => found.violations)"""
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "wcag2aaa", "best-practice"]
WIDTHS = (1280, 768, 390, 320)

OPEN_ALL = "document.querySelectorAll('main details').forEach(one => { one.open = true; })"
WIDTH = "document.documentElement.scrollWidth"
# WCAG 1.4.12: what a reader may set, without anything being cut off.
SPACED = """() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`* { line-height: 1.5 !important; letter-spacing: .12em !important;
    word-spacing: .16em !important } p { margin-bottom: 2em !important }`);
  document.adoptedStyleSheets = [sheet];
}"""
CUT_OFF = """[...document.querySelectorAll('main *')].filter(one => {
    const style = getComputedStyle(one);
    return style.overflowX === 'hidden' && style.clipPath === 'none' && one.tagName !== 'PROGRESS'
      && one.tagName.toLowerCase() !== 'svg' && one.scrollWidth > one.clientWidth + 1;
  }).map(one => one.outerHTML.slice(0, 80))"""
# Our own rule: whatever is pressed or filled in is at least 44 px high.
SMALL = """[...document.querySelectorAll(
    'button, .button, select, input, textarea, summary, nav a')]
  .filter(one => one.offsetParent && !one.closest('.vh, .breadcrumbs'))
  .filter(one => !['checkbox', 'radio', 'hidden'].includes(one.type))
  .map(one => [one.outerHTML.slice(0, 60), one.getBoundingClientRect().height])
  .filter(([_, height]) => height < 43.9)"""
FOCUSED = """() => {
  const one = document.activeElement;
  if (!one || one === document.body) return null;
  const style = getComputedStyle(one), box = one.getBoundingClientRect();
  return {
    order: [...document.querySelectorAll('*')].indexOf(one),
    outlined: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2,
    visible: box.bottom > 0 && box.top < innerHeight,
    what: one.outerHTML.slice(0, 80),
  };
}"""


def faults(page: Page) -> Iterator[str]:
    """What is wrong with a page, at every width and with everything folded out."""
    page.evaluate(OPEN_ALL)
    page.evaluate(AXE_SCRIPT)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        yield from (f"{width} px: {fault}" for fault in axe(page))
        yield from _too_wide(page, width)
    yield from (f"only {height} px high: {what}" for what, height in page.evaluate(SMALL))
    page.evaluate(SPACED)
    yield from (f"cut off with more space: {what}" for what in page.evaluate(CUT_OFF))


def axe(page: Page) -> Iterator[str]:
    """What axe finds, as sentences. Its script must be on the page."""
    for fault in page.evaluate(AXE, TAGS):
        for node in fault["nodes"]:
            yield f"{fault['id']}: {node['html'][:160]} ({node['failureSummary'][:200]})"


def _too_wide(page: Page, width: int) -> Iterator[str]:
    needs = page.evaluate(WIDTH)
    if needs > width:
        yield f"{width} px: needs {needs} px"
