// Retention policy and inventories of a bucket, through both fronts.
import { bucketInventory, bucketRetentionPolicy } from "../support/lives/protection";
import { runLives } from "../support/suite/suite";

runLives([bucketInventory, bucketRetentionPolicy]);
