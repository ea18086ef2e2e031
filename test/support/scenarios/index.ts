// Every scenario, by the file of its resource.
import { bucket } from "./bucket";
import { bucketAcl } from "./bucketAcl";
import { bucketCname } from "./bucketCname";
import { bucketCnameToken } from "./bucketCnameToken";
import { bucketCors } from "./bucketCors";
import { bucketEncryption } from "./bucketEncryption";
import { bucketInventory } from "./bucketInventory";
import { bucketLifecycle } from "./bucketLifecycle";
import { bucketLogging } from "./bucketLogging";
import { bucketMetaQuery } from "./bucketMetaQuery";
import { bucketObject } from "./bucketObject";
import { bucketPolicy } from "./bucketPolicy";
import { bucketReferer } from "./bucketReferer";
import { bucketReplication } from "./bucketReplication";
import { bucketRequestPayment } from "./bucketRequestPayment";
import { bucketRetentionPolicy } from "./bucketRetentionPolicy";
import { bucketTags } from "./bucketTags";
import { bucketTransferAcceleration } from "./bucketTransferAcceleration";
import { bucketVersioning } from "./bucketVersioning";
import { bucketWebsite } from "./bucketWebsite";
import type { Scenario } from "./scenario";

export type { Arguments, Scenario } from "./scenario";
export { BUCKET } from "./scenario";

export const scenarios: Scenario[] = [
  bucket,
  bucketAcl,
  bucketCname,
  bucketCnameToken,
  bucketCors,
  bucketEncryption,
  bucketInventory,
  bucketLifecycle,
  bucketLogging,
  bucketMetaQuery,
  bucketObject,
  bucketPolicy,
  bucketReferer,
  bucketReplication,
  bucketRequestPayment,
  bucketRetentionPolicy,
  bucketTags,
  bucketTransferAcceleration,
  bucketVersioning,
  bucketWebsite,
];
