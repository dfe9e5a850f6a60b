const numbers = { stdout: 1, stderr: 2 };

/** A piece of output as Docker multiplexes it: stream number, three zeros, length (big endian), bytes. */
export function frame(stream: 'stdout' | 'stderr', bytes: Buffer): Buffer {
  const header = Buffer.alloc(8);
  header.writeUInt8(numbers[stream], 0);
  header.writeUInt32BE(bytes.length, 4);
  return Buffer.concat([header, bytes]);
}
