import type { Answer } from './answers';
import type { World } from './world';
import { nowMs } from './world';

/** Discord lets a bot send about this many messages to a channel in this time; answers are not counted. */
const MESSAGES = 5;
const WINDOW_MS = 5_000;
const ASKED_TO_WAIT_MS = 300;

/** Rate limits and mishaps: meets a request before it is handled. */
export interface Pace {
  meet(method: string, path: string, handle: () => Answer): Answer;
}

export function createPace(world: World): Pace {
  const windows = new Map<string, { count: number; endsAtMs: number }>();
  const barredUntilMs = new Map<string, number>();

  function meet(method: string, path: string, handle: () => Answer): Answer {
    const answersInteraction = path.startsWith('/interactions/');
    const sends = method === 'POST' && (answersInteraction || /^\/channels\/\d+\/messages$/.test(path));
    if (!sends) return handle();
    if (nowMs() < (barredUntilMs.get(path) ?? 0))
      world.violations.push(`${method} ${path}: did not wait as asked`);
    const mishap = world.mishaps.shift();
    if (mishap === 'server-error') return { status: 503 };
    if (mishap === 'rate-limit') return bar(path, ASKED_TO_WAIT_MS);
    const window = windowOf(path);
    if (window.count >= MESSAGES) return bar(path, window.endsAtMs - nowMs());
    window.count += 1;
    const answer = handle();
    if (mishap !== 'lost-answer')
      return answersInteraction ? answer : { ...answer, headers: headersOf(path, window) };
    world.lostAnswers.add(path);
    return { status: 502 };
  }

  function bar(path: string, waitMs: number): Answer {
    barredUntilMs.set(path, nowMs() + waitMs);
    const seconds = waitMs / 1000;
    return {
      status: 429,
      body: { message: 'You are being rate limited.', retry_after: seconds, global: false },
      headers: {
        'retry-after': seconds.toFixed(3),
        'x-ratelimit-scope': 'user',
        'x-ratelimit-bucket': bucketOf(path),
        'x-ratelimit-limit': String(MESSAGES),
        'x-ratelimit-remaining': '0',
        'x-ratelimit-reset-after': seconds.toFixed(3),
      },
    };
  }

  function windowOf(path: string): { count: number; endsAtMs: number } {
    const present = windows.get(path);
    if (present !== undefined && nowMs() < present.endsAtMs) return present;
    const fresh = { count: 0, endsAtMs: nowMs() + WINDOW_MS };
    windows.set(path, fresh);
    return fresh;
  }

  return { meet };
}

function headersOf(path: string, window: { readonly count: number; readonly endsAtMs: number }) {
  return {
    'x-ratelimit-bucket': bucketOf(path),
    'x-ratelimit-limit': String(MESSAGES),
    'x-ratelimit-remaining': String(MESSAGES - window.count),
    'x-ratelimit-reset-after': ((window.endsAtMs - nowMs()) / 1000).toFixed(3),
  };
}

function bucketOf(path: string): string {
  return `messages-of-${path.split('/')[2] ?? ''}`;
}
