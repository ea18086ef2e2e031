// OSS API reference 20220713, 7.12.1 PutBucketReferer [L5480-5589].
import { type Arguments, BUCKET, ofOneBucket, type Scenario } from "./scenario";

const with_ = (more: Arguments): Arguments => ({ bucket: BUCKET, ...more });
const minimal = with_({});
const common = ofOneBucket(minimal);
const listed = with_({ referers: ["http://www.aliyun.com", "https://www.?.aliyuncs.com"] });

export const bucketReferer: Scenario = {
  token: "oss:BucketReferer",
  minimal,
  full: with_({
    referers: ["http://www.aliyun.com", "http://www.*.com", "https://www.?.aliyuncs.com"],
    allowEmptyReferer: false,
    allowTruncateQueryString: false,
    overwrite: true,
  }),
  bad: [
    ...common.bad,
    {
      name: "an empty referer",
      inputs: with_({ referers: ["a", ""] }),
      path: "referers[1]",
      message: "must not be empty",
    },
    {
      name: "a referer of blanks",
      inputs: with_({ referers: [" ", "a"] }),
      path: "referers[0]",
      message: "must not be empty",
    },
    {
      name: "one referer without a list",
      inputs: with_({ referers: "http://a" }),
      path: "referers",
      message: 'must be a list, not "http://a"',
    },
    {
      name: "allowEmptyReferer that is no switch",
      inputs: with_({ allowEmptyReferer: 1 }),
      path: "allowEmptyReferer",
      message: "must be a boolean, not 1",
    },
    {
      name: "allowTruncateQueryString that is no switch",
      inputs: with_({ allowTruncateQueryString: "false" }),
      path: "allowTruncateQueryString",
      message: 'must be a boolean, not "false"',
    },
  ],
  good: [
    { name: "an empty list", inputs: with_({ referers: [], allowEmptyReferer: false }) },
    {
      name: "referers said twice, and blanks around them",
      inputs: with_({ referers: [" http://a", "http://a", "http://b "] }),
    },
    { name: "wildcards", inputs: with_({ referers: ["*", "?", "http://*.example.com/?a=b&c=<d>"] }) },
  ],
  updates: [
    { name: "the list", from: listed, to: with_({ referers: ["http://www.aliyun.com"] }), paths: ["referers"] },
    { name: "clearing the list", from: listed, to: minimal, paths: ["referers"] },
    {
      name: "the switches",
      from: listed,
      to: { ...listed, allowEmptyReferer: false, allowTruncateQueryString: false },
      paths: ["allowEmptyReferer", "allowTruncateQueryString"],
    },
  ],
  same: [
    {
      name: "referers said twice, and blanks around them",
      from: listed,
      to: with_({ referers: [" http://www.aliyun.com", ...listed.referers] }),
    },
    { name: "any order", from: listed, to: with_({ referers: [...listed.referers].reverse() }) },
    {
      name: "the defaults",
      from: minimal,
      to: with_({ referers: [], allowEmptyReferer: true, allowTruncateQueryString: true }),
    },
  ],
  replacements: common.replacements,
};
