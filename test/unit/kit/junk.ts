import fc from "fast-check";
import { asset, UNKNOWN } from "../../../provider/kit/values";

const names = ["id", "name", "status", "sizes", "names", "rules", "lid", "tags", "policy", "source", "region", "acl"];

/** Anything that a damaged state may hold, often under the names of real fields. */
export const junk: fc.Arbitrary<unknown> = fc.letrec((tie) => ({
  any: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom(undefined, null, true, 0, -1, Number.NaN, "", "x", UNKNOWN),
    fc.string(),
    fc.constant(asset({ text: "x" })),
    fc.array(tie("any"), { maxLength: 3 }),
    fc.dictionary(fc.oneof(fc.constantFrom(...names), fc.string()), tie("any"), { maxKeys: 4 }),
  ),
})).any;
