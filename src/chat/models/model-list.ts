import type { Catalogue } from '../../messages/catalogue';
import { lines } from '../../messages/rich';
import type { Room } from '../accounts/room';
import type { Part } from '../platform';
import { familiesOf } from './families';

/** So many models of each family, if there is room. */
const ofEach = [8, 4, 2, 1, 0];
const mostFamilies = 15;

/** What a server offers, a family on a line, with as many names as can be read there. */
export function modelList(
  server: string,
  models: readonly string[],
  words: Catalogue,
  room: Room,
): readonly Part[] {
  const say = words.test;
  const families = familiesOf(models);
  const listed = (most: number, count: number): readonly Part[] => {
    const left = families.slice(count).reduce((sum, family) => sum + family.models.length, 0);
    return lines(
      say.models(server, models.length),
      ...families.slice(0, count).map(family => {
        const named = family.models.slice(0, most);
        return say.family(family.name, named, family.models.length - named.length);
      }),
      left > 0 && say.moreFamilies(left),
      say.choose(server),
    );
  };

  if (room.most === Infinity) return listed(models.length, families.length);
  return (
    ofEach.map(most => listed(most, mostFamilies)).find(text => room.lengthOf(text) <= room.most) ??
    say.models(server, models.length)
  );
}
