// Custom domains, their tokens and data indexing of a bucket, through both fronts.
import { bucketCname, bucketCnameToken, bucketMetaQuery } from "../support/lives/domains";
import { runLives } from "../support/suite/suite";

runLives([bucketCname, bucketCnameToken, bucketMetaQuery]);
