import { UsageError } from "../../errors";
import { type Api, pages, send } from "./http";
import type { Thread } from "./thread";

export interface GitlabTarget {
  api: Api;
  project: string;
  request: string;
}

/** From the variables of a GitLab job. A job's own token may not write notes: GITLAB_TOKEN is one with scope `api`. */
export function readGitlab(env: NodeJS.ProcessEnv): GitlabTarget {
  const { GITLAB_TOKEN: token, CI_PROJECT_ID: project, CI_MERGE_REQUEST_IID: request } = env;
  if (!token)
    throw new UsageError("--post gitlab needs GITLAB_TOKEN in the environment: a project access token with scope api");
  if (!project) throw new UsageError("--post gitlab needs CI_PROJECT_ID in the environment");
  if (!request)
    throw new UsageError("--post gitlab: this is no merge request pipeline; CI_MERGE_REQUEST_IID is not set");
  return {
    api: { url: env.CI_API_V4_URL ?? "https://gitlab.com/api/v4", headers: { "private-token": token } },
    project: encodeURIComponent(project),
    request,
  };
}

interface Note {
  id: number;
  body: string;
  system?: boolean;
  author: { id: number };
}

export function gitlabThread({ api, project, request }: GitlabTarget): Thread {
  const notes = `/projects/${project}/merge_requests/${request}/notes`;
  return {
    name: `merge request ${request}`,
    async own() {
      const me = (await send(api, "GET", "/user")).json as { id: number };
      const all = await pages<Note>(api, notes);
      return all
        .filter((each) => !each.system && each.author.id === me.id)
        .map((each) => ({ id: String(each.id), body: each.body }));
    },
    async add(body) {
      await send(api, "POST", notes, { body });
    },
    async replace(id, body) {
      await send(api, "PUT", `${notes}/${id}`, { body });
    },
  };
}
