import { combineCrc64, crc64 } from "../../emulator/crc64";
import { readXml, writeXml, XmlError } from "../../emulator/xml";

const SHAPE = { Name: "text", Rule: [{ Value: ["text"], Inner: { A: "text" } }] } as const;

describe("reading", () => {
  it("gives lists always, text unguessed, and undefined for what is absent", () => {
    const xml = `<?xml version="1.0"?>\n<Root xmlns="http://doc.oss-cn-hangzhou.aliyuncs.com"><!-- c -->
      <Rule><Value>007</Value><Value> two &lt;&#65;&#x42;&gt; </Value></Rule><Rule/><Name></Name></Root>`;
    expect(readXml(xml, "Root", SHAPE)).toEqual({
      Name: "",
      Rule: [{ Value: ["007", " two <AB> "] }, { Value: [] }],
    });
    expect(readXml("<Root/>", "Root", SHAPE)).toEqual({ Rule: [] });
  });

  it("reads CDATA and any prefix", () => {
    const shape = { Name: "text" } as const;
    expect(readXml("<o:Root xmlns:o='u'><o:Name><![CDATA[<a&b>]]></o:Name></o:Root>", "Root", shape)).toEqual({
      Name: "<a&b>",
    });
  });

  it.each([
    ["<Root><Nome/></Root>", "Element Nome is unknown in Root."],
    ["<Root><Name/><Name/></Root>", "Element Name occurs twice in Root."],
    ["<Root><Rule><Inner><A/><B/></Inner></Rule></Root>", "Element B is unknown in Inner."],
    ["<Root><Name>&nbsp;</Name></Root>", "Entity &nbsp; is unknown."],
    ["<Root><Name>&#xD800;</Name></Root>", "Entity &#xD800; is unknown."],
    ["<Other/>", "The root element must be Root, not Other."],
    ["", "Start tag expected."],
    ['<!DOCTYPE Root SYSTEM "file:///etc/passwd"><Root/>', "A document type declaration is not allowed."],
  ])("refuses %s", (xml, message) => {
    expect(() => readXml(xml, "Root", SHAPE)).toThrow(new XmlError(message));
  });

  it.each(["<Root>", "<Root></Roof>", "<Root/><Root/>", "text", "<Root><Name></Root>", "<Root><constructor/></Root>"])(
    "refuses %s as not well-formed",
    (xml) => {
      expect(() => readXml(xml, "Root", SHAPE)).toThrow(XmlError);
    },
  );
});

describe("writing", () => {
  it("keeps the order, leaves undefined out, and escapes", () => {
    const xml = writeXml(
      "Root",
      [
        ["B", 1],
        ["A", undefined],
        ["C", [["D", 'a<b>&"c"']]],
        ["E", true],
        ["F", ""],
      ],
      { xmlns: 'u"v' },
    );
    expect(xml).toBe(
      '<?xml version="1.0" encoding="UTF-8"?>\n<Root xmlns="u&quot;v"><B>1</B><C><D>a&lt;b&gt;&amp;"c"</D></C><E>true</E><F></F></Root>',
    );
  });
});

describe("CRC-64", () => {
  it.each([
    ["", 0n],
    ["abc", 3231342946509354535n],
    ["123456789", 11051210869376104954n],
  ])("of %j", (text, crc) => {
    expect(crc64(Buffer.from(text))).toBe(crc);
  });

  it("goes on over pieces and combines", () => {
    expect(crc64(Buffer.from("6789"), crc64(Buffer.from("12345")))).toBe(11051210869376104954n);
    expect(combineCrc64(crc64(Buffer.from("12345")), crc64(Buffer.from("6789")), 4)).toBe(11051210869376104954n);
    expect(combineCrc64(5n, 0n, 0)).toBe(5n);
  });
});
