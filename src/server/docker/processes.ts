import { z } from 'zod';

const top = z.object({
  Titles: z.array(z.string()),
  Processes: z.array(z.array(z.string())).nullish(),
});

/**
 * The command lines in Docker's answer to `top`. Docker hands through what `ps` of the server says, so the
 * column is found by its title. Throws where there is none.
 */
export function commandsOf(answer: unknown): readonly string[] {
  const { Titles, Processes } = top.parse(answer);
  const column = Titles.findIndex(title => /^(CMD|COMMAND|ARGS)$/i.test(title));
  if (column < 0) throw new Error(`docker top has no column of commands: ${Titles.join(' ')}`);
  return (Processes ?? []).flatMap(row => row[column] ?? []);
}
