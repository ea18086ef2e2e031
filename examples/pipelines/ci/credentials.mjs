// Temporary credentials for a job, from the token by which GitHub or GitLab vouch for it (OpenID Connect). No key is
// stored anywhere.
//
//   GitHub Actions: node ci/credentials.mjs              the following steps have the variables
//   GitLab CI:      eval "$(node ci/credentials.mjs)"    this script has the variables
//
// 1. The token goes into a file. Alibaba Cloud's credentials library, which Granary uses, reads it there: it takes
//    ALIBABA_CLOUD_ROLE_ARN, ALIBABA_CLOUD_OIDC_PROVIDER_ARN and ALIBABA_CLOUD_OIDC_TOKEN_FILE.
// 2. The state's backend speaks S3 and knows nothing of this, so the token is exchanged for keys that last an hour:
//    AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN.
import { appendFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

const { env } = process;
const onGithub = env.GITHUB_ACTIONS === "true";
/** The token is made for this service only. The identity provider in RAM has to name the same audience. */
const AUDIENCE = "sts.aliyuncs.com";

function needed(name) {
  if (!env[name]) throw new Error(`${name} is not set`);
  return env[name];
}

async function identityToken() {
  // GitLab puts it into the variable that `id_tokens` names.
  if (!onGithub) return needed("GITLAB_OIDC_TOKEN");
  const url = new URL(needed("ACTIONS_ID_TOKEN_REQUEST_URL"));
  url.searchParams.set("audience", AUDIENCE);
  const headers = { authorization: `Bearer ${needed("ACTIONS_ID_TOKEN_REQUEST_TOKEN")}` };
  const answer = await fetch(url, { headers });
  if (!answer.ok) throw new Error(`GitHub gave no identity token: ${answer.status}`);
  return (await answer.json()).value;
}

/** Security Token Service, AssumeRoleWithOIDC: the only request of Alibaba Cloud that is not signed. */
async function temporaryKeys(token) {
  const url = new URL(env.STS_ENDPOINT ?? "https://sts.aliyuncs.com");
  url.search = new URLSearchParams({
    Action: "AssumeRoleWithOIDC",
    Version: "2015-04-01",
    Format: "JSON",
    Timestamp: new Date().toISOString().replace(/\.\d+Z$/, "Z"),
  }).toString();
  const body = new URLSearchParams({
    RoleArn: needed("ALIBABA_CLOUD_ROLE_ARN"),
    OIDCProviderArn: needed("ALIBABA_CLOUD_OIDC_PROVIDER_ARN"),
    OIDCToken: token,
    RoleSessionName: "granary-pipeline",
    DurationSeconds: "3600",
  });
  const answer = await fetch(url, { method: "POST", body });
  const { Code, Message, Credentials } = await answer.json();
  if (!answer.ok || !Credentials)
    throw new Error(`the role could not be assumed: ${Code ?? answer.status} ${Message ?? ""}`);
  return Credentials;
}

const token = await identityToken();
const file = path.join(env.RUNNER_TEMP ?? tmpdir(), "granary-oidc-token");
writeFileSync(file, token, { mode: 0o600 });
const keys = await temporaryKeys(token);
const variables = {
  ALIBABA_CLOUD_OIDC_TOKEN_FILE: file,
  AWS_ACCESS_KEY_ID: keys.AccessKeyId,
  AWS_SECRET_ACCESS_KEY: keys.AccessKeySecret,
  AWS_SESSION_TOKEN: keys.SecurityToken,
};

if (onGithub) {
  for (const secret of [token, keys.AccessKeySecret, keys.SecurityToken]) console.log(`::add-mask::${secret}`);
  const lines = Object.entries(variables).map(([name, value]) => `${name}=${value}\n`);
  appendFileSync(needed("GITHUB_ENV"), lines.join(""));
} else {
  for (const [name, value] of Object.entries(variables))
    console.log(`export ${name}='${value.replaceAll("'", "'\\''")}'`);
}
