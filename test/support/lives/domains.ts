// Custom domains, the tokens that prove them, and data indexing. OSS API reference 20220713, 7.17 and 7.18.
import type { Emulated } from "../emulated";
import { bucketCname as cnameScenario } from "../scenarios/bucketCname";
import { bucketCnameToken as tokenScenario } from "../scenarios/bucketCnameToken";
import { bucketMetaQuery as metaQueryScenario } from "../scenarios/bucketMetaQuery";
import { document, type Life, twoBuckets } from "./life";

const ids = { minimal: "web-assets/www.example.com", full: "web-assets/www.example.com" };
const keys = ["bucket", "domain"];

/** Domains that the scenarios bind; each is proved by a token first. */
const DOMAINS = ["www.example.com", "example.com", "xn--fsqu00a.xn--0zwm56d", `${"a".repeat(63)}.example.com`];

async function provedDomains(emulated: Emulated): Promise<void> {
  await twoBuckets(emulated);
  for (const domain of DOMAINS) {
    const body = `<BucketCnameConfiguration><Cname><Domain>${domain}</Domain></Cname></BucketCnameConfiguration>`;
    const answer = await emulated.send({ method: "POST", bucket: "web-assets", query: "cname&comp=token", body });
    if (answer.status !== 200) throw new Error(`CreateCnameToken: ${answer.status} ${answer.body}`);
  }
}

const bound = { domain: "www.example.com", lastModified: 0 };
const cname = (value: unknown) => document("cname/www.example.com", value);
const withCertificate = { bucket: "web-assets", domain: "www.example.com", certificate: { certId: "92-cn-hangzhou" } };

export const bucketCname: Life = {
  scenario: cnameScenario,
  ids,
  keys,
  prepare: provedDomains,
  requests: { create: ["ListCname", "PutCname"], read: ["ListCname"], update: ["PutCname"], delete: ["DeleteCname"] },
  drifts: [
    {
      name: "a certificate taken away",
      inputs: cnameScenario.full,
      change: cname(bound),
      paths: ["certificate"],
    },
    {
      name: "another certificate",
      inputs: withCertificate,
      change: cname({ ...bound, certificate: { certId: "93-cn-hangzhou", boundAt: 0 } }),
      paths: ["certificate.certId"],
    },
  ],
  removal: cname(null),
  // A certificate is not given back.
  untold: { minimal: [], full: ["certificate"] },
};

export const bucketCnameToken: Life = {
  scenario: tokenScenario,
  ids,
  keys,
  requests: {
    create: ["GetCnameToken", "CreateCnameToken"],
    read: ["GetCnameToken"],
    update: [],
    // There is no operation that deletes a token; it lapses.
    delete: [],
  },
  drifts: [],
  left: { minimal: tokenScenario.minimal, full: tokenScenario.full },
  untold: { minimal: [], full: [] },
};

export const bucketMetaQuery: Life = {
  scenario: metaQueryScenario,
  ids: { minimal: "web-assets", full: "web-assets" },
  keys: ["bucket"],
  requests: {
    create: ["GetMetaQueryStatus", "OpenMetaQuery"],
    read: ["GetMetaQueryStatus"],
    update: [],
    delete: ["CloseMetaQuery"],
  },
  drifts: [],
  removal: document("metaQuery", null),
  untold: { minimal: [], full: [] },
};
