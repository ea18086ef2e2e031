// Programs in the forms that Pulumi's Node.js runtime takes besides CommonJS and TypeScript through ts-node, which the
// other tests and the examples have.
import { fronts } from "./support/program";
import { useWorld } from "./support/world";

const world = useWorld();
beforeEach(() => world.emulator.reset());

const forms = [
  ["an ES module", "index.js"],
  ["TypeScript whose types Node.js strips", "main.ts"],
] as const;

test.each(forms.flatMap(([form, main]) => fronts.map((front) => [form, front, main] as const)))(
  "%s on the front %s",
  async (_, front, main) => {
    const stack = await world.open({
      files: {
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
      },
    });
    const preview = await stack.preview();
    expect([preview.diagnostics, preview.changes]).toEqual([[], { create: 3 }]);
    expect(await world.emulator.journal()).toEqual([]);
    expect((await stack.up()).diagnostics).toEqual([]);
    expect(await stack.outputs()).toMatchObject({ bucket: "shop-images", info: { location: "oss-cn-hangzhou" } });
    const again = await stack.up({ args: ["--refresh", "--expect-no-changes"] });
    expect(again.changes).toEqual({ same: 3 });
    expect((await stack.destroy()).changes).toEqual({ delete: 3 });
  },
);
