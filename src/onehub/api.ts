import { z } from 'zod';
import { oneLine } from '../cliproxy/one-line';
import { problemOf } from '../errors';
import type { HttpRequest } from '../server/server';
import { dataOf, envelopeOf } from './answer';
import {
  keyedChannel,
  listedChannel,
  rawColumns,
  type Columns,
  type ListedChannel,
  type WholeChannel,
} from './channel';
import { hostOf, type Way } from './way';
import type { OneHubSettings } from './settings';

/** Of one request; of a list that has many pages. */
const timeoutMs = 10_000;
const listTimeoutMs = 30_000;
/** A test is a completion of the slowest account there is. */
const testTimeoutMs = 60_000;
/** One-Hub takes 100; through SSH an answer may have 1 MB. */
const pageSize = 50;
const mostPages = 100;

const page = z.object({ data: z.array(listedChannel).nullable(), total_count: z.number() });
const tagged = z.array(listedChannel).nullable();

/** One-Hub's admin API (MartialBE/one-hub, `router/api-router.go`). Throws what {@link dataOf} and the way throw. */
export interface OneHub {
  /** Every channel there is. Throws `onehub-unreachable` where that takes longer. */
  channels(withinMs?: number): Promise<readonly ListedChannel[]>;
  channel(id: number): Promise<WholeChannel>;
  /** One-Hub does not say which id it got. */
  add(columns: Columns): Promise<void>;
  /** Writes these columns and no others; with models One-Hub writes all of them, which then stay as they were. */
  change(was: WholeChannel, columns: Columns): Promise<void>;
  /** Has One-Hub ask for one completion, and notes its time in the channel where it went well. */
  test(id: number, model: string): Promise<Tested>;
}

/** `reason` is in One-Hub's own words, and absent where it did not answer in time. */
export type Tested =
  | { readonly ok: true; readonly ms: number }
  | { readonly ok: false; readonly reason?: string; readonly switchedOff: boolean };

export function createOneHub(settings: OneHubSettings, way: Way): OneHub {
  const host = hostOf(settings);
  const ask = (request: HttpRequest, withinMs = timeoutMs): ReturnType<Way> =>
    way(
      {
        ...request,
        headers: {
          authorization: `Bearer ${settings.token}`,
          accept: 'application/json',
          ...(request.body !== undefined && { 'content-type': 'application/json' }),
        },
      },
      withinMs,
    );
  const write = async (method: 'POST' | 'PUT', columns: object): Promise<void> => {
    const answer = await ask({ method, path: '/api/channel/', body: JSON.stringify(columns) });
    dataOf(answer, z.unknown(), host);
  };

  return {
    channels: async (withinMs = listTimeoutMs) => {
      const deadlineMs = Date.now() + withinMs;
      const askInTime = (path: string): ReturnType<Way> =>
        ask({ path }, Math.max(1, Math.min(timeoutMs, deadlineMs - Date.now())));
      const listed = await pages(askInTime);
      // One with a slash in it has no address at One-Hub.
      const tags = new Set(listed.map(({ tag }) => tag).filter(tag => /^[^/]+$/.test(tag)));
      const all = new Map(listed.map(channel => [channel.id, channel]));
      // Of those that share a tag the list shows one.
      for (const tag of tags) {
        const answer = await askInTime(`/api/channel_tag/${encodeURIComponent(tag)}/list`);
        for (const channel of dataOf(answer, tagged, host) ?? []) all.set(channel.id, channel);
      }
      return [...all.values()].sort((one, other) => one.id - other.id);
    },
    channel: async id => {
      const answer = await ask({ path: `/api/channel/${id}` });
      return { ...dataOf(answer, keyedChannel, host), raw: dataOf(answer, rawColumns, host) };
    },
    add: columns => write('POST', columns),
    change: (was, columns) =>
      write('PUT', columns.models === undefined ? { id: was.id, ...columns } : { ...was.raw, ...columns }),
    test: async (id, model) => {
      const path = `/api/channel/test/${id}?model=${encodeURIComponent(model)}`;
      try {
        const { success, message, time = 0 } = envelopeOf(await ask({ path }, testTimeoutMs), host);
        if (success) return { ok: true, ms: Math.round(time * 1_000) };
        return { ok: false, reason: reasonIn(message), switchedOff: message.includes('已被禁用') };
      } catch (error) {
        if (problemOf(error)?.code !== 'onehub-unreachable') throw error;
        return { ok: false, switchedOff: false };
      }
    },
  };

  async function pages(askFor: (path: string) => ReturnType<Way>): Promise<readonly ListedChannel[]> {
    const found: ListedChannel[] = [];
    for (let number = 1; number <= mostPages; number++) {
      // What is added meanwhile comes last.
      const path = `/api/channel/?page=${number}&size=${pageSize}&order=id`;
      const { data, total_count } = dataOf(await askFor(path), page, host);
      found.push(...(data ?? []));
      if ((data ?? []).length === 0 || found.length >= total_count) break;
    }
    return found;
  }
}

/** `测速失败，已被禁用，原因：…` says in front what is said in the reader's language. */
function reasonIn(message: string): string {
  return oneLine(message.replace(/^测速失败，(?:已被禁用，)?原因：/, ''));
}
