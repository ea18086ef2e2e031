import { camelCase, createNames, partName, projectName, variableOf } from "../../../../cli/adopt/names";

describe("the constant of a bucket", () => {
  test.each([
    ["assets", "assets"],
    ["my-company-assets", "myCompanyAssets"],
    ["a--b", "aB"],
    ["logs-2024", "logs2024"],
    ["2024-logs", "bucket2024Logs"],
    ["default", "defaultBucket"],
    ["new", "newBucket"],
    ["oss", "ossBucket"],
    ["pulumi", "pulumiBucket"],
    ["config", "configBucket"],
    ["eval", "evalBucket"],
  ])("%s is %s", (name, variable) => {
    expect(variableOf(name)).toBe(variable);
  });
});

test("a name that is taken gets a number, in the order in which names are asked for", () => {
  const name = createNames("", ["config"]);
  expect(["aB", "aB", "config", "aB", "aB2"].map(name)).toEqual(["aB", "aB2", "config2", "aB3", "aB22"]);
  expect(["x", "x"].map(createNames("-"))).toEqual(["x", "x-2"]);
});

test.each([
  ["www.example-shop.com", "wwwExampleShopCom"],
  ["shop.example.com", "shopExampleCom"],
])("the configuration of the domain %s begins with %s", (domain, key) => {
  expect(camelCase(domain)).toBe(key);
});

test.each([
  ["www.example.com", "www-example-com"],
  ["weekly list: all", "weekly-list-all"],
  ["ä", "part"],
])("the part %s is %s in the name of a resource", (part, name) => {
  expect(partName(part)).toBe(name);
});

test.each([
  ["shop", "shop"],
  ["my shop (old)", "my-shop-old"],
  ["...", "adopted"],
  ["x".repeat(120), "x".repeat(100)],
])("the folder %s makes the project %s", (folder, project) => {
  expect(projectName(folder)).toBe(project);
});
