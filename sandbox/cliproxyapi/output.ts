/** stdout of the program: bare lines (`fmt.Print` in the original). */
export interface Output {
  print(text: string): void;
  /** Comes back when everything printed has left the process. */
  flushed(): Promise<void>;
}

/** Writes at once, as the original does. */
export function directOutput(stream: NodeJS.WritableStream): Output {
  let last = Promise.resolve();
  return {
    print: text => {
      last = new Promise(done => stream.write(text, () => done()));
    },
    flushed: () => last,
  };
}

const pauseMs = 2;

/** Writes a few bytes at a time, cutting lines and characters wherever it happens. */
export function dribblingOutput(stream: NodeJS.WritableStream): Output {
  let tail = Promise.resolve();
  const dribble = async (bytes: Buffer): Promise<void> => {
    for (let at = 0, size = 1; at < bytes.length; at += size, size = (size * 5 + 3) % 37 || 1) {
      stream.write(bytes.subarray(at, at + size));
      await new Promise(done => setTimeout(done, pauseMs));
    }
  };
  return {
    print: text => {
      tail = tail.then(() => dribble(Buffer.from(text)));
    },
    flushed: () => tail,
  };
}
