// Every scenario, by the file of its resource.
import { bucket } from "./bucket";
import { bucketAcl } from "./bucketAcl";
import { bucketCors } from "./bucketCors";
import { bucketEncryption } from "./bucketEncryption";
import { bucketLifecycle } from "./bucketLifecycle";
import { bucketObject } from "./bucketObject";
import { bucketPolicy } from "./bucketPolicy";
import { bucketReferer } from "./bucketReferer";
import { bucketTags } from "./bucketTags";
import { bucketVersioning } from "./bucketVersioning";
import { bucketWebsite } from "./bucketWebsite";
import type { Scenario } from "./scenario";

export type { Arguments, Scenario } from "./scenario";
export { BUCKET } from "./scenario";

export const scenarios: Scenario[] = [
  bucket,
  bucketAcl,
  bucketCors,
  bucketEncryption,
  bucketLifecycle,
  bucketObject,
  bucketPolicy,
  bucketReferer,
  bucketTags,
  bucketVersioning,
  bucketWebsite,
];
