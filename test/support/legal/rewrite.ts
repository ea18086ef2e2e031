// A document as another writer would have it: what OSS is free to do with what it was sent. The order of different
// elements changes, and of those of one name where their order has no meaning; empty ones may be missing; white space,
// a namespace and a declaration come and go.

interface Element {
  name: string;
  text: string;
  children: Element[];
}

/** Lists whose order has no meaning. */
const SETS = new Set([
  ...["AllowedOrigin", "AllowedMethod", "AllowedHeader", "ExposeHeader", "Referer", "Field", "Pass", "Remove", "Set"],
  ...["IncludeHeader", "RoutingRule", "Rule", "Tag", "Transition", "NoncurrentVersionTransition"],
]);

/** Elements that say something by being there. */
const MARKS = new Set(["SSE-OSS", "SSE-KMS"]);

/** @param seed what is done with it */
export function rewrittenXml(document: string, seed: number): string {
  const dice = diceOf(seed);
  const root = parse(document.replace(/^<\?xml[^>]*\?>\s*/, ""));
  const namespace = dice(2) === 0 ? "" : ' xmlns="http://doc.oss-cn-hangzhou.aliyuncs.com"';
  const declaration = dice(2) === 0 ? "" : '<?xml version="1.0" encoding="UTF-8"?>\n';
  return declaration + write(root, dice, namespace);
}

export function rewrittenJson(document: string, seed: number): string {
  const dice = diceOf(seed);
  const reorder = (value: unknown): unknown => {
    if (Array.isArray(value)) return shuffled(value.map(reorder), dice);
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(shuffled(Object.entries(value), dice).map(([name, each]) => [name, reorder(each)]));
  };
  return JSON.stringify(reorder(JSON.parse(document)), undefined, dice(3));
}

function write({ name, text, children }: Element, dice: (sides: number) => number, attributes = ""): string {
  if (children.length === 0) {
    return text === "" && dice(2) === 0 ? `<${name}${attributes}/>` : `<${name}${attributes}>${text}</${name}>`;
  }
  const order = shuffled([...new Set(children.map((child) => child.name))], dice);
  const groups = order.map((each) => children.filter((child) => child.name === each));
  const inner = groups.flatMap((group) => (SETS.has(group[0]!.name) ? shuffled(group, dice) : group));
  const kept = inner.filter(
    (child) => child.text !== "" || child.children.length > 0 || MARKS.has(child.name) || dice(2) === 0,
  );
  const space = ["", "\n  ", " "][dice(3)]!;
  return `<${name}${attributes}>${kept.map((child) => space + write(child, dice)).join("")}${space}</${name}>`;
}

// Of what the provider writes: elements without attributes, each with text or with elements.
function parse(document: string): Element {
  let at = 0;
  const element = (): Element => {
    const [opening, name] = /^<([\w-]+)>/.exec(document.slice(at))!;
    at += opening.length;
    const children: Element[] = [];
    const start = at;
    while (document[at] !== "<") at++;
    const text = document.slice(start, at);
    while (!document.startsWith("</", at)) children.push(element());
    at += `</${name}>`.length;
    return { name: name!, text, children };
  };
  return element();
}

/** Numbers from 0 up to the number of sides, always the same for one seed. */
function diceOf(seed: number): (sides: number) => number {
  let state = seed >>> 0;
  return (sides) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * sides);
  };
}

function shuffled<T>(list: readonly T[], dice: (sides: number) => number): T[] {
  return list
    .map((each) => ({ each, at: dice(1_000_000) }))
    .sort((a, b) => a.at - b.at)
    .map(({ each }) => each);
}
