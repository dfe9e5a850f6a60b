import { alerts } from './alerts';
import type { Bench } from './bench';
import { crowd } from './crowd';
import { exec } from './exec';
import { jobs } from './jobs';
import { logins } from './logins';
import { createParts } from './parts';
import { machine, tableHead, tableRow } from './report';
import { servers } from './servers';
import { startUp } from './start-up';

const benches: readonly Bench[] = [exec, logins, crowd, jobs, startUp, alerts, servers];

/** Runs the named benches, or all of them, and prints a table. It writes nothing. */
async function main(names: readonly string[]): Promise<void> {
  const unknown = names.filter(name => !benches.some(bench => bench.name === name));
  if (unknown.length > 0) {
    const known = benches.map(bench => bench.name).join(', ');
    throw new Error(`there is no bench ${unknown.join(', ')}; there are ${known}`);
  }
  const parts = createParts();
  process.stdout.write(`${machine()}\n\n${tableHead}\n`);
  try {
    for (const bench of benches.filter(({ name }) => names.length === 0 || names.includes(name))) {
      for (const result of await bench.run(parts)) process.stdout.write(`${tableRow(result)}\n`);
    }
  } finally {
    await parts.close();
  }
}

main(process.argv.slice(2)).catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exitCode = 1;
});
