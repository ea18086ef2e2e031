/** The command line of `granary doctor`, as commander gives it. */
export interface DoctorFlags {
  stack?: string;
  cwd?: string;
  json?: boolean;
  only?: string[];
  listChecks?: boolean;
  bundle?: string;
  writeTest?: string;
}
