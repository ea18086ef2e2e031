// OSS API reference 20220713, 7.18.1 CreateCnameToken [L7141-7243].
import { badDomains } from "./domains";
import { BUCKET, ownedOnce, type Scenario } from "./scenario";

const minimal = { bucket: BUCKET, domain: "www.example.com" };
const common = ownedOnce(minimal);

export const bucketCnameToken: Scenario = {
  token: "oss:BucketCnameToken",
  minimal,
  full: minimal,
  bad: [...common.bad, ...badDomains(BUCKET)],
  good: [{ name: "a domain of two labels", inputs: { bucket: BUCKET, domain: "example.com" } }],
  updates: [],
  same: [],
  replacements: [
    ...common.replacements,
    { name: "another domain", from: minimal, to: { ...minimal, domain: "shop.example.com" }, paths: ["domain"] },
  ],
};
