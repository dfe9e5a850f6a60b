import { modelsOf, type ListedChannel } from './channel';

/** The column `test_model` has room for so many characters. */
const longestTestModel = 50;
/** One-Hub asks these otherwise than for a completion, or not at all (`controller/channel-test.go`). */
const OTHERWISE = [
  /^text-|embed|davinci|babbage|bge-|e5-|LLM2Vec|retrieval|uae-|gte-|jina-clip|jina-embeddings/i,
  /flux|diffusion|stabilityai|sd-|dall|cogview|janus|image/i,
  /^tts|rerank|whisper|speech|^mj_|^chirp/i,
];

/** What a channel is to offer: what the server offers, and the names that somebody mapped to something else. */
export function modelsFor(
  server: readonly string[],
  channel?: Pick<ListedChannel, 'models' | 'model_mapping'>,
): readonly string[] {
  if (channel === undefined) return [...new Set(server)];
  const mapped = namesIn(channel.model_mapping);
  return [...new Set([...server, ...modelsOf(channel).filter(model => mapped.has(model))])];
}

/** Which of them to test with: the one that was chosen, else the first that One-Hub asks for a completion. */
export function testModelFor(models: readonly string[], chosen: string): string {
  if (models.includes(chosen)) return chosen;
  const short = models.filter(model => model.length <= longestTestModel);
  return short.find(model => !OTHERWISE.some(kind => kind.test(model))) ?? short[0] ?? '';
}

function namesIn(mapping: string): ReadonlySet<string> {
  try {
    return new Set(Object.keys(Object(JSON.parse(mapping || '{}')) as object));
  } catch {
    return new Set();
  }
}
