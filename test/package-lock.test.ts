import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { z } from 'zod';

const pinned = z.object({
  version: z.string().optional(),
  resolved: z.string().optional(),
  optionalDependencies: z.record(z.string(), z.string()).optional(),
});
const { packages } = z
  .object({ packages: z.record(z.string(), pinned) })
  .parse(JSON.parse(readFileSync(join(__dirname, '..', 'package-lock.json'), 'utf8')));

describe('package-lock.json', () => {
  // `npm install` leaves out what the registry does not hold for other systems, and then `npm ci` refuses.
  it('names the optional packages of every system, not of the one it was written on alone', () => {
    const optional = Object.values(packages).flatMap(each => Object.keys(each.optionalDependencies ?? {}));

    const missing = optional.filter(name => packages[`node_modules/${name}`] === undefined);

    expect(optional.length).toBeGreaterThan(0);
    expect(missing).toEqual([]);
  });

  it('comes from no registry of its own', () => {
    const resolved = Object.keys(packages).filter(path => packages[path]?.resolved !== undefined);

    expect(resolved).toEqual([]);
  });
});
