import type { ConfiguredProgram } from '../../program';
import type { ApiAnswer } from './answers';
import { json } from './answers';
import { apiTraitsOf } from './api-traits';

const examples = ['your-api-key-1', 'your-api-key-2', 'your-api-key-3'];
const note = 'because api-keys contains template values';

export function hasExampleKeys(keys: readonly string[]): boolean {
  return keys.some(key => examples.includes(key.trim()));
}

/** From v7.1.46 to v7.2.50 nothing but a page is served while a key of the example is there. */
export function isPageOnly({ behaviour, config }: Pick<ConfiguredProgram, 'behaviour' | 'config'>): boolean {
  return apiTraitsOf(behaviour.version).safeMode === 'page' && hasExampleKeys(config.apiKeys);
}

/** What it says as it starts so. */
export function tellPageOnly({ config, configFile, log }: ConfiguredProgram): void {
  log.line('error', 'main.go:538', 'unsafe example API key configured; starting warning-only server');
  log.line(
    'error',
    'run.go:73',
    `normal API server disabled: example API key values are configured in ${configFile}`,
  );
  const host = config.host === '' ? '127.0.0.1' : config.host;
  log.line('error', 'run.go:74', `example API key warning page listening on: http://${host}:${config.port}/`);
}

/** The page, for `/`. */
export function examplePage(keys: readonly string[]): ApiAnswer {
  const listed = keys.filter(key => examples.includes(key.trim())).map(key => `<li><code>${key}</code></li>`);
  return {
    status: 200,
    headers: { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' },
    body:
      '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Example API key detected</title></head>' +
      `<body><h1>Example API key detected</h1><p>Proxy API endpoints are disabled ${note}.</p>` +
      `<ul class="keys">${listed.join('')}</ul></body></html>`,
  };
}

/** From v7.2.51 on the rest of the server goes on. */
export function shut(): ApiAnswer {
  return json(
    403,
    {
      error: 'unsafe_example_api_key',
      message: `Proxy API endpoints are disabled ${note}. Open /management.html?safe-mode=configure, update api-keys in Management, then retry.`,
    },
    { 'x-cpa-safe-mode': 'example-api-key' },
  );
}
