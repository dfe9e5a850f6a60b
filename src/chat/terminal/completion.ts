import type { CommandDescription, Listener, Person } from '../platform';

/** What the Tab key offers for a line, and the piece of it that is completed. */
export function completions(
  line: string,
  commands: readonly CommandDescription[],
  listener: Listener,
  person: Person,
): [string[], string] {
  const [name = '', ...words] = line.split(' ');
  if (words.length === 0) {
    const names = commands.map(command => `/${command.name} `).filter(offer => offer.startsWith(line));
    return [line.startsWith('/') ? names : [], line];
  }
  const typed = words.at(-1) ?? '';
  const command = commands.find(one => `/${one.name}` === name);
  const option = command?.options[words.length - 1];
  if (command === undefined || option?.completes !== true) return [[], typed];
  return [[...listener.complete(person, command.name, option.name, typed)], typed];
}
