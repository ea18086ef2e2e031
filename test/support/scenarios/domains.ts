// What is no domain name to OSS: RFC 1123 labels, in lower case, without scheme and path.
import type { Arguments, Scenario } from "./scenario";

const MESSAGE = "must be a domain name in lower case without scheme and path, for example www.example.com";

/** Domains that a resource with `bucket` and `domain` refuses. */
export function badDomains(bucket: string): Scenario["bad"] {
  const bad = (name: string, domain: unknown, message = MESSAGE) => ({
    name,
    inputs: { bucket, domain } as Arguments,
    path: "domain",
    message,
  });
  return [
    { name: "no domain", inputs: { bucket }, path: "domain", message: "is required" },
    bad("an empty domain", ""),
    bad("a single label", "localhost"),
    bad("upper-case letters", "WWW.example.com"),
    bad("a scheme", "https://www.example.com"),
    bad("a path", "www.example.com/"),
    bad("a port", "www.example.com:443"),
    bad("a wildcard", "*.example.com"),
    bad("a label that starts with a hyphen", "-www.example.com"),
    bad("a label that ends with a hyphen", "www-.example.com"),
    bad("a label of 64 characters", `${"a".repeat(64)}.example.com`),
    bad("two dots", "www..example.com"),
    bad("a dot at the end", "www.example.com."),
    bad("letters beyond ASCII", "例子.测试"),
  ];
}
