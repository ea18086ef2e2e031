import * as dynamic from "../../../sdk";
import * as plugin from "../../../sdk/plugin";

/** True only where the two types are one. */
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;

test("both fronts export the same names, and the plugin front a Provider", () => {
  expect(Object.keys(plugin).sort()).toEqual([...Object.keys(dynamic), "Provider"].sort());
  expect(Object.keys(plugin.oss).sort()).toEqual(Object.keys(dynamic.oss).sort());
  expect(Object.keys(dynamic.oss)).toEqual(
    expect.arrayContaining(["Bucket", "BucketCors", "BucketObject", "getBuckets", "getBucketsOutput", "getBucketInfo"]),
  );
});

test("both fronts take the same arguments and have the same properties", () => {
  // The compiler is what fails here.
  const same: true[] = [
    true satisfies Same<dynamic.oss.BucketArgs, plugin.oss.BucketArgs>,
    true satisfies Same<
      ConstructorParameters<typeof dynamic.oss.BucketCors>,
      ConstructorParameters<typeof plugin.oss.BucketCors>
    >,
    true satisfies Same<dynamic.oss.Bucket["location"], plugin.oss.Bucket["location"]>,
    true satisfies Same<typeof dynamic.oss.getBuckets, typeof plugin.oss.getBuckets>,
  ];
  expect(same).toHaveLength(4);
});

// A program pays for the provider's libraries only when it calls a function of the dynamic front.
test.each(["../../../sdk", "../../../sdk/plugin"])("%s loads nothing of the provider's libraries", (entry) => {
  const loaded: string[] = [];
  jest.isolateModules(() => {
    for (const library of ["zod", "undici", "fast-xml-parser", "@alicloud/credentials"]) {
      jest.doMock(library, () => loaded.push(library));
    }
    for (const file of ["", "/oss", "/kit/server", "/kit/lifecycle", "/kit/dynamic", "/kit/shape"]) {
      jest.doMock(`../../../provider${file}`, () => loaded.push(`provider${file}`));
    }
    expect(Object.keys(require(entry).oss)).toContain("Bucket");
  });
  expect(loaded).toEqual([]);
});
