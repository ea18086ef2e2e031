import { readFileSync } from "node:fs";
import { UsageError } from "../../errors";
import { type Api, pages, send } from "./http";
import type { Thread } from "./thread";

export interface GithubTarget {
  api: Api;
  repository: string;
  pull: number;
}

/** From the variables of a GitHub Actions job. GITHUB_TOKEN has to be handed to the step. */
export function readGithub(env: NodeJS.ProcessEnv): GithubTarget {
  const token = env.GITHUB_TOKEN ?? env.GH_TOKEN;
  if (!token) throw new UsageError("--post github needs GITHUB_TOKEN in the environment");
  const repository = env.GITHUB_REPOSITORY;
  if (!repository) throw new UsageError("--post github needs GITHUB_REPOSITORY (owner/name) in the environment");
  const pull = pullRequest(env);
  if (pull === undefined) {
    throw new UsageError(
      "--post github: this is no pull request; GITHUB_REF is not refs/pull/<number>/merge, and the event names none",
    );
  }
  return {
    api: {
      url: env.GITHUB_API_URL ?? "https://api.github.com",
      headers: {
        authorization: `Bearer ${token}`,
        accept: "application/vnd.github+json",
        "x-github-api-version": "2022-11-28",
      },
    },
    repository,
    pull,
  };
}

function pullRequest(env: NodeJS.ProcessEnv): number | undefined {
  const ref = /^refs\/pull\/(\d+)\//.exec(env.GITHUB_REF ?? "");
  if (ref) return Number(ref[1]);
  if (!env.GITHUB_EVENT_PATH) return undefined;
  try {
    const event = JSON.parse(readFileSync(env.GITHUB_EVENT_PATH, "utf8")) as {
      pull_request?: { number?: number };
      issue?: { number?: number };
    };
    return event.pull_request?.number ?? event.issue?.number;
  } catch {
    return undefined;
  }
}

interface GithubComment {
  id: number;
  body?: string;
  user?: { login: string; type: string } | null;
}

export function githubThread({ api, repository, pull }: GithubTarget): Thread {
  const comments = `/repos/${repository}/issues/${pull}/comments`;
  return {
    name: `pull request ${pull} of ${repository}`,
    async own() {
      // The token of a job is no user's: it speaks as a bot.
      const me = await send(api, "GET", "/user", undefined, [401, 403, 404]);
      const login = me.status === 200 ? (me.json as { login: string }).login : undefined;
      const all = await pages<GithubComment>(api, comments);
      return all
        .filter((each) => (login === undefined ? each.user?.type === "Bot" : each.user?.login === login))
        .map((each) => ({ id: String(each.id), body: each.body ?? "" }));
    },
    async add(body) {
      await send(api, "POST", comments, { body });
    },
    async replace(id, body) {
      await send(api, "PATCH", `/repos/${repository}/issues/comments/${id}`, { body });
    },
  };
}
