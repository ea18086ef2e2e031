// npm run generate [-- --check]: schema.json, sdk/nodejs/ and docs/reference/ from the definitions in provider/.
// The generator is compiled as it is loaded, so it needs no build and never runs on an old one.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);
const { transformSync } = require("@swc/core");

require.extensions[".ts"] = (module, filename) => {
  const jsc = { parser: { syntax: "typescript" }, target: "es2023" };
  const options = { filename, swcrc: false, jsc, module: { type: "commonjs" } };
  module._compile(transformSync(readFileSync(filename, "utf8"), options).code, filename);
};

process.exitCode = require("../generate/main.ts").main(process.argv.slice(2));
