// DoMetaQuery: what is known to be wrong before the index is asked. OSS API reference 20220713, 7.17.3 and 7.17.5.
import fc from "fast-check";
import { granary } from "../../../provider";
import { formatProblem, problems } from "../../../provider/kit/check";
import { findFunction } from "../../../provider/kit/define";
import type { Values } from "../../../provider/kit/values";

const definition = findFunction(granary, "oss:doMetaQuery")!;
const larger = { Field: "Size", Value: "1048576", Operation: "gt" };

const complaints = (more: Values) =>
  problems(definition.inputs, { bucket: "web-assets", query: larger, ...more }, definition.rules).map(formatProblem);
const query = (condition: unknown) => complaints({ query: condition });

// The query examples of the reference.
const nested = {
  SubQueries: [
    { Field: "Filename", Value: "exampledir/", Operation: "prefix" },
    { Field: "Size", Value: "1048576", Operation: "gt" },
    {
      SubQueries: [
        { Field: "OSSTagging.type", Value: "document", Operation: "eq" },
        { Field: "OSSTagging.owner", Value: "John", Operation: "eq" },
      ],
      Operation: "or",
    },
  ],
  Operation: "and",
};

test.each<[string, Values]>([
  ["the sample", {}],
  ["JSON text", { query: JSON.stringify(larger) }],
  ["nested conditions", { query: nested }],
  ["a negation", { query: { SubQueries: [larger], Operation: "not" } }],
  ["a part of a name", { query: { Field: "Filename", Value: "a", Operation: "match" } }],
  ["a field that the reference does not know", { query: { Field: "ContentType", Value: "a", Operation: "match" } }],
  ["both spellings of ETag", { query: { Field: "Etag", Value: "a", Operation: "prefix" }, sort: "ETag" }],
  ["sorting", { sort: "Filename", order: "desc" }],
  [
    "everything that is computed",
    {
      aggregations: [
        { field: "Size", operation: "average" },
        { field: "OSSTaggingCount", operation: "max" },
        { field: "FileModifiedTime", operation: "distinct" },
        { field: "OSSStorageClass", operation: "group" },
        { field: "ContentType", operation: "sum" },
      ],
    },
  ],
])("takes %s", (_, more) => {
  expect(complaints(more)).toEqual([]);
});

test.each<[string, unknown, string]>([
  ["text that is no JSON", "{Field: Size}", "query: is not a JSON object"],
  ["JSON text of a list", "[]", "query: is not a JSON object"],
  [
    "no operation",
    {},
    "query: Operation must be one of eq, gt, gte, lt, lte, match, prefix, and, or, not, not undefined",
  ],
  [
    "an operation in upper case",
    { ...larger, Operation: "GT" },
    'query: Operation must be one of eq, gt, gte, lt, lte, match, prefix, and, or, not, not "GT"',
  ],
  [
    "a misspelt element",
    { ...larger, Operator: "gt" },
    "query: Operator is no element of a condition; there are Field, Value, Operation, SubQueries",
  ],
  ["no field", { Value: "1", Operation: "gt" }, "query: Field must name a field"],
  ["a number as value", { ...larger, Value: 5 }, 'query: Value must be a text, such as "1048576"'],
  [
    "parts of a comparison",
    { ...larger, SubQueries: [] },
    "query: SubQueries goes with the operations and, or, not only",
  ],
  [
    "a combination of nothing",
    { Operation: "and", SubQueries: [] },
    "query: SubQueries must be a list of conditions with Operation and",
  ],
  [
    "a combination with a field",
    { ...larger, Operation: "or", SubQueries: [larger] },
    "query: Operation or goes with SubQueries only",
  ],
  [
    "a part that is no object",
    { Operation: "and", SubQueries: [larger, "Size"] },
    "query: SubQueries[1] must be an object",
  ],
  [
    "something wrong far inside",
    { Operation: "and", SubQueries: [larger, { Operation: "or", SubQueries: [{ ...larger, Value: null }] }] },
    'query: SubQueries[1].SubQueries[0].Value must be a text, such as "1048576"',
  ],
  [
    "a part of a size",
    { ...larger, Operation: "match" },
    "query: Operation match does not go with Size, which takes eq, gt, gte, lt, lte",
  ],
  [
    "a part of a tag",
    { Field: "OSSTagging.a", Value: "b", Operation: "match" },
    "query: Operation match does not go with OSSTagging.a, which takes eq, gt, gte, lt, lte, prefix",
  ],
])("refuses %s", (_, condition, message) => {
  expect(query(condition)).toEqual([message]);
});

test.each<[string, Values, string]>([
  ["sorting by a tag", { sort: "OSSTagging.a" }, 'sort: "OSSTagging.a" can\'t be sorted by'],
  ["an order of nothing", { order: "asc" }, "order: goes with sort only"],
  [
    "the sum of names",
    { aggregations: [{ field: "Filename", operation: "sum" }] },
    'aggregations[0].operation: "sum" can\'t be computed of Filename; only Size and OSSTaggingCount are numbers',
  ],
  [
    "groups of a user's metadata",
    {
      aggregations: [
        { field: "Size", operation: "sum" },
        { field: "OSSUserMeta.a", operation: "group" },
      ],
    },
    'aggregations[1].operation: "group" can\'t be computed of OSSUserMeta.a',
  ],
])("refuses %s", (_, more, message) => {
  expect(complaints(more)).toEqual([message]);
});

test("whatever is asked, it is judged and not stumbled over", () => {
  fc.assert(
    fc.property(fc.oneof(fc.json(), fc.object()), (anything) => {
      expect(Array.isArray(query(anything))).toBe(true);
    }),
  );
});
