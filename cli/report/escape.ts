// Text that comes from programs and services, made harmless in the form it goes into.

export function escapeHtml(text: string): string {
  return withoutControls(text)
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("'", "&#39;");
}

/** XML 1.0 can't carry most control characters, not even escaped. */
export function escapeXml(text: string): string {
  return escapeHtml(text);
}

/** Plain text within Markdown: no formatting, no links, no mentions, no commands of GitLab ("/merge"), no HTML, one line. */
export function escapeMarkdown(text: string): string {
  return withoutControls(text)
    .replace(/\s*[\n\r]\s*/g, " ")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replace(/[\\`*_{}[\]#|~]|^\s*\//g, (sign) => `\\${sign.trim()}`)
    .replace(/@(?=\w)/g, "@\u200b");
}

/** Inline code that may hold back-ticks; within tables the bars are escaped too. */
export function codeMarkdown(text: string, inTable = false): string {
  const plain = withoutControls(text).replace(/\s*[\n\r]\s*/g, " ");
  const line = inTable ? plain.replaceAll("|", "\\|") : plain;
  const longest = Math.max(0, ...[...line.matchAll(/`+/g)].map((match) => match[0].length));
  const fence = "`".repeat(longest + 1);
  const space = line.startsWith("`") || line.endsWith("`") ? " " : "";
  return `${fence}${space}${line}${space}${fence}`;
}

/** A fenced block that its content can't end. */
export function fencedMarkdown(language: string, content: string): string {
  const longest = Math.max(2, ...[...content.matchAll(/`{3,}/g)].map((match) => match[0].length));
  const fence = "`".repeat(longest + 1);
  return `${fence}${language}\n${withoutControls(content)}\n${fence}`;
}

function withoutControls(text: string): string {
  return (
    text
      // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out
      .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\ufffe\uffff]/g, "\ufffd")
      // What turns the direction of the text around it could make a value read as another one.
      .replace(/[\u202a-\u202e\u2066-\u2069]/g, (sign) => `[U+${sign.charCodeAt(0).toString(16).toUpperCase()}]`)
  );
}
