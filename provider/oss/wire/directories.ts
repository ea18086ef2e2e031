// OSS API reference 20220713, DeleteDirectory: DeleteDirectoryResult.
import { int, readXml, text } from "../../http/xml";

export interface DeletedDirectory {
  /** Objects and directories that this call deleted. */
  count: number;
  /** Token to go on with; undefined when all is deleted. */
  next?: string;
}

export function decodeDeletedDirectory(body: string): DeletedDirectory {
  const root = readXml(body, "DeleteDirectoryResult", []);
  return { count: int(root, "DeleteNumber") ?? 0, next: text(root, "NextDeleteToken") || undefined };
}
