// Every error code that the OSS API reference 20220713 documents for an operation on the service, the regions and buckets,
// with the line of the document.
import { delivery } from "./documented/delivery";
import { domains } from "./documented/domains";
import type { Meeting } from "./documented/meeting";
import { rules } from "./documented/rules";
import { service } from "./documented/service";

export type { DocumentedError, Meeting } from "./documented/meeting";

export const meetings: readonly Meeting[] = [...service, ...rules, ...delivery, ...domains];
