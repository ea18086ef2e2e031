// Settings that OSS has learned since the 2022 reference: a write would drop them, so they are named when they are seen.
import { granary } from "../../../provider";
import { findResource } from "../../../provider/kit/define";
import { missingFrom } from "../../../provider/oss/unmanaged";
import { fakeClient } from "./fakeClient";
import { fixture } from "./golden";

async function told(token: string, operation: string, answer: string): Promise<string[]> {
  const messages: string[] = [];
  const context = { signal: new AbortController().signal, progress: (message: string) => messages.push(message) };
  const id = { bucket: "web-assets", inventoryId: "report1" };
  await findResource(granary, token)!.observe(fakeClient({ [operation]: answer }).client, id, context);
  return messages;
}

test.each([
  [
    "a website that mirrors over an express tunnel",
    "oss:BucketWebsite",
    "GetBucketWebsite",
    "<WebsiteConfiguration><RoutingRules><RoutingRule><RuleNumber>1</RuleNumber><Condition/><Redirect><RedirectType>Mirror</RedirectType>" +
      "<MirrorURL>http://a/</MirrorURL><MirrorSNI>true</MirrorSNI><MirrorURLSlave>http://b/</MirrorURLSlave></Redirect></RoutingRule></RoutingRules></WebsiteConfiguration>",
    "the website configuration of bucket web-assets has MirrorSNI, MirrorURLSlave, which Granary does not manage: the next change of it here removes them",
  ],
  [
    "a blacklist of referers",
    "oss:BucketReferer",
    "GetBucketReferer",
    "<RefererConfiguration><AllowEmptyReferer>true</AllowEmptyReferer><RefererList/><TruncatePath>true</TruncatePath></RefererConfiguration>",
    "the referer configuration of bucket web-assets has TruncatePath, which Granary does not manage: the next change of it here removes it",
  ],
  [
    "a lifecycle rule by access time",
    "oss:BucketLifecycle",
    "GetBucketLifecycle",
    "<LifecycleConfiguration><Rule><ID>a</ID><Prefix/><Status>Enabled</Status><Transition><Days>1</Days><StorageClass>IA</StorageClass>" +
      "<IsAccessTime>true</IsAccessTime></Transition></Rule></LifecycleConfiguration>",
    "the lifecycle configuration of bucket web-assets has IsAccessTime, which Granary does not manage: the next change of it here removes it",
  ],
  [
    "an inventory of new objects",
    "oss:BucketInventory",
    "GetBucketInventory",
    fixture("inventory/get.xml").replace(
      "</InventoryConfiguration>",
      "<IncrementalInventory><IsEnabled>true</IsEnabled><Schedule><Frequency>600</Frequency></Schedule><X>1</X></IncrementalInventory></InventoryConfiguration>",
    ),
    "inventory report1 of bucket web-assets has X, which Granary does not manage: the next change of it here removes it",
  ],
])("%s", async (_, token, operation, answer, message) => {
  expect(await told(token, operation, answer)).toEqual([message]);
});

test.each([
  ["oss:BucketCors", "GetBucketCors", "cors/get.xml"],
  ["oss:BucketEncryption", "GetBucketEncryption", "encryption/get.xml"],
  ["oss:BucketLifecycle", "GetBucketLifecycle", "lifecycle/get.xml"],
  ["oss:BucketReferer", "GetBucketReferer", "referer/get.xml"],
  ["oss:BucketTags", "GetBucketTags", "tagging/get.xml"],
  ["oss:BucketVersioning", "GetBucketVersioning", "versioning/get-enabled.xml"],
  ["oss:BucketWebsite", "GetBucketWebsite", "website/get.xml"],
  ["oss:BucketInventory", "GetBucketInventory", "inventory/get.xml"],
])("the documented answer holds nothing of the kind: %s", async (token, operation, file) => {
  expect(await told(token, operation, fixture(file))).toEqual([]);
});

test("an element that is empty or that holds elements is nothing to lose", () => {
  expect(missingFrom("<A><B>1</B></A>", "<A><B>2</B><C/><D></D><E> \n</E><F><B>1</B></F></A>")).toEqual([]);
  expect(missingFrom("<A/>", '<A><B x="1">2</B><B>3</B><C>4</C></A>')).toEqual(["B", "C"]);
});
