/** `granary/emulator`: the local OSS emulator for tests and programs. */

export type { Fault } from "./control/faults";
export type { Seed, SeedBucket, SeedObject } from "./seed/document";
export { type Emulator, type EmulatorOptions, startEmulator } from "./start";
