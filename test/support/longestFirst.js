// The order of the suites: those that drive the engine first, so that at the end both workers have small ones left. Jest's
// own order looks at file sizes, as a fresh clone has no timings.
const { default: Sequencer } = require("@jest/test-sequencer");

const FOLDERS = ["test/engine/", "test/cli/", "test/pipelines/", "test/lifecycle/", "test/plugin/"];

module.exports = class LongestFirst extends Sequencer {
  sort(tests) {
    const rank = ({ path }) => {
      const index = FOLDERS.findIndex((folder) => path.replaceAll("\\", "/").includes(folder));
      return index < 0 ? FOLDERS.length : index;
    };
    return [...super.sort(tests)].sort((a, b) => rank(a) - rank(b));
  }
};
