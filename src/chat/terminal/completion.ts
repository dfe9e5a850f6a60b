import type { CommandDescription, Listener, Person } from '../platform';
import { placeWords } from '../typed-command';
import { pathOffers } from './path-offers';
import { type Disk, isPath, sortWords } from './sent-files';
import { wordsOf } from './typed-words';

/** What the Tab key offers for a line, and the piece of it that is completed. */
export function completions(
  line: string,
  commands: readonly CommandDescription[],
  listener: Listener,
  person: Person,
  disk: Disk,
): [string[], string] {
  const [name = '', ...words] = line.split(' ');
  if (words.length === 0) {
    const names = commands.map(command => `/${command.name} `).filter(offer => offer.startsWith(line));
    return [line.startsWith('/') ? names : [], line];
  }
  const typed = words.at(-1) ?? '';
  const command = commands.find(one => `/${one.name}` === name);
  if (command === undefined) return [[], typed];

  const before = words.slice(0, -1).join(' ');
  const path = command.mostFiles === undefined ? undefined : wordsOf(line).at(-1)?.raw;
  if (path !== undefined && line.endsWith(path) && isPath(path)) return [pathOffers(path, disk), path];
  const { rest } = command.mostFiles === undefined ? { rest: before } : sortWords(before, disk);
  const { options: given } = placeWords(command.options, rest);
  const offers = command.options
    .filter(option => !Object.hasOwn(given, option.name))
    .flatMap(({ name: option, choices = [], completes }) => [
      ...(completes === true ? listener.complete(person, command.name, option, typed) : []),
      ...choices.map(choice => choice.name[person.language]).filter(offer => offer.startsWith(typed)),
    ]);
  return [offers, typed];
}
