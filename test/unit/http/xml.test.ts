import fc from "fast-check";
import { WireError } from "../../../provider/http/errors";
import {
  bool,
  int,
  list,
  node,
  readXml,
  rootName,
  text,
  texts,
  writeXml,
  type XmlNode,
} from "../../../provider/http/xml";

const CORS = `<?xml version="1.0" encoding="UTF-8"?>
<CORSConfiguration xmlns="http://doc.oss-cn-hangzhou.aliyuncs.com">
  <CORSRule>
    <AllowedOrigin>*</AllowedOrigin>
    <AllowedMethod>PUT</AllowedMethod>
    <AllowedMethod>GET</AllowedMethod>
    <MaxAgeSeconds>0100</MaxAgeSeconds>
  </CORSRule>
  <CORSRule><AllowedOrigin>http://a</AllowedOrigin><AllowedOrigin>http://b</AllowedOrigin></CORSRule>
  <ResponseVary>False</ResponseVary>
</CORSConfiguration>`;
const CORS_LISTS = ["CORSRule", "CORSRule.AllowedOrigin", "CORSRule.AllowedMethod"];

describe("reading XML", () => {
  const root = readXml(CORS, "CORSConfiguration", CORS_LISTS);
  const rules = list(root, "CORSRule") ?? [];

  test("ignores the declaration, the namespace and the white space between elements", () => {
    expect(root.name).toBe("CORSConfiguration");
    expect(root.children.map((child) => child.name)).toEqual(["CORSRule", "CORSRule", "ResponseVary"]);
  });

  test("gives a declared list also when it has one element, and undefined when it has none", () => {
    expect(rules.map((rule) => texts(rule, "AllowedOrigin"))).toEqual([["*"], ["http://a", "http://b"]]);
    expect(list(root, "Nothing")).toBeUndefined();
    expect(texts(rules[1]!, "AllowedMethod")).toBeUndefined();
  });

  test("never guesses: a value stays its text until an accessor is asked for a type", () => {
    expect(text(rules[0]!, "MaxAgeSeconds")).toBe("0100");
    expect(int(rules[0]!, "MaxAgeSeconds")).toBe(100);
    expect(bool(root, "ResponseVary")).toBe(false);
  });

  test("says undefined for what is absent, and the empty text for an empty element", () => {
    const tag = readXml("<T><A></A><B/><C><D/></C></T>", "T", []);
    expect([text(tag, "A"), text(tag, "B"), text(tag, "C.D")]).toEqual(["", "", ""]);
    expect([text(tag, "X"), text(tag, "A.X"), bool(tag, "A"), int(tag, "B"), node(tag, "X")]).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
  });

  test("keeps white space, CDATA and escaped characters of a value", () => {
    const values = readXml(
      "<T><A> a  b </A><B><![CDATA[<x> & ]]>y</B><C>&lt;&amp;&#x4e2d;&#13;&quot;&apos;&gt;</C></T>",
      "T",
      [],
    );
    expect(text(values, "A")).toBe(" a  b ");
    expect(text(values, "B")).toBe("<x> & y");
    expect(text(values, "C")).toBe("<&中\r\"'>");
  });

  test("reads names that JavaScript objects have already, and refuses those that could change a prototype", () => {
    const odd = readXml("<T><toString>1</toString><valueOf>2</valueOf></T>", "T", []);
    expect([text(odd, "toString"), text(odd, "valueOf"), text(odd, "hasOwnProperty")]).toEqual(["1", "2", undefined]);
    expect(() => readXml("<T><__proto__>1</__proto__></T>", "T", [])).toThrow(WireError);
  });

  test.each([
    ["an empty body", "", "an empty body"],
    ["a body cut short", "<T><A>1</A>", "<T>"],
    ["crossed tags", "<T><A></T></A>", "<T>"],
    ["plain text", "upstream connect error", "<T>"],
    ["JSON", '{"Code":1}', "<T>"],
    ["another root", "<html><body/></html>", "got <html>"],
    ["two roots", "<T/><T/>", "<T>"],
    ["text after the root", "<T/>x", "<T>"],
    ["an unknown entity", "<T>&nbsp;</T>", 'unknown entity "&nbsp;"'],
    ["a bare ampersand", "<T>a & b</T>", "'&' is not expected"],
    ["a code point beyond Unicode", "<T>&#x110000;</T>", 'unknown entity "&#x110000;"'],
    ["an undeclared repetition", "<T><A>1</A><A>2</A></T>", "one T.A, got 2"],
  ])("refuses %s", (_what, body, message) => {
    expect(() => readXml(body, "T", [])).toThrow(WireError);
    expect(() => readXml(body, "T", [])).toThrow(message);
  });

  test("refuses a DOCTYPE, so that no document can define entities", () => {
    const bomb = '<!DOCTYPE T [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]><T>&b;</T>';
    expect(() => readXml(bomb, "T", [])).toThrow("got a document with a DOCTYPE");
    expect(() => readXml('<!DOCTYPE T SYSTEM "file:///etc/passwd"><T/>', "T", [])).toThrow("DOCTYPE");
    expect(text(readXml("<T><A><![CDATA[<!DOCTYPE html>]]></A></T>", "T", []), "A")).toBe("<!DOCTYPE html>");
  });

  test("names the element and its place in the list when the type is wrong", () => {
    const broken = readXml("<T><R><N>1</N></R><R><N>1.5</N><B>yes</B><E><X/></E></R></T>", "T", ["R"]);
    const second = list(broken, "R")?.[1] as XmlNode;
    expect(() => int(second, "N")).toThrow('an integer in T.R[1].N, got "1.5"');
    expect(() => bool(second, "B")).toThrow('true or false in T.R[1].B, got "yes"');
    expect(() => text(second, "E")).toThrow("text in T.R[1].E, got elements");
    expect(() => text(broken, "R")).toThrow("one T.R, got 2");
  });

  test("refuses an integer that a number can't hold exactly", () => {
    expect(() => int(readXml("<T><N>9007199254740993</N></T>", "T", []), "N")).toThrow("an integer in T.N");
  });

  test("tells the root's name, or nothing for what is not XML", () => {
    expect(rootName('<?xml version="1.0"?>\n<Error><Code>X</Code></Error>')).toBe("Error");
    expect(rootName("<Error>")).toBeUndefined();
    expect(rootName("nothing")).toBeUndefined();
  });
});

