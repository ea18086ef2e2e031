// Puts the report into the pull or merge request: one comment per stack, found again by its marker and updated in place.

import { reviewMarker } from "../../report/markdown";
import type { Review } from "../../report/types";
import { isUnchanged } from "../../report/words";
import { githubThread, readGithub } from "./github";
import { gitlabThread, readGitlab } from "./gitlab";
import { ATTEMPTS, NotAllowed, Unsure, wait } from "./http";
import type { Thread } from "./thread";

export type Target = { kind: "github" | "gitlab"; thread: Thread };

/** Where to post, from the variables that the pipeline sets. Sends nothing. */
export function readTarget(kind: "github" | "gitlab", env: NodeJS.ProcessEnv): Target {
  return { kind, thread: kind === "github" ? githubThread(readGithub(env)) : gitlabThread(readGitlab(env)) };
}

/** Posts or updates the comment; says what was done. */
export async function postReview({ thread }: Target, review: Review, body: string): Promise<string> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await postOnce(thread, review, body);
    } catch (error) {
      // The comment may be there although the answer is lost: look again before adding a second one.
      if (error instanceof Unsure && attempt < ATTEMPTS) await wait(attempt);
      // The token of a fork's pull request may only read: the report is among the artifacts then.
      else if (error instanceof NotAllowed)
        return `the token may not comment on ${thread.name} (${error.message}); the report was not posted`;
      else throw error;
    }
  }
}

async function postOnce(thread: Thread, review: Review, body: string): Promise<string> {
  const marker = reviewMarker(review);
  const standing = (await thread.own()).find((each) => each.body.startsWith(marker));
  if (!standing) {
    if (isUnchanged(review)) return `nothing changes, so ${thread.name} gets no comment`;
    await thread.add(body);
    return `commented on ${thread.name}`;
  }
  if (normal(standing.body) === normal(body)) return `the comment on ${thread.name} is up to date`;
  await thread.replace(standing.id, body);
  return `updated the comment on ${thread.name}`;
}

function normal(body: string): string {
  return body.replaceAll("\r\n", "\n").trim();
}
