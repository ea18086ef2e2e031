// What differs between two texts, line by line.

export interface DiffLine {
  /** "=" stands for a stretch of lines that are alike and far from any change; `text` is how many. */
  sign: "-" | "+" | " " | "=";
  text: string;
}

/** Beyond this many comparisons the whole middle counts as changed. */
const MOST_CELLS = 1_000_000;
/** Lines around a change. */
const CONTEXT = 3;

export function lineDiff(old: readonly string[], fresh: readonly string[]): DiffLine[] {
  let start = 0;
  while (start < old.length && start < fresh.length && old[start] === fresh[start]) start++;
  let end = 0;
  while (end < Math.min(old.length, fresh.length) - start && old.at(-1 - end) === fresh.at(-1 - end)) end++;
  const middle = [old.slice(start, old.length - end), fresh.slice(start, fresh.length - end)] as const;
  const kept = (lines: readonly string[]) => lines.map((text): DiffLine => ({ sign: " ", text }));
  return [...kept(old.slice(0, start)), ...changed(...middle), ...kept(old.slice(old.length - end))];
}

// The longest common subsequence, from a table of its lengths.
function changed(old: readonly string[], fresh: readonly string[]): DiffLine[] {
  const [rows, columns] = [old.length, fresh.length];
  const length = new Uint32Array(rows * columns > MOST_CELLS ? 0 : (rows + 1) * (columns + 1));
  const at = (row: number, column: number) => length[row * (columns + 1) + column] ?? 0;
  for (let row = rows - 1; row >= 0 && length.length > 0; row--) {
    for (let column = columns - 1; column >= 0; column--) {
      length[row * (columns + 1) + column] =
        old[row] === fresh[column] ? at(row + 1, column + 1) + 1 : Math.max(at(row + 1, column), at(row, column + 1));
    }
  }
  const lines: DiffLine[] = [];
  let [row, column] = [0, 0];
  while (row < rows || column < columns) {
    if (row < rows && column < columns && length.length > 0 && old[row] === fresh[column]) {
      lines.push({ sign: " ", text: old[row++]! });
      column++;
    } else if (row < rows && (column === columns || at(row + 1, column) >= at(row, column + 1))) {
      lines.push({ sign: "-", text: old[row++]! });
    } else lines.push({ sign: "+", text: fresh[column++]! });
  }
  return lines;
}

/** Leaves out what is far from any change, and says how many lines that are. */
export function withContext(lines: readonly DiffLine[]): DiffLine[] {
  const near = new Set<number>();
  lines.forEach(({ sign }, index) => {
    if (sign === " ") return;
    for (let each = index - CONTEXT; each <= index + CONTEXT; each++) near.add(each);
  });
  const result: DiffLine[] = [];
  for (let index = 0; index < lines.length; index++) {
    if (near.has(index)) {
      result.push(lines[index]!);
      continue;
    }
    const first = index;
    while (index + 1 < lines.length && !near.has(index + 1)) index++;
    const count = index - first + 1;
    // A stretch of one line is shown: saying that it is left out takes a line too.
    if (count === 1) result.push(lines[first]!);
    else result.push({ sign: "=", text: String(count) });
  }
  return result;
}
