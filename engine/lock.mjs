// One process at a time works on a cache folder.
import fs from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";

const BEAT = 5_000;
const STALE = 30_000;

/**
 * Runs `work` while holding the lock folder. The holder touches it every five seconds; one that was not touched for
 * thirty is left over from a process that died, and is taken over. Should two processes take over at the same instant
 * both work, which is wasteful but harmless: results are put in place by a rename.
 */
export async function withLock(folder, { onWait }, work) {
  let told = false;
  while (!take(folder)) {
    if (!told) onWait();
    told = true;
    await sleep(500);
  }
  const beat = setInterval(() => {
    const now = new Date();
    fs.utimes(folder, now, now, () => {});
  }, BEAT);
  try {
    return await work();
  } finally {
    clearInterval(beat);
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

function take(folder) {
  try {
    fs.mkdirSync(folder);
    return true;
  } catch (error) {
    if (error.code !== "EEXIST") throw error;
  }
  try {
    if (Date.now() - fs.statSync(folder).mtimeMs > STALE) {
      const left = `${folder}.${process.pid}`;
      fs.renameSync(folder, left);
      fs.rmSync(left, { recursive: true, force: true });
    }
  } catch {
    // the holder has just let go, or another process was quicker
  }
  return false;
}
