import { mkdtempSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { asset, UNKNOWN } from "../../../provider/kit/values";
import { contentOf, isContentUnknown, md5, mediaType, sourceProblem } from "../../../provider/oss/content";

const folder = mkdtempSync(join(tmpdir(), "granary-content-"));
afterAll(() => rmSync(folder, { recursive: true }));

const file = join(folder, "page.html");
writeFileSync(file, "It works");

// RFC 1321, A.5, and `printf 'It works' | md5sum`.
const EMPTY = "d41d8cd98f00b204e9800998ecf8427e";
const ABC = "900150983cd24fb0d6963f7d28e17f72";
const IT_WORKS = "6ca5e8b5fe80162531244a465951eab5";

const sum = (inputs: Parameters<typeof contentOf>[0]) => md5(contentOf(inputs)!);

describe("the content of an object", () => {
  test("is hashed alike whatever it comes from", async () => {
    expect(await sum({ content: "abc" })).toBe(ABC);
    expect(await sum({ contentBase64: "YWJj" })).toBe(ABC);
    expect(await sum({ source: asset({ text: "abc" }) })).toBe(ABC);
    expect(await sum({ source: asset({ path: file }) })).toBe(await sum({ content: "It works" }));
  });

  test("may be empty, and is text as UTF-8", async () => {
    expect(await sum({ content: "" })).toBe(EMPTY);
    expect(await sum({ contentBase64: "" })).toBe(EMPTY);
    expect(await sum({ source: asset({ text: "" }) })).toBe(EMPTY);
    expect(await sum({ content: "é" })).toBe(await sum({ contentBase64: "w6k=" }));
  });

  test("of a file is streamed, as often as it is needed, with its length", async () => {
    const content = contentOf({ source: asset({ path: file }) })!;
    expect(content.length).toBe(8);
    for (let attempt = 0; attempt < 2; attempt++) {
      const chunks: Buffer[] = [];
      for await (const chunk of (content.body as () => Readable)()) chunks.push(chunk as Buffer);
      expect(Buffer.concat(chunks).toString()).toBe("It works");
    }
    expect(await md5(content)).toBe(IT_WORKS);
  });

  test("is not there while it is not known, and where there is none", () => {
    expect(contentOf({ content: UNKNOWN })).toBeUndefined();
    expect(contentOf({})).toBeUndefined();
    expect([{ content: UNKNOWN }, { contentBase64: UNKNOWN }, { source: UNKNOWN }].map(isContentUnknown)).toEqual([
      true,
      true,
      true,
    ]);
    expect([{}, { content: "" }, { key: UNKNOWN }].map(isContentUnknown)).toEqual([false, false, false]);
  });
});

describe("a source", () => {
  test("may be a text or a file", () => {
    expect(sourceProblem(asset({ text: "" }))).toBeUndefined();
    expect(sourceProblem(asset({ path: file }))).toBeUndefined();
  });

  test("that is no file to read is told with its path", () => {
    expect(sourceProblem(asset({ path: join(folder, "none.html") }))).toBe(`there is no file ${folder}/none.html`);
    expect(sourceProblem(asset({ path: folder }))).toBe(`${folder} is not a file`);
  });

  test("may have 5 GB and not a byte more", () => {
    const large = join(folder, "large");
    writeFileSync(large, "");
    truncateSync(large, 5_368_709_120);
    expect(sourceProblem(asset({ path: large }))).toBeUndefined();
    truncateSync(large, 5_368_709_121);
    expect(sourceProblem(asset({ path: large }))).toBe(
      `${large} has 5368709121 bytes; OSS takes 5368709120 (5 GB) in one piece`,
    );
  });

  test("from the network, an archive, or anything else is not taken", () => {
    const refused = "must be a FileAsset or a StringAsset; archives and remote assets are not taken";
    for (const source of [asset({ uri: "https://example.com/a" }), { path: file }, "page.html", 5, ["a"]]) {
      expect(sourceProblem(source)).toBe(refused);
    }
  });
});

describe("the media type", () => {
  test.each([
    ["index.html", "text/html; charset=utf-8"],
    ["a/b.c/STYLE.CSS", "text/css; charset=utf-8"],
    ["app.mjs", "text/javascript; charset=utf-8"],
    ["logo.svg", "image/svg+xml"],
    ["data.json", "application/json"],
    ["archive.tar.gz", "application/gzip"],
    ["README", "application/octet-stream"],
    [".html", "application/octet-stream"],
    ["a.html/", "text/html; charset=utf-8"],
    ["x.constructor", "application/octet-stream"],
    ["x.unknown", "application/octet-stream"],
  ])("of %s is %s", (key, type) => {
    expect(mediaType(key)).toBe(type);
  });
});
