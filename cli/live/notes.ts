// What the author of the program should know about a resource that was adopted.
import type { Reading } from "./reader";

export function notesOf(token: string, { live }: Reading): string[] {
  switch (token) {
    case "oss:BucketReplication":
      return [
        "OSS does not give back sseKmsEncryptedObjects and replicaKmsKeyId (nor syncRole without KMS): add them if the rule copies objects that are encrypted with KMS.",
      ];
    case "oss:BucketRetentionPolicy":
      return live.locked
        ? ["Locked: it can be prolonged, but neither shortened nor deleted, by nobody."]
        : ["Not locked: it lapses 24 hours after its creation unless it is locked by then."];
    case "oss:BucketEncryption":
      return live.sseAlgorithm === "KMS" && live.kmsDataEncryption === undefined
        ? ["OSS may leave kmsDataEncryption out of its answers: add it if SM4 is in use."]
        : [];
    default:
      return [];
  }
}
