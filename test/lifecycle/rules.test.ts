// Rules of a bucket, through both fronts.
import { bucketCors } from "../support/lives/bucketCors";
import { runLives } from "../support/suite/suite";

runLives([bucketCors]);
