// Buckets and objects, through both fronts.
import { bucket } from "../support/lives/bucket";
import { bucketObject } from "../support/lives/object";
import { runLives } from "../support/suite/suite";

runLives([bucket, bucketObject]);
