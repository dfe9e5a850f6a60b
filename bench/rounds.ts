/**
 * Runs every way once in each round, beginning with another one each time, so that whatever the machine does
 * meanwhile meets all of them alike. The first rounds only warm up. Answers what each way gave, round by round.
 */
export async function alternate<Name extends string, Measured>(
  ways: Readonly<Record<Name, () => Promise<Measured>>>,
  { rounds, warmUp }: { readonly rounds: number; readonly warmUp: number },
): Promise<ReadonlyMap<Name, readonly Measured[]>> {
  const names = namesOf(ways);
  const measured = new Map<Name, Measured[]>(names.map(name => [name, []]));
  for (let round = -warmUp; round < rounds; round++) {
    const first = Math.abs(round) % names.length;
    for (const name of [...names.slice(first), ...names.slice(0, first)]) {
      const value = await ways[name]();
      if (round >= 0) measured.get(name)?.push(value);
    }
  }
  return measured;
}

function namesOf<Name extends string>(ways: Readonly<Record<Name, unknown>>): readonly Name[] {
  return Object.keys(ways).filter((name): name is Name => name in ways);
}
