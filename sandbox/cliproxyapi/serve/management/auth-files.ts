import { createHash } from 'node:crypto';
import { readFileSync, readdirSync, statSync } from 'node:fs';
import type { Stats } from 'node:fs';
import { join } from 'node:path';
import type { AccountSays } from '../../behaviour';
import { behaviourNow } from '../../behaviour';
import { rfc3339 } from '../../clock';
import type { ConfiguredProgram } from '../../program';
import { realPath } from '../../program';
import { accountState } from '../account-state';
import type { Answer } from './management';
import { recentRequests } from './recent-requests';

type Fields = Readonly<Record<string, unknown>>;

/** A file in the auth directory; `content` undefined where it is no JSON object. */
interface AuthFile {
  readonly name: string;
  readonly stats: Stats;
  readonly content: Fields | undefined;
}

/** `GET /auth-files` */
export function listAuthFiles(program: ConfiguredProgram, isLoaded: (file: string) => boolean): Answer {
  const files = authFiles(realPath(program.behaviour, program.config.authDir));
  const entries =
    program.traits.authFiles === 'poor'
      ? files.map(poorEntry)
      : [
          ...files
            .filter(file => isCredential(file) && isLoaded(file.name))
            .map(file => richEntry(program, file)),
          ...keyEntries(program),
        ];
  return { status: 200, body: { files: entries } };
}

/** Read from the disk each time. */
function poorEntry({ name, stats, content }: AuthFile): Fields {
  const { type = '', email = '' } = content ?? {};
  return { name, size: stats.size, modtime: rfc3339(stats.mtime), type, email };
}

/** What has no type is no credential, and `gemini` is one no more. */
function isCredential({ content }: AuthFile): boolean {
  return typeof content?.['type'] === 'string' && !['', 'gemini'].includes(content['type']);
}

function richEntry(program: ConfiguredProgram, { name, stats, content = {} }: AuthFile): Fields {
  const { type, email, last_refresh: lastRefresh } = content;
  const disabled = content['disabled'] === true;
  const time = rfc3339(stats.mtime);
  return {
    ...core(program, name, name, String(type)),
    label: email ?? '',
    disabled,
    source: 'file',
    size: stats.size,
    ...(typeof email === 'string' && { email, account_type: 'oauth', account: email }),
    created_at: time,
    modtime: time,
    updated_at: time,
    ...(lastRefresh !== undefined && { last_refresh: lastRefresh }),
    path: `${program.config.authDir}/${name}`,
    ...(disabled && { status: 'disabled' }),
    ...known(program, name),
  };
}

/** Keys of the configuration are accounts too: what such an account is called is the key itself. */
function keyEntries(program: ConfiguredProgram): readonly Fields[] {
  return program.config.claudeKeys.map(key => {
    const id = `claude:apikey:${digest(key).slice(0, 12)}`;
    const says = { runtime_only: true, label: 'claude-apikey', account_type: 'api_key', account: key };
    return { ...core(program, id, id, 'claude'), ...says };
  });
}

function core({ traits }: ConfiguredProgram, id: string, name: string, provider: string): Fields {
  const index = parseInt(digest(id).slice(0, 4), 16);
  return {
    id,
    ...(traits.authIndex !== 'none' && {
      auth_index: traits.authIndex === 'number' ? index : digest(id).slice(0, 16),
    }),
    name,
    type: provider,
    provider,
    label: '',
    status: 'active',
    status_message: '',
    disabled: false,
    unavailable: false,
    runtime_only: false,
    source: 'memory',
    size: 0,
    ...(traits.countsRequests && { success: 0, failed: 0, recent_requests: recentRequests(new Date()) }),
  };
}

/** What came of using the account, and what a test has the program say. */
function known({ traits }: ConfiguredProgram, name: string): Fields {
  const behaviour = behaviourNow();
  const says: AccountSays = { ...accountState(behaviour, name), ...behaviour.accounts[name] };
  const { next_retry_after: nextRetry, success, failed, ...rest } = says;
  return {
    ...rest,
    ...(traits.saysNextRetry && nextRetry !== undefined && { next_retry_after: nextRetry }),
    ...(traits.countsRequests && success !== undefined && { success }),
    ...(traits.countsRequests && failed !== undefined && { failed }),
  };
}

function authFiles(directory: string): readonly AuthFile[] {
  const names = readdirSync(directory).filter(name => name.toLowerCase().endsWith('.json'));
  return names.sort().map(name => {
    const file = join(directory, name);
    return { name, stats: statSync(file), content: contentOf(file) };
  });
}

function contentOf(file: string): Fields | undefined {
  try {
    const content: unknown = JSON.parse(readFileSync(file, 'utf8'));
    return typeof content === 'object' && content !== null ? { ...content } : undefined;
  } catch {
    return undefined;
  }
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
