/** Something that a check needs is not there, which is another check's finding: the check is skipped. */
export class Unavailable extends Error {
  override name = "Unavailable";
}
