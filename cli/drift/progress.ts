// What is said on stderr while stacks are read: a line that moves on a terminal, a line now and then in a log.
import type { EngineEvent } from "../stack/events";
import type { StackDrift } from "./types";

export interface Progress {
  read(stack: string, done: number, all: number): void;
  /** Counts the reads of a run of the engine whose number of resources is not known before. */
  event(stack: string): (event: EngineEvent) => void;
  done(stack: string, drift: StackDrift): void;
  end(): void;
}

/** So often a log is told that work goes on. */
const LOG_INTERVAL_MS = 10_000;
const TERMINAL_INTERVAL_MS = 100;

export function createProgress(stacks: readonly string[], stderr = process.stderr): Progress {
  const states = new Map<string, string>(stacks.map((stack) => [stack, "waits"]));
  let finished = 0;
  let moving = false;

  function write(): void {
    const busy = [...states].filter(([, state]) => state !== "waits").map(([stack, state]) => `${stack} ${state}`);
    const counter = stacks.length > 1 ? `${finished}/${stacks.length} stacks; ` : "";
    const line = `granary: ${counter}${busy.slice(0, 3).join(", ") || "reading"}`;
    if (!stderr.isTTY) stderr.write(`${line}\n`);
    else {
      stderr.write(`\r\u001b[2K${line.slice(0, (stderr.columns ?? 80) - 1)}`);
      moving = true;
    }
  }
  function clear(): void {
    if (moving) stderr.write("\r\u001b[2K");
    moving = false;
  }

  const timer = setInterval(write, stderr.isTTY ? TERMINAL_INTERVAL_MS : LOG_INTERVAL_MS);
  timer.unref();
  return {
    read: (stack, done, all) => void states.set(stack, `${done}/${all} resources`),
    event: (stack) => {
      let count = 0;
      return (event) => {
        if (!("step" in event) || event.step.kind !== "outputs") return;
        count += 1;
        states.set(stack, `${count} resources`);
      };
    },
    done(stack, { result, counts }) {
      finished += 1;
      states.delete(stack);
      if (stacks.length === 1) return;
      clear();
      const { changed, gone, unmanaged, unreadable } = counts;
      const found = `${changed} changed, ${gone} gone, ${unmanaged} unmanaged, ${unreadable} unreadable`;
      stderr.write(`[${finished}/${stacks.length}] ${stack}: ${result === "failed" ? "failed" : found}\n`);
    },
    end() {
      clearInterval(timer);
      clear();
    },
  };
}
