import fc from "fast-check";
import { WireError } from "../../../../provider/http/errors";
import { type Cors, decodeCors, encodeCors } from "../../../../provider/oss/wire/cors";
import { fixture, garbled, golden, half } from "../golden";
import { xmlText } from "./arbitrary";

// OSS API reference 20220713, PutBucketCors, sample request.
const sample: Cors = {
  rules: [
    { allowedOrigins: ["*"], allowedMethods: ["PUT", "GET"], allowedHeaders: ["Authorization"] },
    {
      allowedOrigins: ["http://example.com", "http://example.net"],
      allowedMethods: ["GET"],
      allowedHeaders: ["Authorization"],
      exposeHeaders: ["x-oss-test", "x-oss-test1"],
      maxAgeSeconds: 100,
    },
  ],
  responseVary: false,
};

test("writes the sample of the reference, element for element", () => {
  expect(encodeCors(sample)).toBe(golden("cors/put.xml"));
});

test("reads what it has written, and the sample answer without ResponseVary", () => {
  expect(decodeCors(fixture("cors/put.xml"))).toEqual(sample);
  expect(decodeCors(fixture("cors/get.xml"))).toEqual({
    rules: [
      {
        allowedOrigins: ["*"],
        allowedMethods: ["GET"],
        allowedHeaders: ["*"],
        exposeHeaders: ["x-oss-test"],
        maxAgeSeconds: 100,
      },
    ],
  });
});

test("reads an answer in a namespace, with one or no optional element", () => {
  const body =
    '<CORSConfiguration xmlns="http://doc.oss-cn-hangzhou.aliyuncs.com"><CORSRule><AllowedOrigin>a&amp;b</AllowedOrigin>' +
    "<AllowedMethod>HEAD</AllowedMethod><MaxAgeSeconds/></CORSRule><ResponseVary>True</ResponseVary></CORSConfiguration>";
  expect(decodeCors(body)).toEqual({
    rules: [{ allowedOrigins: ["a&b"], allowedMethods: ["HEAD"] }],
    responseVary: true,
  });
});

test("escapes what XML has a use for", () => {
  const cors: Cors = { rules: [{ allowedOrigins: ["http://a?b=1&c=<d>"], allowedMethods: ["GET"] }] };
  expect(encodeCors(cors)).toBe(
    '<?xml version="1.0" encoding="UTF-8"?>\n<CORSConfiguration><CORSRule><AllowedOrigin>http://a?b=1&amp;c=&lt;d&gt;</AllowedOrigin>' +
      "<AllowedMethod>GET</AllowedMethod></CORSRule></CORSConfiguration>",
  );
});

test.each([...garbled, ["half an answer", half("cors/get.xml")]])("%s is a WireError", (_, body) => {
  expect(() => decodeCors(body)).toThrow(WireError);
});

test("an age that is no number is a WireError that names the element", () => {
  const body = "<CORSConfiguration><CORSRule><MaxAgeSeconds>soon</MaxAgeSeconds></CORSRule></CORSConfiguration>";
  expect(() => decodeCors(body)).toThrow('an integer in CORSConfiguration.CORSRule[0].MaxAgeSeconds, got "soon"');
});

test("whatever it writes it reads again", () => {
  const texts = fc.array(xmlText, { minLength: 1, maxLength: 3 });
  const rule = fc.record(
    {
      allowedOrigins: texts,
      allowedMethods: texts,
      allowedHeaders: texts,
      exposeHeaders: texts,
      maxAgeSeconds: fc.nat(),
    },
    { requiredKeys: ["allowedOrigins", "allowedMethods"] },
  );
  const cors = fc.record(
    { rules: fc.array(rule, { maxLength: 3 }), responseVary: fc.boolean() },
    { requiredKeys: ["rules"] },
  );
  fc.assert(fc.property(cors, (each) => expect(decodeCors(encodeCors(each))).toEqual(each)));
});
