import type { Part } from '../../chat/platform';
import { block, bold, code, lines, rich } from '../rich';
import type { WriteCommand } from '../write-command';
import { doctor } from './doctor';
import { duration } from './duration';

type Rich = readonly Part[];

/** What is said while something is mended: restarts, logs, the doctor. */
export const operate = (command: WriteCommand) => ({
  restart: {
    question: (server: string, loggingIn: readonly string[]): Rich =>
      lines(
        rich`Restart CLIProxyAPI on ${bold(server)}? Requests under way are cut off; it is usually back within seconds.`,
        loggingIn.length > 0 &&
          rich`⚠️ It would also end a login that is under way: ${loggingIn.join(', ')}.`,
      ),
    yes: 'Restart now',
    underWay: (server: string, by: string): Rich =>
      rich`🔄 Restarting CLIProxyAPI on ${bold(server)}, asked by ${by}…`,
    done: (server: string, by: string, downMs: number): Rich =>
      rich`✅ CLIProxyAPI on ${bold(server)} answers again. It was down for ${duration(downMs)}; ${by} asked for the restart.`,
    failed: (server: string, by: string, why: Rich): Rich =>
      rich`❌ Restart of ${bold(server)}, asked by ${by}: ${why}`,
  },

  logs: {
    title: (server: string, container: string, count: number): Rich =>
      count === 1
        ? rich`${bold(server)} (${container}): the last line, time in UTC.`
        : rich`${bold(server)} (${container}): the last ${count} lines, times in UTC.`,
    text: (text: string): Rich => [block(text)],
    nothing: (server: string, container: string): Rich =>
      rich`${code(container)} on ${bold(server)} has not logged anything.`,
    file: (server: string, count: number) => `Log of ${server}, ${count} lines`,
  },

  doctor: doctor(command),
});

export type OperateWords = ReturnType<typeof operate>;
