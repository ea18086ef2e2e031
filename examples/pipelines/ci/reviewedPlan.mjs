// Prints the fingerprint of the plan that was reviewed on the pull or merge request that this commit comes from.
// It is taken from what the review's own job has stored, not from a comment, which people can edit.
//
//   fingerprint=$(node ci/reviewedPlan.mjs)
//
// Needs STACK, and GITHUB_TOKEN (actions: read, pull-requests: read) or GITLAB_TOKEN (scope read_api).
const { env } = process;

async function ask(url, headers) {
  const answer = await fetch(url, { headers });
  if (!answer.ok) throw new Error(`${new URL(url).pathname}: ${answer.status}`);
  return answer.json();
}

/** The job uploads its report as an artifact named plan-<stack>-<fingerprint>; only jobs can make artifacts. */
async function fromGithub() {
  const base = `${env.GITHUB_API_URL ?? "https://api.github.com"}/repos/${env.GITHUB_REPOSITORY}`;
  const headers = { authorization: `Bearer ${env.GITHUB_TOKEN}`, accept: "application/vnd.github+json" };
  const pulls = await ask(`${base}/commits/${env.GITHUB_SHA}/pulls`, headers);
  const pull = pulls.find((each) => each.merged_at);
  if (!pull) throw new Error(`commit ${env.GITHUB_SHA} comes from no pull request: nobody has reviewed it`);
  const query = new URLSearchParams({ head_sha: pull.head.sha, event: "pull_request", per_page: "100" });
  // Newest first: a job that ran again has judged again.
  const { workflow_runs: runs } = await ask(`${base}/actions/runs?${query}`, headers);
  for (const run of runs) {
    const { artifacts } = await ask(`${base}/actions/runs/${run.id}/artifacts?per_page=100`, headers);
    const found = artifacts.map(({ name }) => name).find((name) => name.startsWith(`plan-${env.STACK}-`));
    if (found) return found.slice(`plan-${env.STACK}-`.length);
  }
  throw new Error(`pull request ${pull.number} has no review of stack ${env.STACK}`);
}

/** The job `review` of the merge request's last pipeline keeps review.json as an artifact. */
async function fromGitlab() {
  const base = `${env.CI_API_V4_URL}/projects/${env.CI_PROJECT_ID}`;
  const headers = { "private-token": env.GITLAB_TOKEN };
  const requests = await ask(`${base}/repository/commits/${env.CI_COMMIT_SHA}/merge_requests`, headers);
  const request = requests.find((each) => each.state === "merged");
  if (!request) throw new Error(`commit ${env.CI_COMMIT_SHA} comes from no merge request: nobody has reviewed it`);
  const ref = encodeURIComponent(`refs/merge-requests/${request.iid}/head`);
  const { stack, fingerprint } = await ask(`${base}/jobs/artifacts/${ref}/raw/review.json?job=review`, headers);
  if (stack !== env.STACK) throw new Error(`merge request ${request.iid} has no review of stack ${env.STACK}`);
  return fingerprint;
}

const fingerprint = await (env.GITHUB_ACTIONS === "true" ? fromGithub() : fromGitlab());
if (!/^\S+$/.test(fingerprint ?? "")) throw new Error("the review has no fingerprint");
console.log(fingerprint);
