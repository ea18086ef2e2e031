/**
 * CRC-64 of ECMA-182 as OSS computes it (API reference 20220713, AppendObject L8431-8454): polynomial
 * 0x42F0E1EBA9EA3693, reflected, all ones in and out. Values are unsigned 64-bit; OSS writes them in decimal.
 */

const POLYNOMIAL = 0xc96c5795d7870f42n;
const LOW = new Uint32Array(256);
const HIGH = new Uint32Array(256);
for (let i = 0; i < 256; i++) {
  let value = BigInt(i);
  for (let bit = 0; bit < 8; bit++) {
    value = value & 1n ? (value >> 1n) ^ POLYNOMIAL : value >> 1n;
  }
  LOW[i] = Number(value & 0xffffffffn);
  HIGH[i] = Number(value >> 32n);
}

/** Continues `crc` (0n at the start) over `data`. */
export function crc64(data: Uint8Array, crc = 0n): bigint {
  // Two halves of 32 bits: BigInt per byte would be some fifty times slower.
  let low = Number(crc & 0xffffffffn) ^ 0xffffffff;
  let high = Number(crc >> 32n) ^ 0xffffffff;
  for (let i = 0; i < data.length; i++) {
    const index = (low ^ (data[i] as number)) & 0xff;
    low = ((low >>> 8) | (high << 24)) ^ (LOW[index] as number);
    high = (high >>> 8) ^ (HIGH[index] as number);
  }
  return (BigInt((high ^ 0xffffffff) >>> 0) << 32n) | BigInt((low ^ 0xffffffff) >>> 0);
}

export function formatCrc64(crc: bigint): string {
  return crc.toString();
}

/** The CRC of a followed by b, from the CRC of each and the length of b (the method of zlib's crc32_combine). */
export function combineCrc64(a: bigint, b: bigint, lengthOfB: number): bigint {
  if (lengthOfB === 0) {
    return a;
  }
  // The operator for one zero bit, then for 2, 4, 8, ... bits by squaring.
  let operator: bigint[] = [POLYNOMIAL];
  for (let bit = 0; bit < 63; bit++) {
    operator.push(1n << BigInt(bit));
  }
  operator = square(square(square(operator)));
  let crc = a;
  let length = BigInt(lengthOfB);
  while (length > 0n) {
    if (length & 1n) {
      crc = times(operator, crc);
    }
    operator = square(operator);
    length >>= 1n;
  }
  return crc ^ b;
}

function times(matrix: readonly bigint[], vector: bigint): bigint {
  let sum = 0n;
  for (let bit = 0; vector > 0n; bit++, vector >>= 1n) {
    if (vector & 1n) {
      sum ^= matrix[bit] as bigint;
    }
  }
  return sum;
}

function square(matrix: readonly bigint[]): bigint[] {
  return matrix.map((row) => times(matrix, row));
}
