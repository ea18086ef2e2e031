import { autoname, inAccount, suffixed } from "../../../provider/kit/autoname";
import { findFunction, findResource, split } from "../../../provider/kit/define";
import { idOf, parseId } from "../../../provider/kit/id";
import { samplePackage } from "../../support/samplePackage";
import { memoryPackage } from "./memory";

const seed = new Uint8Array(32).fill(7);
const mode = (proposed: string, which: number) => ({ getProposedName: () => proposed, getMode: () => which });

describe("names for what the program leaves unnamed", () => {
  test("are the resource's name and seven digits of the seed, the same in preview and update", () => {
    expect(autoname("assets", seed)(63)).toMatch(/^assets-[0-9a-f]{7}$/);
    expect(autoname("assets", seed)(63)).toBe(autoname("assets", seed)(63));
    expect(autoname("assets", seed)(63)).not.toBe(autoname("assets", new Uint8Array(32))(63));
  });

  test("hold lower-case letters, digits and single hyphens only, with none at the ends", () => {
    expect(suffixed("My Site_2024", "s", 63)).toMatch(/^my-site-2024-[0-9a-f]{7}$/);
    expect(suffixed("--Über--", "s", 63)).toMatch(/^ber-[0-9a-f]{7}$/);
    expect(suffixed("网站", "s", 63)).toMatch(/^granary-[0-9a-f]{7}$/);
  });

  test("are never longer than the service takes, and never end in a hyphen", () => {
    const name = suffixed("a".repeat(100), "s", 63);
    expect(name).toHaveLength(63);
    expect(suffixed(`${"a".repeat(11)}-bbbb`, "s", 20)).toMatch(/^a{11}-[0-9a-f]{7}$/);
  });

  test("follow the stack's own configuration of names", () => {
    expect(autoname("assets", seed, mode("Prod_assets", 0))(63)).toBe("prod-assets");
    expect(autoname("assets", seed, mode(`${"x".repeat(9)}-yy`, 0))(10)).toBe("xxxxxxxxx");
    expect(autoname("assets", seed, mode("网站", 0))(63)).toMatch(/^assets-[0-9a-f]{7}$/);
    expect(autoname("assets", seed, mode("", 0))(63)).toMatch(/^assets-[0-9a-f]{7}$/);
  });

  test("that the stack enforces are used as they are, so that check judges them", () => {
    expect(autoname("assets", seed, mode("Prod_assets", 1))(5)).toBe("Prod_assets");
  });

  // The digits are the first seven of `printf <account>/assets-1234567 | sha256sum`.
  test("get other digits in every account where the program proposes them", () => {
    expect(inAccount("assets-1234567", "LTAIone")).toBe("assets-de65faa");
    expect(inAccount("assets-1234567", "LTAItwo")).toBe("assets-6f11191");
    expect(inAccount("assets-1234567", undefined)).toBe("assets-1234567");
    expect(inAccount(`${"a".repeat(55)}-1234567`, "LTAIone")).toMatch(/^a{55}-[0-9a-f]{7}$/);
  });

  test("are refused where the stack has switched them off", () => {
    expect(() => autoname("assets", seed, mode("", 2))(63)).toThrow(
      "automatic names are switched off in this stack; give assets a name",
    );
  });
});

describe("ids", () => {
  const note = findResource(memoryPackage({ documents: new Map(), asked: [] }), "mem:Note")!;
  const label = findResource(samplePackage, "store:BoxLabel")!;

  test("are the key fields joined by a slash, and are read back", () => {
    expect(idOf(note, { box: "web" })).toBe("web");
    expect(idOf(label, { box: "web", label: "front" })).toBe("web/front");
    expect(parseId(label, "web/front")).toEqual({ box: "web", label: "front" });
  });

  test("may hold further slashes in their last part", () => {
    expect(parseId(label, "web/a/b//c")).toEqual({ box: "web", label: "a/b//c" });
  });

  test.each(["web", "web/", "/front", ""])('of another form ("%s") are refused with the form that is right', (id) => {
    expect(() => parseId(label, id)).toThrow(
      `"${id}" is not the id of a store:BoxLabel; it has the form <box>/<label>`,
    );
  });
});

describe("types", () => {
  test("are understood in every form in which engines and programs write them", () => {
    for (const type of ["oss:BucketCors", "granary:oss:BucketCors", "granary:oss/bucketCors:BucketCors"]) {
      expect(split(type)).toEqual(["oss", "BucketCors"]);
    }
  });

  test("find their definition, or none", () => {
    expect(findResource(samplePackage, "store:Box")?.token).toBe("store:Box");
    expect(findFunction(samplePackage, "store:getBoxes")?.token).toBe("store:getBoxes");
    expect(findResource(samplePackage, "store:Nothing")).toBeUndefined();
    expect(findResource(samplePackage, "nowhere:Box")).toBeUndefined();
    expect(findResource(samplePackage, "Box")).toBeUndefined();
  });
});
