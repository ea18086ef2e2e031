// A real browser, where one is installed.
import { accessSync, constants } from "node:fs";
import path from "node:path";
import type { Page } from "playwright-core";

/** GRANARY_BROWSER, else what Debian, Ubuntu and Google call it. */
export function findBrowser(env: NodeJS.ProcessEnv = process.env): string | undefined {
  if (env.GRANARY_BROWSER) return env.GRANARY_BROWSER;
  const folders = (env.PATH ?? "").split(path.delimiter);
  return ["chromium", "chromium-browser", "google-chrome"]
    .flatMap((name) => folders.map((folder) => path.join(folder, name)))
    .find((file) => {
      try {
        accessSync(file, constants.X_OK);
        return true;
      } catch {
        return false;
      }
    });
}

/** The lowest contrast of each kind of text that is shown, by WCAG's formula, from computed colours. */
export async function contrasts(page: Page): Promise<Record<string, number>> {
  return page.evaluate<Record<string, number>>(`(() => {
    const parse = (color) => color.match(/[\\d.]+/g).map(Number);
    const over = ([r, g, b, a = 1], below) => [r, g, b].map((part, i) => part * a + below[i] * (1 - a));
    const light = (rgb) => {
      const [r, g, b] = rgb.map((part) => part / 255).map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
      return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const known = new Map();
    const behind = (element) => {
      if (!element) return [255, 255, 255];
      if (!known.has(element)) known.set(element, over(parse(getComputedStyle(element).backgroundColor), behind(element.parentElement)));
      return known.get(element);
    };
    const found = {};
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const element = walker.currentNode.parentElement;
      if (walker.currentNode.data.trim() === "" || !element.checkVisibility()) continue;
      const below = behind(element);
      const [a, b] = [light(over(parse(getComputedStyle(element).color), below)), light(below)];
      const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
      const around = element.closest("header,article,.steps,fieldset,.shown,section");
      const kind = [around?.className || around?.localName, element.localName, element.className].filter(Boolean).join(" ");
      found[kind] = Math.min(found[kind] ?? 21, Math.round(ratio * 100) / 100);
    }
    return found;
  })()`);
}
