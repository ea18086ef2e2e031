/** @type {import("jest").Config} */
module.exports = {
  testMatch: ["<rootDir>/test/**/*.test.ts"],
  transform: {
    "^.+\\.ts$": [
      "@swc/jest",
      {
        jsc: { parser: { syntax: "typescript" }, target: "es2023" },
        module: { type: "commonjs" },
        sourceMaps: "inline",
      },
    ],
  },
  modulePathIgnorePatterns: ["<rootDir>/dist/", "<rootDir>/.granary/", "<rootDir>/examples/.*/node_modules"],
  // Jest leaves a core free by default; on two cores that would be one suite at a time.
  maxWorkers: "100%",
  testSequencer: "<rootDir>/test/support/longestFirst.js",
  testTimeout: 30_000,
};
