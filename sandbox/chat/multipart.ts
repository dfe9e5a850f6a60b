/** A part of a `multipart/form-data` request; only files have a file name. */
export interface Part {
  readonly name: string;
  readonly fileName?: string;
  readonly contentType?: string;
  readonly bytes: Buffer;
}

/**
 * Takes a form apart, as strictly as RFC 7578 allows: every part begins with its boundary and says its name, and
 * the form is closed. Throws on anything else.
 */
export function partsOf(raw: Buffer, contentType: string): readonly Part[] {
  const boundary = /^multipart\/form-data; ?boundary="?([^";]+)"?$/.exec(contentType)?.[1];
  if (boundary === undefined) throw new Error(`not a form: ${contentType}`);
  // The first boundary has no line before it.
  const whole = Buffer.concat([Buffer.from('\r\n'), raw]);
  const mark = Buffer.from(`\r\n--${boundary}`);
  const parts: Part[] = [];
  let at = whole.indexOf(mark);
  if (at !== 0 && whole.subarray(0, at).toString().trim() !== '') throw new Error('words before the form');
  for (;;) {
    if (at < 0) throw new Error('the form has no end');
    const begin = at + mark.length;
    if (whole.subarray(begin, begin + 2).toString() === '--') return parts;
    at = whole.indexOf(mark, begin);
    if (at < 0) throw new Error('the form has no end');
    parts.push(partOf(whole.subarray(begin + 2, at)));
  }
}

function partOf(raw: Buffer): Part {
  const end = raw.indexOf('\r\n\r\n');
  if (end < 0) throw new Error('a part without a head');
  const head = raw.subarray(0, end).toString('utf8');
  const disposition = /^content-disposition: ?form-data; name="([^"]*)"(?:; filename="([^"]*)")?$/im.exec(
    head,
  );
  if (disposition?.[1] === undefined) throw new Error(`a part without a name: ${head}`);
  const contentType = /^content-type: ?(.+)$/im.exec(head)?.[1]?.trim();
  return {
    name: disposition[1],
    ...(disposition[2] !== undefined && { fileName: disposition[2] }),
    ...(contentType !== undefined && { contentType }),
    bytes: raw.subarray(end + 4),
  };
}