describe("writing XML", () => {
  test("keeps the given order, leaves undefined out and writes [] as an empty element", () => {
    expect(
      writeXml("RefererConfiguration", [
        ["AllowEmptyReferer", true],
        ["Skipped", undefined],
        [
          "RefererList",
          [
            ["Referer", "http://www.aliyun.com"],
            ["Referer", "https://a?b=1&c=2"],
          ],
        ],
        ["Count", 3],
        ["Empty", []],
        ["AllowEmptyReferer2", ""],
      ]),
    ).toBe(
      '<?xml version="1.0" encoding="UTF-8"?>\n<RefererConfiguration><AllowEmptyReferer>true</AllowEmptyReferer>' +
        "<RefererList><Referer>http://www.aliyun.com</Referer><Referer>https://a?b=1&amp;c=2</Referer></RefererList>" +
        "<Count>3</Count><Empty></Empty><AllowEmptyReferer2></AllowEmptyReferer2></RefererConfiguration>",
    );
  });

  test("refuses what no XML document can hold", () => {
    expect(() => writeXml("T", [["A", "a\u0000b"]])).toThrow("the value of A holds a character that XML can't carry");
    expect(() => writeXml("T", [["A", "\ud800"]])).toThrow("can't carry");
    expect(() => writeXml("T", [["A B", "x"]])).toThrow('"A B" is not an XML element name');
  });

  test("any text that XML can carry comes back as it was", () => {
    const carried = fc
      .string({ unit: "grapheme" })
      .filter((value) => !/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u.test(value));
    fc.assert(
      fc.property(carried, fc.integer(), fc.boolean(), (value, number, flag) => {
        const root = readXml(
          writeXml("T", [
            ["V", value],
            ["N", number],
            ["B", flag],
          ]),
          "T",
          [],
        );
        expect([text(root, "V"), int(root, "N"), bool(root, "B")]).toEqual([value, number, flag]);
      }),
    );
  });

  test("nested lists come back element by element in order", () => {
    const rule = fc.array(fc.constantFrom("GET", "PUT", "<&>", " "), { maxLength: 4 });
    fc.assert(
      fc.property(fc.array(rule, { minLength: 1, maxLength: 4 }), (rules) => {
        const written = writeXml(
          "T",
          rules.map((methods) => ["R", methods.map((method) => ["M", method] as const)] as const),
        );
        const read = list(readXml(written, "T", ["R", "R.M"]), "R")?.map((item) => texts(item, "M") ?? []);
        expect(read).toEqual(rules);
      }),
    );
  });
});
