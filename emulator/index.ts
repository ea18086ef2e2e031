/** `granary/emulator`: the local OSS emulator for tests and programs. */
export { type Emulator, type EmulatorOptions, startEmulator } from "./start";
