// The HTML report in a real browser, with its JavaScript switched off unless a test says otherwise.
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright-core";
import { driftHtml } from "../../cli/report/driftHtml";
import { reviewHtml } from "../../cli/report/html";
import { contrasts, findBrowser } from "./support/browser";
import { drifted } from "./support/htmlDrift";
import { ARABIC, clean, everyRule, INJECTED, odd, usual } from "./support/htmlReviews";

jest.setTimeout(120_000);

const executablePath = findBrowser();
if (!executablePath) {
  process.stderr.write("The HTML report was opened in no browser: install chromium, or name one in GRANARY_BROWSER.\n");
}
const withBrowser = executablePath ? describe : describe.skip;

const ADDRESS = "https://reports.example/review.html";
const SEVERITIES = ["high", "medium", "low"] as const;
const reports = { usual: usual(), odd: odd(), "every rule": everyRule(), clean: clean() };
const pages = [
  ...Object.entries(reports).map(([name, review]) => [name, reviewHtml(review)] as const),
  ["drift of two stacks", driftHtml(drifted())] as const,
];

withBrowser("in a browser", () => {
  let browser: Browser;
  let page: Page;
  /** Every request but the one for the report itself. */
  let requests: string[];
  let served: string;
  /** One page per kind of browser: a new one costs half a second, another report in it next to nothing. */
  const opened = new Map<string, Page>();

  beforeAll(async () => {
    const args = process.getuid?.() === 0 ? ["--no-sandbox"] : [];
    browser = await chromium.launch({ executablePath, args });
  });
  afterAll(() => browser?.close());

  async function newPage(options: BrowserContextOptions): Promise<Page> {
    const context = await browser.newContext({ javaScriptEnabled: false, ...options });
    await context.route("**", async (route) => {
      const url = route.request().url();
      if (url === ADDRESS) return route.fulfill({ contentType: "text/html", body: served });
      requests.push(url);
      return route.abort();
    });
    return context.newPage();
  }

  async function open(html: string, { viewport, ...options }: BrowserContextOptions = {}): Promise<void> {
    const kind = JSON.stringify(options);
    page = opened.get(kind) ?? (await newPage(options));
    opened.set(kind, page);
    [served, requests] = [html, []];
    page.removeAllListeners("console").removeAllListeners("pageerror");
    await page.emulateMedia({ media: null, colorScheme: null });
    await page.setViewportSize(viewport ?? { width: 1280, height: 720 });
    await page.goto(ADDRESS);
  }

  const shown = (severity: string) => page.locator(`.finding.${severity}`).filter({ visible: true }).count();
  const allShown = async () => ({ high: await shown("high"), medium: await shown("medium"), low: await shown("low") });
  // As laid out: most of the line is hidden.
  // biome-ignore lint/performance/useDomNodeTextContent: the text of what is hidden is not asked for
  const status = () => page.getByRole("status").innerText();

  test.each(pages)("%s: sends no request and logs no error", async (_, html) => {
    const told: string[] = [];
    await open(html, { javaScriptEnabled: true });
    page.on("console", (message) => told.push(message.text()));
    page.on("pageerror", (error) => told.push(error.message));
    await page.reload({ waitUntil: "networkidle" });
    expect([requests, told]).toEqual([[], []]);
  });

  test("HTML in values does nothing; unescaped it would, and the page's policy would still stop it", async () => {
    const html = reviewHtml(odd());
    await open(html, { javaScriptEnabled: true });
    expect(await page.title()).toBe("Review of shop/prod");
    expect(await page.locator("img, script").count()).toBe(0);
    expect(await page.getByText(INJECTED).count()).toBeGreaterThan(5);

    const unescaped = html.replace("<h1>", `<h1>${INJECTED.slice(2)}`);
    await open(unescaped, { javaScriptEnabled: true });
    expect(await page.locator("h1 img, h1 script").count()).toBe(2);
    expect([await page.title(), requests]).toEqual(["Review of shop/prod", []]);

    await open(unescaped.replace("default-src 'none'", ""), { javaScriptEnabled: true });
    expect([await page.title(), requests]).toEqual(["injected", ["https://reports.example/x"]]);
  });

  const unfold = () => page.evaluate("for (const each of document.querySelectorAll('details')) each.open = true");

  test.each(pages)("%s: nothing is wider than the screen, from 320 px on", async (_, html) => {
    await open(html);
    await unfold();
    for (const width of [320, 360, 768, 1280]) {
      await page.setViewportSize({ width, height: 800 });
      expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(width);
      const wide = await page.evaluate(
        `[...document.querySelectorAll("body *")].filter((each) => each.scrollWidth > each.clientWidth + 1 && each.clientWidth > 0).map((each) => each.outerHTML.slice(0, 80))`,
      );
      expect([width, wide]).toEqual([width, []]);
    }
  });

  test.each(pages)("%s: all text has a contrast of at least 4.5:1, in light and dark and on paper", async (_, html) => {
    await open(html);
    await unfold();
    const low: unknown[] = [];
    const measure = async (media: "screen" | "print", colorScheme: "light" | "dark") => {
      await page.emulateMedia({ media, colorScheme });
      const kinds = await contrasts(page);
      low.push(...Object.entries(kinds).filter(([, ratio]) => ratio < 4.5));
      return Object.keys(kinds).length;
    };
    for (const media of ["screen", "print"] as const)
      for (const scheme of ["light", "dark"] as const) expect(await measure(media, scheme)).toBeGreaterThan(5);
    await page.emulateMedia({ media: "screen" });
    for (const box of await page.locator("input:enabled").all()) await box.uncheck();
    for (const scheme of ["light", "dark"] as const) await measure("screen", scheme);
    expect(low).toEqual([]);
  });

  test("contrast is measured for every kind of text, and a pale one is found", async () => {
    const html = reviewHtml(odd());
    await open(html);
    await unfold();
    const kinds = Object.keys(await contrasts(page));
    const finding = (severity: string, ...inner: string[]) => inner.map((each) => `finding ${severity} ${each}`);
    expect(kinds).toEqual(
      expect.arrayContaining([
        ...["header h1", "header p verdict bad", "header dt", "header dd"],
        ...["section pre error", "section h2", "section q", "section small", "section span badge low"],
        ...SEVERITIES.flatMap((each) => finding(each, "h3", "span badge", "bdi", "code", "p", "p advice", "b", "ins")),
        ...finding("high", "del", "span"),
        ...["steps span op", "steps div", "steps ins", "steps span", "steps i", "steps summary"],
        ...["fieldset b", "fieldset label high", "fieldset legend"],
      ]),
    );
    await open(html.replace("--dim:#566171", "--dim:#aab3bf"));
    const pale = Object.entries(await contrasts(page)).filter(([, ratio]) => ratio < 4.5);
    expect(pale.map(([kind]) => kind)).toContain("header h1");
  });

  describe("the filter", () => {
    const all = { high: 50, medium: 55, low: 32 };
    beforeEach(() => open(reviewHtml(everyRule()), { viewport: { width: 360, height: 800 } }));

    test("at first everything is shown, and said", async () => {
      expect(await allShown()).toEqual(all);
      expect(await status()).toBe("All 137 findings are shown.");
    });

    test.each(SEVERITIES)(
      "a click on the label of %s hides those findings and no other, and says how many",
      async (severity) => {
        await page
          .locator("label")
          .filter({ hasText: new RegExp(severity, "i") })
          .click();
        expect(await allShown()).toEqual({ ...all, [severity]: 0 });
        expect(await status()).toBe(`Hidden by this filter: ${all[severity]} ${severity}`);
        await page
          .locator("label")
          .filter({ hasText: new RegExp(severity, "i") })
          .click();
        expect(await allShown()).toEqual(all);
        expect(await status()).toBe("All 137 findings are shown.");
      },
    );

    test("works from the keyboard, in the order of the boxes, with a focus that can be seen", async () => {
      const hidden: Record<string, number> = {};
      for (const severity of SEVERITIES) {
        await page.keyboard.press("Tab");
        const name = await page.evaluate("document.activeElement.id");
        expect(name).toBe(`show-${severity}`);
        const outline = await page.evaluate(`getComputedStyle(document.querySelector("label.${severity}")).outline`);
        expect(outline).toBe("rgb(28, 87, 153) solid 3px");
        await page.keyboard.press("Space");
        hidden[severity] = 0;
        expect(await allShown()).toEqual({ ...all, ...hidden });
      }
      expect(await status()).toBe("Hidden by this filter: 50 high 55 medium 32 low");
      await page.keyboard.press("Space");
      expect(await allShown()).toEqual({ high: 0, medium: 0, low: 32 });
    });

    test("is taken back by a reload", async () => {
      await page.locator("label.high").click();
      await page.reload();
      expect(await allShown()).toEqual(all);
    });

    test("a severity without findings can't be chosen; a report without findings has no filter", async () => {
      await open(reviewHtml({ ...usual(), findings: usual().findings.filter((each) => each.severity === "low") }));
      expect(await page.getByRole("checkbox", { disabled: true }).count()).toBe(2);
      expect(await allShown()).toEqual({ high: 0, medium: 0, low: 2 });
      await open(reviewHtml(clean()));
      expect(await page.getByRole("checkbox").count()).toBe(0);
      expect(await page.getByText("No findings.").isVisible()).toBe(true);
    });
  });

  test.each([360, 1280])("at %d px everything that can be tapped is at least 24 px high and wide", async (width) => {
    await open(reviewHtml(odd()), { viewport: { width, height: 800 } });
    const targets = await page.locator("label, summary").filter({ visible: true }).all();
    expect(targets.length).toBeGreaterThan(10);
    for (const target of targets) {
      const box = await target.boundingBox();
      expect(Math.min(box!.width, box!.height)).toBeGreaterThanOrEqual(24);
    }
  });

  describe("on paper", () => {
    test("the filter hides nothing, nor does a fold, and the controls are gone", async () => {
      await open(reviewHtml(odd()));
      const findings = await allShown();
      for (const severity of SEVERITIES) await page.locator(`label.${severity}`).click();
      expect(await allShown()).toEqual({ high: 0, medium: 0, low: 0 });
      const folded = page.locator("details:not([open]) > :not(summary)");
      expect(await folded.count()).toBeGreaterThan(5);
      expect(await folded.filter({ visible: true }).count()).toBe(0);
      await page.emulateMedia({ media: "print" });
      expect(await allShown()).toEqual(findings);
      expect(await folded.filter({ visible: true }).count()).toBe(await folded.count());
      expect(await page.locator("fieldset, .shown, summary").filter({ visible: true }).count()).toBe(0);
    });

    // Columns break where pages do, and a box that is broken has a rectangle in each.
    test("no card is cut", async () => {
      const pieces = `[...document.querySelectorAll(".finding")].map((each) => each.getClientRects().length)`;
      const style = (text: string) => page.evaluate(`document.querySelector("style").append(${JSON.stringify(text)})`);
      const paper = "body{height:1000px;width:640px;columns:640px 1;column-fill:auto}";
      await open(reviewHtml(everyRule()));
      await page.emulateMedia({ media: "print" });
      await style(paper);
      expect(new Set(await page.evaluate<number[]>(pieces))).toEqual(new Set([1]));
      await style(".finding{break-inside:auto !important}");
      expect(Math.max(...(await page.evaluate<number[]>(pieces)))).toBeGreaterThan(1);
    });

    test("it becomes a PDF", async () => {
      await open(reviewHtml(usual()));
      expect((await page.pdf()).subarray(0, 5).toString()).toBe("%PDF-");
    });
  });

  test("names that are written from right to left stay in their place", async () => {
    await open(reviewHtml(odd()), { viewport: { width: 1280, height: 800 } });
    const place = page.locator(".place", { hasText: ARABIC }).first();
    const [name, type, property] = [place.locator("b"), place.locator("bdi").nth(1), place.locator("code")];
    const left = async (of: typeof name) => (await of.boundingBox())!.x;
    expect(await left(name)).toBeLessThan(await left(type));
    expect(await left(type)).toBeLessThan(await left(property));
  });

  test("the tree for screen readers has landmarks, headings in order, named controls and changes in words", async () => {
    const review = usual();
    const [high] = review.findings;
    await open(
      reviewHtml({
        ...review,
        findings: [{ ...high!, why: "A reason.", advice: "A remedy." }],
        steps: [review.steps.at(-1)!],
        good: [],
      }),
    );
    expect(await page.locator("body").ariaSnapshot()).toBe(TREE);
    await open(reviewHtml(odd()));
    const levels = await page.evaluate<number[]>(
      `[...document.querySelectorAll("h1,h2,h3,h4,h5,h6")].map((each) => Number(each.localName[1]))`,
    );
    expect(levels[0]).toBe(1);
    expect(levels.filter((level) => level === 1)).toHaveLength(1);
    expect(levels.every((level, index) => index === 0 || level <= levels[index - 1]! + 1)).toBe(true);
    expect(await page.getAttribute("html", "lang")).toBe("en");
  });

  test("the picture in the README shows this report, and is small", async () => {
    const file = path.join(__dirname, "..", "..", "docs", "images", "review.png");
    await open(reviewHtml(usual()), { viewport: { width: 960, height: 2_000 }, deviceScaleFactor: 1.25 });
    // Down to the end of the second finding.
    const { y, height } = (await page.locator(".finding").nth(1).boundingBox())!;
    const picture = await page.screenshot({ clip: { x: 0, y: 0, width: 960, height: y + height + 15 } });
    if (process.env.GRANARY_UPDATE_IMAGES) writeFileSync(file, picture);
    for (const each of [picture, readFileSync(file)]) {
      expect(each.readUInt32BE(16)).toBe(1200);
      expect(each.length).toBeLessThan(200_000);
    }
  });
});

