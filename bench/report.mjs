// The results as tables for people; the same numbers are written as JSON.

/** Rows of cells -> lines with aligned columns: the first column to the left, numbers to the right. */
function table(rows) {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  return rows
    .map((row) => row.map((cell, i) => (i === 0 ? cell.padEnd(widths[i]) : cell.padStart(widths[i]))).join("  "))
    .join("\n");
}

const seconds = (value) => `${value.toFixed(1)} s`;
const megabytes = (bytes) => (bytes === undefined ? "unknown" : `${(bytes / 1e6).toFixed(0)} MB`);

/** All results as text. */
export function format({ start, help, requests, skipped, states, scale, count }) {
  const calls = ["previewCreate", "create", "read", "previewUpdate", "update", "delete"];
  const parts = [
    "Plugin",
    table([
      ["", "measured", "target"],
      ["start to first answer", `${start.readyMs.toFixed(0)} ms`, "200 ms"],
      ["resident memory after it", megabytes(start.residentBytes), "100 MB"],
    ]),
    "Command",
    table([
      ["", "measured", "target"],
      [
        "granary review --help",
        `${help.helpMs.toFixed(0)} ms (${(help.helpMs / help.nodeMs).toFixed(2)} of node)`,
        "100 ms",
      ],
    ]),
    "Requests per call (targets: create 2, read 1, update 1, delete 1, previews 0)",
    table([
      ["", ...calls],
      ...Object.entries(requests).map(([name, by]) => [name, ...calls.map((call) => String(by[call]?.length ?? "-"))]),
    ]),
    "Not measured",
    Object.entries(skipped)
      .map(([name, reason]) => `${name}: ${reason}`)
      .join("\n") || "nothing",
    "State, bytes per resource",
    table([
      ["", "dynamic", "plugin"],
      ...Object.entries(states).map(([name, { dynamic, plugin }]) => [name, String(dynamic), String(plugin)]),
    ]),
    `${count} BucketObject resources (ratio to the provider of the same front that does nothing; target for up: 1.25)`,
    table([["", "up", "preview", "refresh", "destroy"], ...scaleRows(scale)]),
  ];
  return parts.map((part, i) => (i % 2 === 0 ? `\n${part}\n` : part)).join("\n");
}

function scaleRows(scale) {
  return Object.entries(scale).map(([name, times]) => {
    const idle = scale[name.replace("granary", "does nothing")];
    const cell = (operation) =>
      idle === times
        ? seconds(times[operation])
        : `${seconds(times[operation])} (${(times[operation] / idle[operation]).toFixed(2)})`;
    return [name, ...["up", "preview", "refresh", "destroy"].map(cell)];
  });
}
