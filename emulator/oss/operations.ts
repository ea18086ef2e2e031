/** All rows, group after group. */
import { aclOperations } from "./bucket/acl";
import { basicOperations } from "./bucket/basic";
import { cnameOperations } from "./bucket/cname";
import { corsOperations } from "./bucket/cors";
import { encryptionOperations } from "./bucket/encryption";
import { inventoryOperations } from "./bucket/inventory";
import { lifecycleOperations } from "./bucket/lifecycle";
import { loggingOperations } from "./bucket/logging";
import { metaQueryOperations } from "./bucket/metaQuery";
import { policyOperations } from "./bucket/policy";
import { refererOperations } from "./bucket/referer";
import { replicationOperations } from "./bucket/replication";
import { requestPaymentOperations } from "./bucket/requestPayment";
import { serviceOperations } from "./bucket/service";
import { tagsOperations } from "./bucket/tags";
import { transferAccelerationOperations } from "./bucket/transferAcceleration";
import { versioningOperations } from "./bucket/versioning";
import { websiteOperations } from "./bucket/website";
import { wormOperations } from "./bucket/worm";
import { preflightOperations } from "./cors";
import { liveChannelOperations } from "./liveChannel";
import { deleteOperations } from "./object/delete";
import { directoryOperations } from "./object/directories";
import { getOperations } from "./object/get";
import { listOperations } from "./object/list";
import { multipartOperations } from "./object/multipart";
import { putOperations } from "./object/put";
import { uploadOperations } from "./object/uploads";
import type { Operation } from "./operation";

export const operations: readonly Operation[] = [
  ...serviceOperations,
  ...basicOperations,
  ...wormOperations,
  ...aclOperations,
  ...lifecycleOperations,
  ...transferAccelerationOperations,
  ...versioningOperations,
  ...replicationOperations,
  ...policyOperations,
  ...inventoryOperations,
  ...loggingOperations,
  ...websiteOperations,
  ...refererOperations,
  ...tagsOperations,
  ...encryptionOperations,
  ...requestPaymentOperations,
  ...corsOperations,
  ...metaQueryOperations,
  ...cnameOperations,
  ...preflightOperations,
  ...listOperations,
  ...putOperations,
  ...getOperations,
  ...deleteOperations,
  ...multipartOperations,
  ...uploadOperations,
  ...directoryOperations,
  ...liveChannelOperations,
];
