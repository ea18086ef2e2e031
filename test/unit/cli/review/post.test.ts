// Comments on GitHub and GitLab, against servers that answer as theirs do.
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { reviewMarkdown } from "../../../../cli/report/markdown";
import { postReview, readTarget } from "../../../../cli/review/post";
import { setPause } from "../../../../cli/review/post/http";
import { finding, review } from "../support/review";

interface Call {
  method: string;
  path: string;
  headers: Record<string, string | string[] | undefined>;
  body?: { body: string };
}

let server: Server;
let url: string;
let calls: Call[];
let answer: (call: Call) => [status: number, body: unknown, headers?: Record<string, string>];

beforeAll(async () => {
  setPause(1);
  server = createServer((request, response) => {
    let text = "";
    request.on("data", (data) => {
      text += data;
    });
    request.on("end", () => {
      const call: Call = {
        method: request.method!,
        path: request.url!,
        headers: request.headers,
        body: text === "" ? undefined : JSON.parse(text),
      };
      calls.push(call);
      const [status, body, headers] = answer(call);
      response.writeHead(status, { "content-type": "application/json", ...headers }).end(JSON.stringify(body));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
beforeEach(() => {
  calls = [];
});
afterAll(() => server.close());

const dev = review({ findings: [finding()] });
const body = reviewMarkdown(dev);
const github = () =>
  readTarget("github", {
    GITHUB_TOKEN: "ghs_secret",
    GITHUB_REPOSITORY: "own/shop",
    GITHUB_REF: "refs/pull/12/merge",
    GITHUB_API_URL: url,
  });
const gitlab = () =>
  readTarget("gitlab", {
    GITLAB_TOKEN: "glpat_secret",
    CI_PROJECT_ID: "77",
    CI_MERGE_REQUEST_IID: "5",
    CI_API_V4_URL: `${url}/api/v4`,
  });
const filler = (count: number) =>
  Array.from({ length: count }, (_, id) => ({
    id,
    body: "hello",
    user: { login: "ci", type: "User" },
    author: { id: 1 },
  }));

test("GitHub: a first comment is added, after a look at every page", async () => {
  answer = ({ method, path }) =>
    path === "/user"
      ? [200, { login: "ci" }]
      : method === "POST"
        ? [201, {}]
        : [200, path.endsWith("&page=1") ? filler(100) : filler(3)];
  expect(await postReview(github(), dev, body)).toBe("commented on pull request 12 of own/shop");
  expect(calls.map((each) => `${each.method} ${each.path}`)).toEqual([
    "GET /user",
    "GET /repos/own/shop/issues/12/comments?per_page=100&page=1",
    "GET /repos/own/shop/issues/12/comments?per_page=100&page=2",
    "POST /repos/own/shop/issues/12/comments",
  ]);
  expect(calls[3]!.body!.body).toBe(body);
  expect(calls[3]!.headers.authorization).toBe("Bearer ghs_secret");
});

test("GitHub: our own comment is updated in place, another's with the same marker is left alone", async () => {
  const comments = [
    { id: 1, body, user: { login: "mallory", type: "User" } },
    { id: 2, body: `${body.split("\n")[0]}\nold`, user: { login: "github-actions[bot]", type: "Bot" } },
  ];
  // The token of a job may not ask who it is.
  answer = ({ path }) => (path === "/user" ? [403, {}] : [200, comments]);
  expect(await postReview(github(), dev, body)).toBe("updated the comment on pull request 12 of own/shop");
  expect(calls.at(-1)).toMatchObject({ method: "PATCH", path: "/repos/own/shop/issues/comments/2" });
});

test("our own comment is found on the last of many pages, on both hosts", async () => {
  const marker = body.split("\n")[0];
  const page = (path: string, last: object) => [200, path.endsWith("&page=3") ? [...filler(40), last] : filler(100)];
  answer = ({ path }) =>
    path === "/user"
      ? [200, { login: "ci" }]
      : (page(path, { id: 240, body: `${marker}\nold`, user: { login: "ci", type: "User" } }) as [number, unknown]);
  expect(await postReview(github(), dev, body)).toBe("updated the comment on pull request 12 of own/shop");
  expect(calls.at(-1)).toMatchObject({ method: "PATCH", path: "/repos/own/shop/issues/comments/240" });
  answer = ({ path }) =>
    path.endsWith("/user")
      ? [200, { id: 2 }]
      : (page(path, { id: 241, body: `${marker}\nold`, author: { id: 2 } }) as [number, unknown]);
  expect(await postReview(gitlab(), dev, body)).toBe("updated the comment on merge request 5");
  expect(calls.at(-1)).toMatchObject({ method: "PUT", path: "/api/v4/projects/77/merge_requests/5/notes/241" });
});

test("a comment whose answer is lost is looked for before it is written again", async () => {
  const comments: object[] = [];
  answer = ({ method, path, body: sent }) => {
    if (path === "/user") return [200, { login: "ci" }];
    if (method === "GET") return [200, comments];
    comments.push({ id: 1, body: sent!.body, user: { login: "ci", type: "User" } });
    return [502, {}];
  };
  expect(await postReview(github(), dev, body)).toBe("the comment on pull request 12 of own/shop is up to date");
  expect(calls.filter((each) => each.method === "POST")).toHaveLength(1);
});

test("a limit on requests, which GitHub tells with 403 and a time to wait, is not taken for a missing right", async () => {
  let limited = true;
  answer = ({ path }) => {
    if (path === "/user") return [200, { login: "ci" }];
    if (!limited) return [200, []];
    limited = false;
    return [403, { message: "secondary rate limit" }, { "retry-after": "1" }];
  };
  expect(await postReview(github(), dev, body)).toBe("commented on pull request 12 of own/shop");
});

test("GitLab: our own note is updated in place", async () => {
  const notes = [
    { id: 8, body, author: { id: 1 } },
    { id: 9, body: `${body.split("\n")[0]}\nold`, author: { id: 2 } },
  ];
  answer = ({ path }) => (path.endsWith("/user") ? [200, { id: 2 }] : [200, notes]);
  expect(await postReview(gitlab(), dev, body)).toBe("updated the comment on merge request 5");
  expect(calls.at(-1)).toMatchObject({ method: "PUT", path: "/api/v4/projects/77/merge_requests/5/notes/9" });
  expect(calls.at(-1)!.headers["private-token"]).toBe("glpat_secret");
});

test("an equal comment is not written again, and no change gets no new comment", async () => {
  answer = ({ path }) =>
    path === "/user"
      ? [200, { login: "ci" }]
      : [200, [{ id: 1, body: body.replaceAll("\n", "\r\n"), user: { login: "ci", type: "User" } }]];
  expect(await postReview(github(), dev, body)).toContain("is up to date");
  const nothing = review({ steps: [], changes: {} });
  answer = ({ path }) => (path === "/user" ? [200, { login: "ci" }] : [200, []]);
  expect(await postReview(github(), nothing, reviewMarkdown(nothing))).toContain("gets no comment");
  expect(calls.filter((each) => each.method !== "GET")).toEqual([]);
});

test("no changes any more: the comment that stands is updated", async () => {
  const nothing = review({ steps: [], changes: {} });
  answer = ({ path }) =>
    path === "/user" ? [200, { login: "ci" }] : [200, [{ id: 1, body, user: { login: "ci", type: "User" } }]];
  await postReview(github(), nothing, reviewMarkdown(nothing));
  expect(calls.at(-1)!.body!.body).toContain("No changes");
});

test("a fork's token that may only read is no failure", async () => {
  answer = ({ method, path }) =>
    path === "/user"
      ? [403, {}]
      : method === "GET"
        ? [200, []]
        : [403, { message: "Resource not accessible by integration" }];
  expect(await postReview(github(), dev, body)).toContain("the report was not posted");
});

test("a busy service is asked again, five times at most", async () => {
  let left = 2;
  answer = ({ path }) => (left-- > 0 ? [502, {}] : path === "/user" ? [200, { login: "ci" }] : [200, []]);
  await postReview(github(), dev, body);
  expect(calls.filter((each) => each.path === "/user")).toHaveLength(3);
  calls = [];
  answer = () => [503, { message: "down" }];
  await expect(postReview(github(), dev, body)).rejects.toThrow('GET /user: 503 "down"');
  expect(calls).toHaveLength(5);
});

test.each([
  ["github", {}, "GITHUB_TOKEN"],
  ["github", { GITHUB_TOKEN: "t" }, "GITHUB_REPOSITORY"],
  ["github", { GITHUB_TOKEN: "t", GITHUB_REPOSITORY: "o/r", GITHUB_REF: "refs/heads/main" }, "no pull request"],
  ["gitlab", {}, "GITLAB_TOKEN"],
  ["gitlab", { GITLAB_TOKEN: "t", CI_PROJECT_ID: "1" }, "no merge request pipeline"],
] as const)("%s without what it needs is wrong use: %j", (kind, env, message) => {
  expect(() => readTarget(kind, env)).toThrow(message);
});
