/** A piece of a multiplexed stream, as soon as it is there; `last` when it completes its frame. */
export interface Piece {
  readonly stream: 'stdout' | 'stderr';
  readonly bytes: Buffer;
  readonly last: boolean;
}

const HEADER_BYTES = 8;

/**
 * Takes Docker's framing apart (Engine API, "Stream format": one byte stream, three zero, four length), however
 * the bytes are cut. Bytes that do not begin like a frame are handed on as stdout from there on: that is how a
 * stream with a terminal looks.
 */
export function createFrameReader(): (chunk: Buffer) => readonly Piece[] {
  let header = Buffer.alloc(0);
  let stream: Piece['stream'] = 'stdout';
  let left = 0;
  let raw = false;

  return chunk => {
    const pieces: Piece[] = [];
    let rest = chunk;
    while (rest.length > 0) {
      if (raw) {
        pieces.push({ stream: 'stdout', bytes: rest, last: true });
        break;
      }
      if (left > 0) {
        const bytes = rest.subarray(0, left);
        left -= bytes.length;
        rest = rest.subarray(bytes.length);
        pieces.push({ stream, bytes, last: left === 0 });
        continue;
      }
      const missing = HEADER_BYTES - header.length;
      header = Buffer.concat([header, rest.subarray(0, missing)]);
      rest = rest.subarray(missing);
      if (!looksLikeHeader(header)) {
        rest = Buffer.concat([header, rest]);
        raw = true;
      } else if (header.length === HEADER_BYTES) {
        stream = header[0] === 2 ? 'stderr' : 'stdout';
        left = header.readUInt32BE(4);
        header = Buffer.alloc(0);
      }
    }
    return pieces;
  };
}

function looksLikeHeader(bytes: Buffer): boolean {
  const [stream = 0, ...zeros] = bytes.subarray(0, 4);
  return stream <= 2 && zeros.every(zero => zero === 0);
}
