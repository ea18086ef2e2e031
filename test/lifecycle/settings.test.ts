// Tags, versioning and encryption of a bucket, through both fronts.
import { bucketEncryption, bucketTags, bucketVersioning } from "../support/lives/settings";
import { runLives } from "../support/suite/suite";

runLives([bucketEncryption, bucketTags, bucketVersioning]);
