// The command line of `granary review`. Loads nothing but commander: the help answers at once.
import { Command } from "commander";

export function reviewCommand(version: string): Command {
  return new Command("review")
    .description("preview a stack and judge the change: what it opens, loses, locks and breaks")
    .option("--cwd <dir>", "folder of the project (default: this one)")
    .option("--stack <name>", "stack to preview (default: the selected one)")
    .option(
      "--fail-on <level>",
      "exit with 1 at findings of this severity or above: high, medium, low, none (default: high)",
    )
    .option("--expect <fingerprint>", "exit with 1 when the plan is not the one with this fingerprint")
    .option("--refresh", "read the live state in front, to see manual changes that the update would undo")
    .option("--waivers <file>", "waivers and settings (default: granary.review.yaml beside Pulumi.yaml)")
    .option("--json", "print the review as JSON")
    .option("--markdown <file>", "write it as Markdown for a comment; - is stdout")
    .option("--html <file>", "write it as one HTML file")
    .option("--sarif <file>", "write it as SARIF 2.1.0")
    .option("--sarif-max-level <level>", "highest level in the SARIF file: error, warning, note (default: error)")
    .option("--junit <file>", "write it as JUnit XML")
    .option("--code-quality <file>", "write it as GitLab Code Quality JSON")
    .option("--report-url <url>", "where the full report will be, for a comment that has no room for it")
    .option("--post <host>", "comment on the pull or merge request of this pipeline: github, gitlab")
    .option("--verbose", "also show what was so before the change")
    .option("--no-color", "no colour; NO_COLOR does the same")
    .addHelpText(
      "after",
      "\nExamples:\n  granary review --stack prod\n  granary review --stack prod --markdown review.md --html review.html\n  granary review --stack prod --expect $FINGERPRINT && pulumi up --yes --stack prod\n\nExit codes: 0 nothing at or above the gate, 1 findings or another plan than expected, 2 wrong use, 3 the preview\nfailed, 130 and 143 after a signal.\n",
    )
    .action(async (flags) => {
      const { runReview } = require("./index") as typeof import("./index");
      // 1 is for findings alone: what breaks in between leaves the review incomplete.
      process.exitCode = await runReview(flags, version).catch((error: Error & { exitCode?: number }) => {
        if (error.name !== "UsageError") error.exitCode ??= 3;
        throw error;
      });
    });
}
