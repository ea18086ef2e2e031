// Logging, request payment and transfer acceleration of a bucket, through both fronts.
import { bucketLogging, bucketRequestPayment, bucketTransferAcceleration } from "../support/lives/switches";
import { runLives } from "../support/suite/suite";

runLives([bucketLogging, bucketRequestPayment, bucketTransferAcceleration]);
