/** What of an image's name says which one it is, when both are read beside each other: tags, or names where those differ. */
export function shortImages(
  before: string,
  after: string,
): { readonly before: string; readonly after: string } {
  const [old, now] = [partsOf(before), partsOf(after)];
  if (old.name === now.name && old.version !== now.version)
    return { before: old.version, after: now.version };
  return { before: whole(old), after: whole(now) };
}

interface Parts {
  readonly name: string;
  readonly version: string;
}

function whole({ name, version }: Parts): string {
  return name === '' ? version : `${name}:${version}`;
}

/** `docker.io/eceasy/cli-proxy-api:v6.9.1@sha256:…` → `cli-proxy-api` and `v6.9.1`; of a bare digest twelve digits. */
function partsOf(image: string): Parts {
  const [named = image, digest] = image.replace(/^sha256:/, '@').split('@');
  const [, name = named, tag] = /^(?:.*\/)?([^/:]*)(?::([^/]+))?$/.exec(named) ?? [];
  return { name, version: tag ?? digest?.replace(/^sha256:/, '').slice(0, 12) ?? 'latest' };
}
