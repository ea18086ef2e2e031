// What the steps talk to besides OSS: the code host's API (as much of GitHub's and GitLab's as they use), its identity
// tokens, and Alibaba Cloud's STS.
import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";

export interface HostIssue {
  number: number;
  body: string;
  state: "open" | "closed";
  comments: string[];
}

export interface CodeHost {
  url: string;
  /** Comments of the one pull or merge request. */
  comments: { id: number; body: string }[];
  issues: HostIssue[];
  /** Names of the artifacts of the pull request's run, or the review.json of the merge request's job. */
  artifacts: string[];
  reviewJson: string;
  /** Forms that were posted to STS. */
  assumed: Record<string, string>[];
  /** Requests without a right token. */
  refused: number;
  stop(): Promise<void>;
}

export const HOST_TOKEN = "host-token-0123456789";
export const ID_TOKEN = "header.identity-of-the-job.signature";

export async function startCodeHost(): Promise<CodeHost> {
  const host: CodeHost = {
    url: "",
    comments: [],
    issues: [],
    artifacts: [],
    reviewJson: "{}",
    assumed: [],
    refused: 0,
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  };
  const server: Server = createServer(async (request, response) => {
    const body = await bodyOf(request);
    const answer = reply(host, request, body);
    response.writeHead(answer === undefined ? 404 : 200, { "content-type": "application/json" });
    response.end(JSON.stringify(answer ?? { message: "Not Found" }));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  host.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return host;
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let text = "";
  for await (const chunk of request) text += chunk;
  return text;
}

function reply(host: CodeHost, request: IncomingMessage, body: string): unknown {
  const { pathname, searchParams } = new URL(request.url!, "http://host");
  if (pathname === "/id-token") return searchParams.get("audience") === "sts.aliyuncs.com" ? { value: ID_TOKEN } : {};
  if (searchParams.get("Action") === "AssumeRoleWithOIDC") {
    host.assumed.push(Object.fromEntries(new URLSearchParams(body)));
    return {
      Credentials: { AccessKeyId: "STS.NTabcdefgh", AccessKeySecret: "sts-secret-1", SecurityToken: "sts-token'1" },
    };
  }
  const { authorization, "private-token": privateToken } = request.headers;
  if (authorization !== `Bearer ${HOST_TOKEN}` && privateToken !== HOST_TOKEN) {
    host.refused++;
    return undefined;
  }
  const json = body === "" ? {} : (JSON.parse(body) as Record<string, string>);
  return pathname.startsWith("/gitlab")
    ? gitlab(host, request.method!, pathname.slice("/gitlab".length), json)
    : github(host, request.method!, pathname.slice("/github".length), json);
}

function github(host: CodeHost, method: string, path: string, json: Record<string, string>): unknown {
  const base = "/repos/shop/infra";
  if (path === `${base}/commits/merged/pulls`) {
    return [{ number: 7, merged_at: "2026-11-01T00:00:00Z", head: { sha: "head" } }];
  }
  if (path === `${base}/actions/runs`) return { workflow_runs: [{ id: 1 }] };
  if (path === `${base}/actions/runs/1/artifacts`) return { artifacts: host.artifacts.map((name) => ({ name })) };
  if (path === `${base}/issues/7/comments`) return method === "GET" ? bots(host) : comment(host, json.body!);
  const edited = new RegExp(`^${base}/issues/comments/(\\d+)$`).exec(path);
  if (edited) return edit(host, Number(edited[1]), json.body!);
  return issues(host, method, path.slice(`${base}/issues`.length), json);
}

function gitlab(host: CodeHost, method: string, path: string, json: Record<string, string>): unknown {
  const base = "/projects/42";
  if (path === "/user") return { id: 5 };
  if (path === `${base}/repository/commits/merged/merge_requests`) return [{ iid: 7, state: "merged" }];
  if (path === `${base}/jobs/artifacts/refs%2Fmerge-requests%2F7%2Fhead/raw/review.json`)
    return JSON.parse(host.reviewJson);
  const notes = `${base}/merge_requests/7/notes`;
  if (path === notes && method === "GET") return host.comments.map((each) => ({ ...each, author: { id: 5 } }));
  if (path === notes) return comment(host, json.body!);
  const edited = /\/merge_requests\/7\/notes\/(\d+)$/.exec(path);
  if (edited) return edit(host, Number(edited[1]), json.body!);
  const state: Record<string, string> = json.state_event === "close" ? { state: "closed" } : {};
  const answer = issues(host, method, path.slice(`${base}/issues`.length), {
    ...json,
    body: json.description ?? json.body!,
    ...state,
  });
  const named = (issue: HostIssue) => ({ ...issue, iid: issue.number, description: issue.body });
  return Array.isArray(answer) ? answer.map(named) : answer;
}

function issues(host: CodeHost, method: string, path: string, json: Record<string, string>): unknown {
  const [, number, part] = /^(?:\/(\d+))?(?:\/(comments|notes))?$/.exec(path) ?? [];
  if (number === undefined) {
    if (method === "GET") return host.issues.filter(({ state }) => state === "open");
    const issue: HostIssue = { number: host.issues.length + 1, body: json.body!, state: "open", comments: [] };
    host.issues.push(issue);
    return issue;
  }
  const issue = host.issues.find((each) => each.number === Number(number));
  if (!issue) return undefined;
  if (part) issue.comments.push(json.body!);
  else {
    if (json.body !== undefined) issue.body = json.body;
    if (json.state === "closed") issue.state = "closed";
  }
  return issue;
}

function bots(host: CodeHost): unknown[] {
  return host.comments.map((each) => ({ ...each, user: { login: "github-actions[bot]", type: "Bot" } }));
}

function comment(host: CodeHost, body: string): unknown {
  const added = { id: host.comments.length + 1, body };
  host.comments.push(added);
  return added;
}

function edit(host: CodeHost, id: number, body: string): unknown {
  const found = host.comments.find((each) => each.id === id);
  if (found) found.body = body;
  return found;
}