const TREE = `- banner:
  - heading "Review of shop/prod" [level=1]
  - paragraph: 1 high, 4 medium, 2 low
  - term: Changes
  - definition: 2 created, 6 updated
  - term: Gate
  - definition: not passed (high)
  - term: Granary
  - definition: 0.1.0
  - term: Plan
  - definition: 21f4de8f184122830cda30fb12f65173f73b00d3b441ed40ba998e18c910b30d
- main:
  - heading "Findings" [level=2]
  - group "Show findings of severity":
    - text: Show findings of severity
    - checkbox "High 1" [checked]
    - text: High 1
    - checkbox "Medium 0" [disabled]
    - text: Medium 0
    - checkbox "Low 0" [disabled]
    - text: Low 0
  - status: The only finding is shown.
  - article:
    - heading "High The ACL becomes public-read" [level=3]
    - paragraph:
      - text: shop-web · oss:BucketAcl webAcl ·
      - code: acl
    - paragraph:
      - deletion: private
      - img "becomes": →
      - insertion: public-read
    - paragraph: A reason.
    - paragraph: What to do A remedy.
    - paragraph:
      - code: acl-public-read
      - text: · with
      - code: website-on
      - text: ·
      - code: index.ts:7
  - heading "Changes 1" [level=2]
  - list:
    - listitem:
      - text: + create thumbnails oss:Bucket
      - group: 1 property
  - heading "Already so before this change 1" [level=2]
  - list:
    - listitem: shop-archive the policy lets everybody in`;

test("the browser is the one that is named, else the first that is found", () => {
  expect(findBrowser({ GRANARY_BROWSER: "/opt/browser", PATH: "/usr/bin" })).toBe("/opt/browser");
  expect(findBrowser({ PATH: "/nowhere" })).toBeUndefined();
});
