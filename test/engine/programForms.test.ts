// Programs in the forms that Pulumi's Node.js runtime takes besides CommonJS and TypeScript through ts-node, which the
// other tests and the examples have.
import { rmSync } from "node:fs";
import path from "node:path";
import { type Front, fronts } from "./support/program";
import { useWorld } from "./support/world";

const world = useWorld();
beforeEach(() => world.emulator.reset());

const form = (front: Front, main: string) => ({
  "Pulumi.yaml": JSON.stringify({
    name: "shop",
    main,
    runtime: { name: "nodejs", options: { typescript: false } },
    plugins: { providers: [{ name: "granary", path: "node_modules/granary/bin" }] },
  }),
  "package.json": JSON.stringify({ name: "shop", private: true, type: "module", main }),
  [main]: `import { oss } from "${front}";
    const shop${main.endsWith(".ts") ? ": oss.Bucket" : ""} = new oss.Bucket("shop", { bucket: "shop-images" });
    new oss.BucketVersioning("versioning", { bucket: shop.bucket, status: "Enabled" });
    export const info = oss.getBucketInfoOutput({ bucket: shop.bucket });
    export const { bucket } = shop;`,
});

test.each(fronts)(
  "an ES module on the front %s, and TypeScript whose types Node.js strips, which says the same",
  async (front) => {
    const outputs = { bucket: "shop-images", info: { location: "oss-cn-hangzhou" } };
    const stack = await world.open({ files: form(front, "index.js") });
    const preview = await stack.preview();
    expect([preview.diagnostics, preview.changes]).toEqual([[], { create: 3 }]);
    expect(await world.emulator.journal()).toEqual([]);
    expect((await stack.up()).diagnostics).toEqual([]);
    expect(await stack.outputs()).toMatchObject(outputs);

    rmSync(path.join(stack.folder, "index.js"));
    stack.rewrite(form(front, "main.ts"));
    const again = await stack.up({ args: ["--refresh", "--expect-no-changes"] });
    expect([again.diagnostics, again.changes]).toEqual([[], { same: 3 }]);
    expect(await stack.outputs()).toMatchObject(outputs);
  },
);
