import type { ClientCounts } from '../jobs/account';

/** `2 (1 auth entries + 1 Claude API keys)`: CLIProxyAPI's own words, without what it counts none of. */
export function countsText({ clients, parts }: ClientCounts): string {
  const some = parts.filter(part => part.count > 0).map(part => `${part.count} ${part.label}`);
  return some.length === 0 ? `${clients}` : `${clients} (${some.join(' + ')})`;
}
