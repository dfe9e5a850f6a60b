/** What a person typed for a model: the one they mean, or those it could be. */
export type Meant =
  | { readonly kind: 'one'; readonly model: string }
  | { readonly kind: 'none' }
  | { readonly kind: 'several'; readonly models: readonly string[] };

/**
 * Which of the models somebody means: the very name, then one that begins with what they typed, then one that holds
 * it (`haiku`). Case does not count. Thinking suffixes stay: `gpt-5.4(high)` is `gpt-5.4` to the program as well.
 */
export function meantModel(typed: string, models: readonly string[]): Meant {
  const wanted = typed.toLowerCase();
  const [, base = '', suffix = ''] = /^(.+?)(\([^()]*\))?$/.exec(wanted) ?? [];
  const same = models.find(model => model === typed) ?? models.find(model => model.toLowerCase() === wanted);
  if (same !== undefined) return { kind: 'one', model: same };
  const plain = suffix === '' ? undefined : models.find(model => model.toLowerCase() === base);
  if (plain !== undefined) return { kind: 'one', model: `${plain}${suffix}` };
  const beginning = models.filter(model => model.toLowerCase().startsWith(wanted));
  const alike =
    beginning.length > 0 ? beginning : models.filter(model => model.toLowerCase().includes(wanted));
  const [only] = alike;
  if (only === undefined) return { kind: 'none' };
  return alike.length === 1 ? { kind: 'one', model: only } : { kind: 'several', models: alike };
}
