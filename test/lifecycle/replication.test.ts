// Replication of a bucket, through both fronts.
import { bucketReplication } from "../support/lives/protection";
import { runLives } from "../support/suite/suite";

runLives([bucketReplication]);
