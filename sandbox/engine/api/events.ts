import type { EngineEvent } from '../events';
import type { Call } from './call';
import { EngineError } from './answers';
import type { Filters } from './filters';
import { filtersOf } from './filters';
import { nanoseconds } from './moment';

type Filter = Filters<'type' | 'event' | 'container' | 'image'>;

/** `GET /events`: what the engine remembers since a moment, then what happens, until a moment or for ever. */
export function sendEvents({ daemon, query, response }: Call): void {
  const sinceNs = nanoseconds(query.get('since'));
  const untilNs = nanoseconds(query.get('until'));
  if (sinceNs !== undefined && untilNs !== undefined && sinceNs > untilNs) {
    const message = `\`since\` time (${query.get('since')}) cannot be after \`until\` time (${query.get('until')})`;
    throw new EngineError(400, message);
  }
  const filter: Filter = filtersOf(query.get('filters'), ['type', 'event', 'container', 'image']);
  const send = (event: EngineEvent): void => {
    if (passes(event, filter)) response.write(line(event));
  };

  response.writeHead(200, { 'content-type': 'application/json' });
  response.flushHeaders();
  if (sinceNs !== undefined) {
    daemon.events
      .remembered()
      .filter(({ atNs }) => atNs >= sinceNs && (untilNs === undefined || atNs <= untilNs))
      .forEach(send);
  }
  const leftMs = untilNs === undefined ? undefined : Number(untilNs / 1_000_000n) - daemon.clock.nowMs();
  if (leftMs !== undefined && leftMs <= 0) {
    response.end();
    return;
  }
  const timer = leftMs === undefined ? undefined : setTimeout(() => response.end(), leftMs);
  const stopListening = daemon.events.listen(send);
  response.once('close', () => {
    clearTimeout(timer);
    stopListening();
  });
}

function passes(event: EngineEvent, { type, event: actions, container, image }: Filter): boolean {
  const { name = '', image: of = '' } = event.attributes;
  return (
    (type?.includes(event.type) ?? true) &&
    (actions === undefined || matches(event.action, actions)) &&
    (container === undefined || (event.type === 'container' && begins(container, event.id, name))) &&
    (image === undefined || begins(image, of))
  );
}

/**
 * Whole words, unless one of the words can have more behind it: then, and for all of them, beginnings
 * (`matchEvent` of Docker's filter).
 */
function matches(action: string, words: readonly string[]): boolean {
  const open = words.some(word => ['health_status', 'exec_create', 'exec_start'].includes(word));
  return open ? begins(words, action) : words.includes(action);
}

function begins(wanted: readonly string[], ...texts: readonly string[]): boolean {
  return wanted.some(beginning => texts.some(text => text.startsWith(beginning)));
}

/** Times are numbers with more digits than JavaScript's have. */
function line({ type, action, id, attributes, atNs }: EngineEvent): string {
  const old = type === 'container' ? { status: action, id, from: attributes['image'] } : {};
  const actor = { ID: id, Attributes: attributes };
  const event = { ...old, Type: type, Action: action, Actor: actor, scope: 'local' };
  const times = `"time":${atNs / 1_000_000_000n},"timeNano":${atNs}`;
  return `${JSON.stringify(event).slice(0, -1)},${times}}\n`;
}
