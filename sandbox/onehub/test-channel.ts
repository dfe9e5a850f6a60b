import { z } from 'zod';
import type { Row } from './channel';

/** What asking the channel's address came to; `disables` where One-Hub would switch the channel off for it. */
export type Outcome =
  | { readonly ok: true; readonly ms: number }
  | { readonly ok: false; readonly ms: number; readonly message: string; readonly disables: boolean };

const openAiError = z.object({ error: z.object({ message: z.string() }) });
const upstreamMs = 30_000;

/** One real completion at the channel's address (MartialBE/one-hub, `controller/channel-test.go`). */
export async function testChannel(channel: Row, asked: string): Promise<Outcome> {
  const model = asked || channel.test_model;
  if (model === '') return { ok: false, ms: 0, message: '请填写测速模型后再试', disables: false };
  const startedAtMs = Date.now();
  const failed = (message: string, disables = false): Outcome => ({
    ok: false,
    ms: Date.now() - startedAtMs,
    message,
    disables,
  });
  try {
    const answer = await fetch(`${(channel.base_url ?? '').replace(/\/$/, '')}/v1/chat/completions`, {
      method: 'POST',
      headers: { authorization: `Bearer ${channel.key}`, 'content-type': 'application/json' },
      body: JSON.stringify({
        model,
        messages: [{ role: 'user', content: "You just need to output 'hi' next." }],
        stream: false,
      }),
      signal: AbortSignal.timeout(upstreamMs),
    });
    const body = await answer.text();
    if (answer.ok) {
      JSON.parse(body);
      return { ok: true, ms: Date.now() - startedAtMs };
    }
    return failed(reasonIn(answer, body), answer.status === 401);
  } catch (error) {
    // What a failed connection says is not told on.
    return failed(error instanceof SyntaxError ? error.message : '请求上游地址失败');
  }
}

function reasonIn(answer: Response, body: string): string {
  const isJson = answer.headers.get('content-type')?.includes('application/json') === true;
  const said = isJson ? openAiError.safeParse(JSON.parse(body)).data?.error.message : undefined;
  if (said !== undefined) return `Provider API error: ${said}`;
  return isJson ? body : `Provider API error: bad response status code ${answer.status}`;
}
