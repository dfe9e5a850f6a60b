import { createHash, randomBytes } from 'node:crypto';
import type { Program } from '../program';

export const clientId = '9d1c250a-e61b-44d9-88ed-5944d1962f5e';
/** A constant of the program: a callback port given by flag does not change it. */
export const redirectUri = 'http://localhost:54545/callback';

export interface Authorization {
  readonly url: string;
  readonly state: string;
  readonly verifier: string;
}

/** A new link to authorize, with its state and the PKCE verifier that never leaves the program. */
export function authorize({ behaviour, traits }: Program): Authorization {
  const verifier = randomBytes(96).toString('base64url');
  const state = randomBytes(16).toString('hex');
  // The order of Go's url.Values.Encode: by name.
  const query = new URLSearchParams([
    ['client_id', clientId],
    ['code', 'true'],
    ['code_challenge', createHash('sha256').update(verifier).digest('base64url')],
    ['code_challenge_method', 'S256'],
    ['redirect_uri', redirectUri],
    ['response_type', 'code'],
    ['scope', traits.scope],
    ['state', state],
  ]);
  const page = `${behaviour.providerUrl === '' ? 'https://claude.ai' : behaviour.providerUrl}/oauth/authorize`;
  return { url: `${page}?${query.toString()}`, state, verifier };
}
