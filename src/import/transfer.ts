import { posix } from 'node:path';
import type { CliProxy } from '../cliproxy/cliproxies';
import { accountIn, credentialFiles, maxCredentialBytes } from '../cliproxy/credentials';
import { runningContainer } from '../cliproxy/running-container';
import { problemOf, UserError, type Problem } from '../errors';
import type { Tasks } from '../jobs/contracts';
import type { TransferReport } from '../jobs/reports';
import type { Jobs } from '../jobs/jobs';
import type { Container, ContainerFile } from '../server/server';
import { bring, type BringPace, type Brought } from './bring';
import { credentialAt, unknownShape } from './credential';
import { contentOf, readFile } from './read-file';

/** So often the source may change its file in the moment in which it is disabled. */
const attempts = 3;

/**
 * Brings an account from one server to another. Where it is moved, it is disabled at the source once its new place
 * has it; tokens that the source renewed meanwhile are brought after.
 *
 * @throws UserError `same-server`, `unknown-account`, every `import-…` of a file that is refused, and whatever keeps
 * the servers out of reach. Then nothing is changed.
 */
export async function transfer(
  from: CliProxy,
  to: CliProxy,
  jobs: Pick<Jobs, 'read' | 'write'>,
  { account, by, how }: Tasks['transfer']['data'],
  pace?: BringPace,
): Promise<TransferReport> {
  const names = { from: from.server.name, to: to.server.name };
  if (names.from === names.to) throw new UserError({ code: 'same-server', server: names.from });
  const [source, target] = await Promise.all([runningContainer(from.server), runningContainer(to.server)]);
  // Two names of one machine: what is moved would be disabled at its only place.
  if (source.id === target.id) throw new UserError({ code: 'same-server', server: names.to });
  const { nowMs } = await to.server.engine();
  const found = await findAccount(from, source, account);

  let brought = await bringFile(found, posix.basename(found.path));
  const [imported] = brought.files;
  if (imported?.outcome === 'refused') throw new UserError(imported.problem);
  if (imported === undefined) throw new Error('nothing came of an account that was brought');
  const stillEnabled = how === 'move' ? await disabled(imported.file) : undefined;
  const { after, before, restarted } = brought;
  return {
    ...names,
    how,
    imported,
    ...(before !== undefined && { before }),
    ...(after !== undefined && { after }),
    restarted,
    ...(stillEnabled !== undefined && { stillEnabled }),
  };

  async function bringFile({ content }: ContainerFile, name: string): Promise<Brought> {
    const read = readFile(content, undefined, nowMs);
    if (read.kind === 'whose') throw unknownShape();
    return bring(to, target, jobs, [{ ...read, name }], by, nowMs, pace);
  }

  /** What keeps the source from being disabled, if anything does. */
  async function disabled(file: string): Promise<Problem | undefined> {
    try {
      await disable(file);
      return undefined;
    } catch (error) {
      const problem = problemOf(error);
      if (problem === undefined) throw error;
      return problem;
    }
  }

  /** `file` is its name at its new place. */
  async function disable(file: string): Promise<void> {
    let { content } = found;
    for (let attempt = 1; ; attempt++) {
      const [now] = (await source.files(found.path, { maxFileBytes: maxCredentialBytes })) ?? [];
      // Taken away meanwhile: nobody uses it there.
      if (now === undefined) return;
      if (isRenewed(now.content, content)) await bringAgain(now, file);
      content = now.content;
      try {
        await source.rewrite(found.path, content, asDisabled(from.server.name, now));
        return;
      } catch (error) {
        if (problemOf(error)?.code !== 'file-changed' || attempt === attempts) throw error;
      }
    }
  }

  /** What was brought first, as `name`, is of no use any more. */
  async function bringAgain(renewed: ContainerFile, name: string): Promise<void> {
    const { after, files, restarted } = await bringFile(renewed, name);
    if (files[0]?.outcome === 'refused') throw new UserError(files[0].problem);
    brought = {
      ...brought,
      ...(after !== undefined && { after }),
      restarted: restarted || brought.restarted,
    };
  }
}

function isRenewed(now: Buffer, before: Buffer): boolean {
  const renewed = credentialAt(now);
  return renewed !== undefined && renewed.grant !== credentialAt(before)?.grant;
}

function asDisabled(server: string, { content, path }: ContainerFile): Buffer {
  const credential = credentialAt(content);
  if (credential === undefined) throw new UserError({ code: 'file-changed', server, path });
  return contentOf({ ...credential.fields, disabled: true });
}

/** By the name of its file, or by its e-mail where that is one account's alone. */
async function findAccount(
  { place, server }: CliProxy,
  container: Container,
  typed: string,
): Promise<ContainerFile> {
  const listed = await container.files(place.authDir, { maxFileBytes: maxCredentialBytes });
  const files = credentialFiles(listed ?? []);
  const accounts = files.map(file => ({ file, ...pick(file) }));
  const byFile = accounts.find(each => each.name === typed);
  const byEmail = accounts.filter(each => each.email?.toLowerCase() === typed.toLowerCase());
  const found = byFile ?? (byEmail.length === 1 ? byEmail[0] : undefined);
  if (found !== undefined) return found.file;
  const known = (byEmail.length > 0 ? byEmail : accounts).map(({ name }) => name);
  throw new UserError({ code: 'unknown-account', server: server.name, typed, known });
}

function pick(file: ContainerFile): { readonly name: string; readonly email?: string } {
  const { email, file: name } = accountIn(file);
  return { name, ...(email !== undefined && { email }) };
}
