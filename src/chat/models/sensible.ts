import type { Button } from '../platform';
import { familiesOf, grouped } from './families';

/** More would push the list off a phone's screen. */
const mostModels = 4;
/** What a button may carry, without the colon that divides its words. */
const carried = /^[A-Za-z0-9._-]+$/;
const mostBytes = 48;

/** They answer with pictures, sound or numbers, or not to a few words. */
const silent = /image|imagen|imagine|veo|video|audio|tts|whisper|embed|live|realtime|review|moderation/i;
/** What costs least and answers first. */
const light = /haiku|mini|nano|flash|lite|fast|spark|highspeed/i;

/** A few models worth a try: the newest of each line (`haiku`, `sonnet`), of each family in turn, light ones first. */
export function sensibleModels(models: readonly string[], most = mostModels): readonly string[] {
  const lines = familiesOf(models.filter(model => !silent.test(model))).map(family =>
    [...grouped(family.models, lineOf).values()]
      .flatMap(([newest]) => newest ?? [])
      .sort((one, other) => Number(light.test(other)) - Number(light.test(one))),
  );
  const longest = Math.max(0, ...lines.map(line => line.length));
  const inTurn = Array.from({ length: longest }, (_, place) =>
    lines.flatMap(line => line[place] ?? []),
  ).flat();
  return inTurn.slice(0, most);
}

/** A button for each model that one can carry. */
export function modelButtons(server: string, models: readonly string[]): readonly (readonly Button[])[] {
  return models
    .map(model => ({ model, action: `test:${server}:${model}` }))
    .filter(({ model, action }) => carried.test(model) && action.length <= mostBytes)
    .map(({ model, action }) => [{ kind: 'action', label: model, action }]);
}

/** Its words without versions: `claude-3-5-haiku-20241022` → `claude haiku`. */
function lineOf(model: string): string {
  return (model.toLowerCase().match(/\p{L}{2,}/gu) ?? []).join(' ');
}
