// CORS and lifecycle rules and the website of a bucket, through both fronts.
import { bucketCors } from "../support/lives/cors";
import { bucketLifecycle, bucketWebsite } from "../support/lives/rules";
import { runLives } from "../support/suite/suite";

runLives([bucketCors, bucketLifecycle, bucketWebsite]);
