// ACL, policy and referers of a bucket, through both fronts.
import { bucketAcl, bucketPolicy, bucketReferer } from "../support/lives/access";
import { runLives } from "../support/suite/suite";

runLives([bucketAcl, bucketPolicy, bucketReferer]);
