import type { Row } from './channel';

const usualSize = 10;
const mostItems = 100;
const orderable = ['id', 'name', 'group', 'type', 'status', 'response_time', 'balance', 'priority', 'weight'];

/** A page of the list: without keys, and of the channels that share a tag only the newest. */
export function list(rows: readonly Row[], query: URLSearchParams): object {
  const name = query.get('name') ?? '';
  const type = Number(query.get('type') ?? 0);
  const status = Number(query.get('status') ?? 0);
  const matching = rows
    .filter(each => each.name.toLowerCase().includes(name.toLowerCase()))
    .filter(each => (type === 0 || each.type === type) && (status === 0 || each.status === status));
  const newestOfTag = new Map(matching.map(({ id, tag }) => [tag, id]));
  const found = matching.filter(({ id, tag }) => tag === '' || newestOfTag.get(tag) === id);

  const page = Math.max(1, Number(query.get('page') ?? 1));
  const size = Number(query.get('size') ?? 0) || usualSize;
  if (size > mostItems) throw new Error(`size 参数不能超过 ${mostItems}`);
  const sorted = inOrder(found, query.get('order') ?? '-id');
  const data = sorted.slice((page - 1) * size, page * size).map(withoutKey);
  return { data, page, size, total_count: found.length };
}

function inOrder(rows: readonly Row[], order: string): readonly Row[] {
  const isDown = order.startsWith('-');
  const field = order.replace(/^-/, '');
  if (!orderable.includes(field)) throw new Error(`不允许对字段 '${field}' 进行排序`);
  const value = (each: Row): string | number => {
    const found = each[field as keyof Row];
    return typeof found === 'number' || typeof found === 'string' ? found : 0;
  };
  const sorted = [...rows].sort((one, other) => (value(one) < value(other) ? -1 : 1));
  return isDown ? sorted.reverse() : sorted;
}

function withoutKey(each: Row): Row {
  return { ...each, key: '' };
}
