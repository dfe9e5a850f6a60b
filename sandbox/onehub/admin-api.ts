import { list } from './listing';
import { seconds, type Table } from './table';
import { testChannel } from './test-channel';

export const tokens = { admin: 'pretend-onehub-token', member: 'pretend-onehub-member' };

export interface Asked {
  /** `GET /api/channel/` */
  readonly route: string;
  readonly query: URLSearchParams;
  readonly body: unknown;
}

/** What it answers to an administrator. An Error's message is an answer too. */
export async function perform(
  table: Table,
  { route, query, body }: Asked,
  disables: boolean,
): Promise<object> {
  const done = (data?: unknown): object => ({
    success: true,
    message: '',
    ...(data !== undefined && { data }),
  });
  const [, tag] = /^GET \/api\/channel_tag\/([^/]+)\/list$/.exec(route) ?? [];
  if (tag !== undefined) return done(table.all().filter(each => each.tag === tag));
  const [, id] = /^(?:GET|DELETE) \/api\/channel\/(?:test\/)?(\d+)$/.exec(route) ?? [];
  if (route === 'GET /api/channel/') return done(list(table.all(), query));
  if (route.startsWith('GET /api/channel/test/')) {
    return test(table, Number(id), query.get('model') ?? '', disables);
  }
  if (id !== undefined && route.startsWith('GET')) return done(table.get(Number(id)));
  if (route === 'POST /api/channel/') {
    table.insert(body);
    return done();
  }
  if (route === 'PUT /api/channel/') return done(table.update(body));
  if (id !== undefined) {
    table.remove(Number(id));
    return done();
  }
  throw new Error('strconv.Atoi: parsing: invalid syntax');
}

async function test(table: Table, id: number, model: string, mayDisable: boolean): Promise<object> {
  const outcome = await testChannel(table.get(id), model);
  const time = outcome.ms / 1_000;
  if (outcome.ok) {
    // In a goroutine of its own: whoever looks at once does not see it yet.
    setTimeout(() => table.set(id, { response_time: outcome.ms, test_time: seconds() }), 20);
    return { success: true, message: '测速成功', time };
  }
  const disables = outcome.disables && mayDisable;
  if (disables) table.set(id, { status: 3 });
  return {
    success: false,
    message: `测速失败，${disables ? '已被禁用，' : ''}原因：${outcome.message}`,
    time,
  };
}

/** Whoever is no administrator is refused, mostly with status 200 (`middleware/auth.go`). */
export function refusalOf(
  header: string | undefined,
): { readonly status: number; readonly message: string } | undefined {
  if (header === undefined || header === '') {
    return { status: 401, message: '无权进行此操作，未登录且未提供 access token' };
  }
  const given = header.replace('Bearer ', '');
  if (given === tokens.member) return { status: 200, message: '无权进行此操作，权限不足' };
  return given === tokens.admin ? undefined : { status: 200, message: '无权进行此操作，access token 无效' };
}
