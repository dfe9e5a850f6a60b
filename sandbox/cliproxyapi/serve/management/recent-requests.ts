const buckets = 20;
const bucketMs = 10 * 60_000;

/** The counts of the last 200 minutes, ten at a time, oldest first. */
export function recentRequests(now: Date): readonly unknown[] {
  const last = Math.floor(now.getTime() / bucketMs) * bucketMs;
  return Array.from({ length: buckets }, (_, at) => {
    const from = last - (buckets - 1 - at) * bucketMs;
    return { time: `${clock(from)}-${clock(from + bucketMs)}`, success: 0, failed: 0 };
  });
}

function clock(atMs: number): string {
  const at = new Date(atMs);
  return [at.getHours(), at.getMinutes()].map(part => String(part).padStart(2, '0')).join(':');
}
