// `granary review`: a preview, judged.
import { existsSync } from "node:fs";
import { UsageError } from "../errors";
import type { Review } from "../report/types";
import { writeReport } from "../report/write";
import { previewStack } from "../stack/preview";
import { currentStack, findProject, type Project } from "../stack/project";
import { assembleReview, exitCode } from "./assemble";
import { FORMS, type ReportForm, type ReviewFlags, type ReviewOptions, reviewOptions } from "./options";
import { readSettings } from "./waivers";

/** Runs the command; returns its exit code. */
export async function runReview(flags: ReviewFlags, version: string): Promise<number> {
  const options = reviewOptions(flags);
  if (!existsSync(options.cwd)) throw new UsageError(`--cwd: there is no folder ${options.cwd}`);
  const project = findProject(options.cwd);
  const settings = readSettings(project.folder, options.waivers);
  const post = options.post && loadPost().readTarget(options.post, process.env);
  const engine = { cwd: project.folder };
  const stack = options.stack ?? (await currentStack(engine));
  progress(`previewing ${project.name}/${stack}`);
  const plan = await previewStack({ ...engine, project, stack, refresh: options.refresh });
  const today = new Date().toISOString().slice(0, 10);
  const review = assembleReview(plan, { ...options, version, settings, today });

  for (const form of FORMS) {
    const file = options.files[form];
    if (file !== undefined) writeReport(file, render(form, review, project, options));
  }
  const stdoutTaken = Object.values(options.files).includes("-");
  if (options.json) process.stdout.write(`${JSON.stringify(review, null, 2)}\n`);
  else if (!stdoutTaken) {
    const { reviewText } = require("../report/text") as typeof import("../report/text");
    process.stdout.write(reviewText(review, options));
  }
  if (post) {
    const { reviewMarkdown } = require("../report/markdown") as typeof import("../report/markdown");
    const done = await loadPost().postReview(post, review, reviewMarkdown(review, options));
    process.stderr.write(`granary: ${done}\n`);
  }
  return exitCode(review);
}

function render(form: ReportForm, review: Review, project: Project, options: ReviewOptions): string {
  switch (form) {
    case "markdown": {
      const { reviewMarkdown } = require("../report/markdown") as typeof import("../report/markdown");
      return reviewMarkdown(review, options);
    }
    case "html": {
      const { reviewHtml } = require("../report/html") as typeof import("../report/html");
      return reviewHtml(review);
    }
    case "sarif": {
      const { reviewSarif } = require("../report/sarif") as typeof import("../report/sarif");
      return reviewSarif(review, project, options.sarifMaxLevel);
    }
    case "junit": {
      const { reviewJunit } = require("../report/junit") as typeof import("../report/junit");
      return reviewJunit(review);
    }
    case "codeQuality": {
      const { reviewCodeQuality } = require("../report/codeQuality") as typeof import("../report/codeQuality");
      return reviewCodeQuality(review, project);
    }
  }
}

function loadPost(): typeof import("./post") {
  return require("./post") as typeof import("./post");
}

function progress(text: string): void {
  if (process.stderr.isTTY) process.stderr.write(`granary: ${text}\n`);
}
