import { EventEmitter } from 'node:events';
import { setImmediate as nextTurn } from 'node:timers/promises';

import type { PgPool, PgPoolClient, PgQueryResult } from 'bullmq';

import type { Database } from './pglite-database';

type Query = PgPool['query'];

/**
 * PGlite in the shape of a `pg.Pool`, as BullMQ's PostgreSQL backend takes one. There is one session behind it,
 * which every client shares; closing the database is left to whoever opened it.
 */
export async function pglitePool(db: Database): Promise<PgPool> {
  const notifications = new EventEmitter().setMaxListeners(0);
  // A turn later, as with the answers below: whoever was told "nothing new" before this is listening by then.
  db.onNotification((channel, payload) => {
    setImmediate(() => notifications.emit('notification', { channel, payload }));
  });
  await db.exec('LISTEN bullmq_jobs; LISTEN bullmq_events');
  return new Pool(queryOf(db), notifications);
}

function queryOf(db: Database): Query {
  return async <Row>(text: string, params: readonly unknown[] = []): Promise<PgQueryResult<Row>> => {
    // Done once for all, above; answered at once, so that no notification slips through meanwhile.
    if (/^LISTEN /m.test(text)) return { rows: [] };
    const rows = await rowsOf<Row>(db, text, params);
    // PGlite answers within the microtask queue: without a turn of the event loop, a worker that polls would
    // keep every timer of the process waiting.
    await nextTurn();
    return { rows, rowCount: rows.length };
  };
}

async function rowsOf<Row>(db: Database, text: string, params: readonly unknown[]): Promise<Row[]> {
  // Migrations are scripts of many statements, which only `exec` takes; they have neither parameters nor rows.
  if (params.length === 0 && text.includes(';')) {
    await db.exec(text);
    return [];
  }
  return (await db.query<Row>(text, params.map(asParameter))).rows;
}

/**
 * What JSON can say and PostgreSQL cannot hold: the character NUL, and half a surrogate pair, which is left where
 * a text was cut in the middle of an emoji. Both come from foreign logs.
 */
const UNFIT = /(?<!\\)((?:\\\\)*)\\u(?:0000|d[89a-f][0-9a-f]{2})/g;

/** `pg` sends objects as JSON; PGlite would send `[object Object]` where it does not know the type. */
function asParameter(value: unknown): unknown {
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  const sent = isObject ? JSON.stringify(value) : value;
  return typeof sent === 'string' ? sent.replace(UNFIT, '$1\ufffd') : sent;
}

class Pool extends EventEmitter implements PgPool {
  /** A dropped connection would be noticed at once: there is none. Lets idle workers sleep long. */
  readonly options = { keepAlive: true };

  constructor(
    readonly query: Query,
    private readonly notifications: EventEmitter,
  ) {
    super();
    this.setMaxListeners(0);
  }

  connect(): Promise<PgPoolClient> {
    return Promise.resolve(new Client(this.query, this.notifications));
  }

  end(): Promise<void> {
    return Promise.resolve();
  }
}

class Client extends EventEmitter implements PgPoolClient {
  private readonly pass = (message: unknown): void => {
    this.emit('notification', message);
  };

  constructor(
    readonly query: Query,
    private readonly notifications: EventEmitter,
  ) {
    super();
    notifications.on('notification', this.pass);
  }

  release(): void {
    this.notifications.off('notification', this.pass);
  }
}
