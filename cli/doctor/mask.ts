// Everything that leaves the doctor passes through `mask`, so that it can be pasted into an issue.
import { homedir } from "node:os";
import { redact } from "../../provider/http/redact";

const keyIds = new Set<string>();

/** Makes `mask` shorten this access key id wherever it appears as a word. */
export function registerKeyId(id: string): void {
  keyIds.add(id);
}

/** "…4711": the last four characters, fewer of a short id. */
export function maskKeyId(id: string): string {
  return `…${id.slice(-Math.min(4, Math.floor(id.length / 2)))}`;
}

const PATTERNS: readonly [pattern: RegExp, replacement: (...groups: string[]) => string][] = [
  // Access key ids of Alibaba Cloud: of users (LTAI...), temporary ones (STS.…, TMP.…).
  [/\b(?:LTAI[A-Za-z0-9]{8,}|(?:STS|TMP)\.[A-Za-z0-9._-]{8,})/g, (id) => maskKeyId(id)],
  // Ids of accounts, users and roles are 15 to 20 digits.
  [/(?<![\w.])\d{15,20}(?![\w.])/g, () => "<account>"],
  // scheme://user:password@host
  [/(\b[a-z][a-z0-9+.-]*:\/\/)[^\s/@]+@/gi, (_, scheme = "") => `${scheme}***@`],
  // Tokens of Pulumi Cloud, GitHub and GitLab.
  [/\b(?:pul-[0-9a-f]{20,}|gh[a-z]_[A-Za-z0-9]{20,}|glpat-[\w-]{16,})/g, () => "[redacted]"],
];

/** The text without secrets, access key ids, account ids, passwords in URLs and the user's home folder. */
export function mask(text: string): string {
  let clean = redact(text);
  for (const id of keyIds) clean = clean.replace(word(id), maskKeyId(id));
  for (const [pattern, replacement] of PATTERNS) clean = clean.replace(pattern, replacement);
  const home = homedir();
  return home.length > 1 ? clean.replaceAll(home, "~") : clean;
}

// A short id, such as that of the emulator, may be a word of its own: it counts where it stands as a value.
function word(id: string): RegExp {
  const escaped = id.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  return id.length >= 12
    ? new RegExp(escaped, "g")
    : new RegExp(`(?<=(?:AccessKeyId|Credential)\\W{1,3})${escaped}\\b`, "gi");
}
