/** Times in answers, from milliseconds since 1970: to the second, as in every sample of the API reference (`.000Z`). */
export function isoTime(time: number): string {
  return new Date(Math.floor(time / 1000) * 1000).toISOString();
}
