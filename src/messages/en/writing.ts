import type { ProblemSentences } from './problems';
import { bold, code, rich } from '../rich';

export const writingProblems = () =>
  ({
    'disk-full': p =>
      rich`There is no room left on ${bold(p.server)} for ${code(p.path)}. What was there is unchanged. Free some space (${code('df -h')}, ${code('docker system df')}) and try again.`,
    'read-only': p =>
      rich`${code(p.path)} on ${bold(p.server)} is mounted read-only, so nothing was written. Take ${code(':ro')} off that mount (or ${code('read_only')} off the container) and recreate the container.`,
    'file-changed': p =>
      rich`Somebody else changed ${code(p.path)} on ${bold(p.server)} in the meantime. Their change was kept and mine was not made: look at it and ask again.`,
    'write-failed': p =>
      rich`${code(p.path)} could not be written on ${bold(p.server)}: ${p.detail}. Look at the directory's mount and its permissions, then try again.`,
  }) satisfies Partial<ProblemSentences>;
