/** As many requests as a proxy in use logs within some minutes. */
const requests = 500;

const loaded =
  '2 clients (2 auth files + 0 Gemini API keys + 0 Claude API keys + 0 Codex keys + 0 OpenAI-compat)';

/** What CLIProxyAPI's log looks like on a server that people use. */
export const usedLog = [
  line('--------', 'clients.go:152', `full client load complete - ${loaded}`),
  line('--------', 'service_lifecycle.go:206', 'core auth auto-refresh started (interval=15m0s)'),
  ...Array.from({ length: requests }, (_, index) =>
    line(idOf(index), 'gin_logger.go:93', '200 |        1.204s |      172.18.0.1 | POST    "/v1/messages"'),
  ),
  '',
].join('\n');

function line(request: string, place: string, words: string): string {
  return `[2026-11-22 12:00:00] [${request}] [info ] [${place}] ${words}`;
}

function idOf(index: number): string {
  return index.toString(16).padStart(8, '0');
}
