// What a stack has already, so that nothing gets two owners.

import { BUCKET } from "../live/kinds";
import { currentStack, findProject, isReal } from "../stack/project";
import { recordedResources } from "../stack/recorded";

/** URN of the resource that manages a document, by token and id. */
export type ManagedBy = (token: string, id: string) => string | undefined;

export async function managedIn(cwd: string, stack: string | undefined): Promise<ManagedBy> {
  const { folder } = findProject(cwd);
  const options = { cwd: folder };
  const name = stack ?? (await currentStack(options));
  const urns = new Map<string, string>();
  for (const resource of (await recordedResources(name, options)).filter(isReal)) {
    const { type, urn, new: state } = resource;
    if (!state?.id) continue;
    urns.set(`${type}/${state.id}`, urn);
    // A Bucket with `acl` owns its ACL.
    if (type === BUCKET && state.inputs.acl !== undefined) urns.set(`oss:BucketAcl/${state.id}`, urn);
  }
  return (token, id) => urns.get(`${token}/${id}`);
}
