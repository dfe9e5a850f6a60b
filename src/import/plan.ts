import { posix } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { Before } from '../cliproxy/loaded';
import { UserError } from '../errors';
import type { ImportedFile } from '../jobs/reports';
import { credentialAt, type Credential } from './credential';
import { fileNameFor } from './file-name';
import { withKeptSettings } from './kept-settings';
import { contentOf } from './read-file';
import { refuseUnserved } from './served';

/** A credential that was checked, and what its file was called where it comes from. */
export interface Arrival {
  readonly name: string;
  readonly credential: Credential;
  readonly fromClaudeCli: boolean;
}

/** What is to be written for an arrival, and where. */
export interface Plan {
  /** Its name in the auth directory. */
  readonly file: string;
  readonly path: string;
  readonly content: Buffer;
  /** The server has this very content already. */
  readonly isThere: boolean;
  /** What is said when it is done. */
  readonly imported: Omit<Extract<ImportedFile, { readonly outcome: 'imported' }>, 'replaced' | 'backup'>;
}

/**
 * Makes a plan for one arrival after the other.
 *
 * @param before what the server has.
 * @returns what throws UserError `import-not-served`, and `import-twice` for an account that came already.
 */
export function planArrivals(before: Before, authDir: string): (arrival: Arrival) => Plan {
  const taken = new Map<string, string>();
  return ({ credential, fromClaudeCli, name }) => {
    const { email, grant, provider } = credential;
    refuseUnserved(credential, before.version);
    const file = fileWith(grant) ?? freeName(credential, name);
    // Under one name, or under two with the same tokens.
    const earlier = taken.get(file) ?? taken.get(grant);
    if (earlier !== undefined) throw new UserError({ code: 'import-twice', file: earlier });
    taken.set(file, file).set(grant, file);

    const path = posix.join(authDir, file);
    const old = contentAt(file);
    const fields = withKeptSettings(credential, old);
    return {
      file,
      path,
      content: contentOf(fields),
      isThere: old !== undefined && isDeepStrictEqual(credentialAt(old)?.fields, fields),
      imported: {
        outcome: 'imported',
        name,
        file,
        provider,
        ...(email !== undefined && { email }),
        fromClaudeCli,
      },
    };
  };

  /** A name that fits may still be that of another's file: `ada@…` is in `nada@…`. */
  function freeName(credential: Credential, name: string): string {
    const own = fileNameFor(credential, name);
    const there = credentialAt(contentAt(own) ?? Buffer.alloc(0));
    return there !== undefined && isAnothers(there, credential) ? fileNameFor(credential, '') : own;
  }

  function contentAt(file: string): Buffer | undefined {
    return before.files.find(each => each.path === posix.join(authDir, file))?.content;
  }

  /** The file that has these tokens already, whatever it is called: a second one would log the first one out. */
  function fileWith(grant: string): string | undefined {
    const found = before.files.find(
      each => posix.dirname(each.path) === authDir && credentialAt(each.content)?.grant === grant,
    );
    return found && posix.basename(found.path);
  }
}

/** Two that both say whose they are, and do not say the same. */
function isAnothers(there: Credential, { email, provider }: Credential): boolean {
  if (there.provider !== provider) return true;
  return (
    there.email !== undefined && email !== undefined && there.email.toLowerCase() !== email.toLowerCase()
  );
}
