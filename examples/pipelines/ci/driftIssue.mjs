// One issue per stack that drifts: opened when drift is found, kept up to date in place, closed when the stack is clean.
//
//   node ci/driftIssue.mjs <stack> <exit code of granary drift> <its Markdown file>
//
// Exit code 0 means clean, 1 drift. Anything else (something could not be read, a failure) leaves the issue as it is,
// because nothing is known, and is this script's exit code as well, so that the job fails.
// Needs GITHUB_TOKEN (issues: write) or GITLAB_TOKEN (scope api).
import { existsSync, readFileSync } from "node:fs";

const { env } = process;
const [stack, codeText, file] = process.argv.slice(2);
const code = Number(codeText);
const marker = `<!-- granary:drift stack=${stack} -->`;
const title = `Drift in stack ${stack}`;
const CLEAN = "The stack is in sync again.";

/** Both hosts in the few words that are needed. */
const host = env.GITHUB_ACTIONS === "true" ? github() : gitlab();

function github() {
  const base = `${env.GITHUB_API_URL ?? "https://api.github.com"}/repos/${env.GITHUB_REPOSITORY}/issues`;
  const headers = { authorization: `Bearer ${env.GITHUB_TOKEN}`, accept: "application/vnd.github+json" };
  return {
    page: (number) => ask("GET", `${base}?state=open&labels=drift&per_page=100&page=${number}`, headers),
    text: (issue) => issue.body,
    open: (body) => ask("POST", base, headers, { title, body, labels: ["drift"] }),
    update: (issue, body) => ask("PATCH", `${base}/${issue.number}`, headers, { body }),
    async close(issue) {
      await ask("POST", `${base}/${issue.number}/comments`, headers, { body: CLEAN });
      await ask("PATCH", `${base}/${issue.number}`, headers, { state: "closed", state_reason: "completed" });
    },
  };
}

function gitlab() {
  const base = `${env.CI_API_V4_URL}/projects/${env.CI_PROJECT_ID}/issues`;
  const headers = { "private-token": env.GITLAB_TOKEN };
  return {
    page: (number) => ask("GET", `${base}?state=opened&labels=drift&per_page=100&page=${number}`, headers),
    text: (issue) => issue.description,
    open: (description) => ask("POST", base, headers, { title, description, labels: "drift" }),
    update: (issue, description) => ask("PUT", `${base}/${issue.iid}`, headers, { description }),
    async close(issue) {
      await ask("POST", `${base}/${issue.iid}/notes`, headers, { body: CLEAN });
      await ask("PUT", `${base}/${issue.iid}`, headers, { state_event: "close" });
    },
  };
}

async function ask(method, url, headers, body) {
  const answer = await fetch(url, {
    method,
    headers: { ...headers, "content-type": "application/json" },
    body: body && JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`${method} ${new URL(url).pathname}: ${answer.status}`);
  return answer.json();
}

/** All pages: a repository may have more drift than one page holds. */
async function ownIssue() {
  for (let number = 1; ; number++) {
    const page = await host.page(number);
    const found = page.find((issue) => host.text(issue)?.includes(marker));
    if (found || page.length < 100) return found;
  }
}

if (code === 0 || code === 1) {
  const issue = await ownIssue();
  if (code === 0 && issue) await host.close(issue);
  if (code === 1) {
    const body = `${marker}\n${existsSync(file) ? readFileSync(file, "utf8") : "granary drift has found drift."}`;
    if (!issue) await host.open(body);
    else if (host.text(issue) !== body) await host.update(issue, body);
  }
  const done = code === 0 ? (issue ? "issue closed" : "clean") : issue ? "issue updated" : "issue opened";
  console.log(`${stack}: ${done}`);
} else {
  console.error(`${stack}: granary drift ended with ${code}; what is live is not known, the issue stays as it is`);
  process.exitCode = code || 1;
}
