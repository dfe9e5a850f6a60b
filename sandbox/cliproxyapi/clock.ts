const two = (number: number): string => String(number).padStart(2, '0');

/** Date and time of day on the wall clock of the process's time zone (`TZ`). */
export function localParts(at: Date): { readonly date: string; readonly time: string } {
  return {
    date: `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`,
    time: `${two(at.getHours())}:${two(at.getMinutes())}:${two(at.getSeconds())}`,
  };
}

/** RFC 3339 with the zone's offset, as Go prints it: `2025-11-20T21:15:40+08:00`, `…Z` at no offset. */
export function rfc3339(at: Date): string {
  const { date, time } = localParts(at);
  const offset = -at.getTimezoneOffset();
  if (offset === 0) return `${date}T${time}Z`;
  const minutes = Math.abs(offset);
  return `${date}T${time}${offset < 0 ? '-' : '+'}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}
