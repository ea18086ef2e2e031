// Every documented error code, met by the operation that documents it on the provider's own way, and what the user sees.
import { granary } from "../../provider";
import { createLifecycle, type Lifecycle } from "../../provider/kit/lifecycle";
import { type DocumentedError, type Meeting, meetings } from "../support/documentedErrors";
import { type Emulated, startEmulated } from "../support/emulated";
import type { Values } from "../support/wire";

const OTHER = { accessKeyId: "other", accessKeySecret: "other-secret-0815" };
const URN = "urn:pulumi:test::suite::granary:oss:Any::it";
const context = { signal: new AbortController().signal, progress: () => {} };

let oss: Emulated;
let mine: Lifecycle;
let others: Lifecycle;
beforeAll(async () => {
  oss = await startEmulated([{ ...OTHER, ownerId: "2000000000000002" }]);
});
afterAll(() => oss.stop());
beforeEach(async () => {
  oss.reset();
  mine = createLifecycle(granary, { oss: oss.config });
  others = createLifecycle(granary, { oss: { ...oss.config, ...OTHER, securityToken: undefined } });
  for (const bucket of ["web", "logs", "copy"]) await make(mine, bucket);
});

async function make(as: Lifecycle, bucket: string): Promise<void> {
  await as.create("oss:Bucket", { bucket }, context, `${URN}-${bucket}`);
}
const remove = (bucket: string) => oss.change({ bucket, delete: true });
const bind = (bucket: string) => {
  const domain = "www.example.com";
  return oss.change({ bucket, document: `cname/${domain}`, value: { domain, lastModified: 0 } });
};

/** Conditions of the real kind, made behind the provider's back. */
const CONDITIONS: Record<string, () => Promise<unknown>> = {
  "100 buckets": async () => {
    for (let i = 0; i < 97; i++) await make(mine, `one-of-many-${i}`);
  },
  taken: () => make(others, "new-bucket"),
  "an object": () => oss.change({ bucket: "web", key: "index.html", content: "hello" }),
  "no retention policy": () => oss.change({ bucket: "web", document: "worm", value: null }),
  "a rule": () =>
    mine.create(
      "oss:BucketReplication",
      { bucket: "web", targetBucket: "copy", targetLocation: "oss-cn-hangzhou" },
      context,
    ),
  "logs elsewhere": async () => {
    await remove("logs");
    await make(createLifecycle(granary, { oss: { ...oss.config, region: "cn-shanghai" } }), "logs");
  },
  "logs of another": async () => {
    await remove("logs");
    await make(others, "logs");
  },
  "bound here": () => bind("web"),
  "bound elsewhere": () => bind("copy"),
  "nothing bound": async () => {},
};

/** Another account that may read everything, so that a write gets as far as being refused. */
const readable = () =>
  oss.change({
    bucket: "web",
    document: "policy",
    value: JSON.stringify({
      Version: "1",
      Statement: [
        {
          Effect: "Allow",
          Action: ["oss:Get*", "oss:List*"],
          Principal: ["2000000000000002"],
          Resource: ["acs:oss:*:*:*"],
        },
      ],
    }),
  });

async function arrange({ operation, as, step }: Meeting, { how, code, status }: DocumentedError): Promise<void> {
  if (how === "gone") await remove("web");
  if (how === "stranger" && (step === "create" || step === "update")) await readable();
  if (how === "fault") await oss.fault({ operation: as ?? operation, code, status });
  if (how.startsWith("condition: ")) await CONDITIONS[how.slice("condition: ".length)]!();
}

/** Creates what a step needs, makes the condition, takes the step: gives what it gives. */
async function take(meeting: Meeting, error: DocumentedError): Promise<unknown> {
  const { token, step } = meeting;
  const inputs = error.inputs ?? meeting.inputs;
  const as = error.how === "stranger" ? others : mine;
  let made: { id: string; state: Values } = { id: idOf(token, inputs), state: inputs };
  const needed =
    step !== "create" && step !== "invoke" && error.how !== "bare" && error.how !== "condition: nothing bound";
  if (needed && token !== "oss:Bucket") {
    if (token === "oss:BucketCname") await mine.create("oss:BucketCnameToken", inputs, context);
    made = await mine.create(token, inputs, context, URN);
  }
  await arrange(meeting, error);
  await oss.forget();
  if (step === "create") return as.create(token, inputs, context, URN);
  if (step === "update") return as.update(token, made.state, meeting.changed!, context);
  const urn = token === "oss:Bucket" ? `${URN}-${made.id}` : URN;
  if (step === "delete") return as.remove(token, made.id, made.state, context, urn);
  if (step === "read") {
    return as.read(token, made.id, context, needed ? made.state : undefined, needed ? inputs : undefined);
  }
  const { result, problems } = await as.invoke(token, inputs, context);
  expect(problems).toEqual([]);
  return result;
}

function idOf(token: string, inputs: Values): string {
  const further: Record<string, string> = {
    "oss:BucketReplication": "targetBucket",
    "oss:BucketInventory": "inventoryId",
    "oss:BucketCname": "domain",
    "oss:BucketCnameToken": "domain",
  };
  return [inputs.bucket, ...(further[token] ? [inputs[further[token]!]] : [])].join("/");
}

const rows = meetings.flatMap((meeting) =>
  meeting.errors.map((error) => ({ ...error, operation: meeting.operation, step: meeting.step, meeting, error })),
);

describe.each([...new Set(rows.map((row) => row.operation))])("%s", (operation) => {
  const own = rows.filter((row) => row.operation === operation);

  test.each(own)("$step: $code $status (L$line), $how", async ({ meeting, error, code, status, seen }) => {
    let outcome: unknown;
    let failure: Error | undefined;
    try {
      outcome = await take(meeting, error);
    } catch (thrown) {
      failure = thrown as Error;
    }
    const met = (await oss.journal()).filter((request) => request.code === code);
    expect(met.map((request) => [request.operation, request.status])).toContainEqual([meeting.as ?? operation, status]);

    if (typeof seen === "string") {
      if (failure) throw failure;
      if (seen === "absent") expect(outcome).toBeUndefined();
      if (operation === "Options") expect(outcome).toEqual({ allowed: false });
      return;
    }
    const resource = (error.inputs ?? meeting.inputs).bucket;
    const subject = resource === undefined ? operation : `${operation} on ${resource}`;
    const id = met.find((request) => request.operation === (meeting.as ?? operation))!.requestId;
    expect(failure?.message).toContain(`${subject}: ${code} (${status}) `);
    expect(failure?.message.replace(/ \(EC [\d-]+\)/, "")).toContain(`; request ${id}; ${seen.advice}`);
  });
});

test("the table holds the 135 rows of the document's error tables, and what its samples and notes add", () => {
  const lines = new Set(rows.map(({ operation, code, error }) => `${operation} ${code} ${error.line}`));
  expect(lines.size).toBe(142);
  expect(new Set(rows.map((row) => row.operation)).size).toBe(56);
});
