import { randomBytes } from 'node:crypto';
import { ChatClosed, type Incoming, type Listener, type Message, type Platform } from './platform';
import { problemOf, UserError, type Problem } from '../errors';
import type { AlertPlace } from '../config';
import type { Jobs } from '../jobs/jobs';
import type { Log } from '../log';
import { explain, wordsFor } from '../messages/catalogue';
import { lines } from '../messages/rich';
import { nearest } from '../nearest';
import { visibleServers, type AccessRule, type Right } from './access';
import { answered, pressed } from './buttons';
import { isServerOption, type Command, type CommandName } from './command';
import { isEmailAddress } from './import/email-address';

export interface Dispatching {
  readonly platform: Platform;
  readonly commands: readonly Command[];
  readonly jobs: Jobs;
  readonly access: readonly AccessRule[];
  readonly servers: readonly string[];
  /** Where alerts go. */
  readonly alerts: readonly AlertPlace[];
  readonly log: Log;
}

/** Turns what people do into commands, and what goes wrong into words. */
export function createDispatch(parts: Dispatching): Listener {
  const { platform, commands, access, servers, log } = parts;

  return {
    async receive(incoming) {
      try {
        const message = await act(incoming);
        if (message !== undefined) await incoming.answer(message);
      } catch (error) {
        await excuse(incoming, error).catch((second: unknown) => {
          if (!(second instanceof ChatClosed)) log.error({ err: second }, 'an error could not be told');
        });
      }
    },

    complete(person, name, option, typed) {
      const command = commands.find(each => each.name === name);
      const words = command?.options.find(each => each.name === option)?.completes;
      if (words !== undefined) return words.filter(word => word.includes(typed.toLowerCase()));
      if (command === undefined || !isServerOption(option)) return [];
      const open =
        command.access === 'anyone' ? servers : visibleServers(access, person, command.access, servers);
      return open.filter(server => server.toLowerCase().includes(typed.toLowerCase())).slice(0, 25);
    },
  };

  /** Buttons and pasted texts are commands said in another way. */
  function act(incoming: Incoming): Promise<Message | undefined> {
    const { event } = incoming;
    switch (event.kind) {
      case 'command':
        return run(incoming, event.name, event.options, event.rest);
      case 'paste': {
        const asked = answered(event.action, event.text);
        return run(incoming, asked.command, asked.options, '');
      }
      case 'text': {
        // An import may have asked whose account a file is; no callback looks like this.
        const email = event.text.trim();
        if (isEmailAddress(email) && openTo(incoming, 'import').length > 0)
          return run(incoming, 'import', { email }, '');
        return run(incoming, 'callback', { address: event.text }, '');
      }
      case 'files':
        return run(incoming, 'import', {}, '');
      case 'action': {
        const button = pressed(event.action);
        return button === undefined
          ? run(incoming, event.action, {}, '')
          : run(incoming, button.command, button.options, '');
      }
    }
  }

  /** Where this person may use a command. */
  function openTo({ person }: Incoming, name: CommandName): readonly string[] {
    const right = commands.find(each => each.name === name)?.access ?? 'admin';
    return right === 'anyone' ? servers : visibleServers(access, person, right, servers);
  }

  async function run(
    incoming: Incoming,
    typed: string,
    given: Readonly<Record<string, string>>,
    rest: string,
  ): Promise<Message | undefined> {
    const name = typed.toLowerCase().replaceAll('_', '-');
    const command = commands.find(each => each.name === name);
    if (command === undefined) {
      const didYouMean = nearest(
        name,
        commands.map(each => each.name),
      );
      throw new UserError({ code: 'unknown-command', typed: `/${typed}`, ...(didYouMean && { didYouMean }) });
    }
    const { person } = incoming;
    const open = openTo(incoming, command.name);
    if (open.length === 0 && command.access !== 'anyone') {
      throw notAllowed(incoming, command.access);
    }
    const [misplaced] = command.options.flatMap(({ choices, name: option }) => {
      const value = given[option];
      return value === undefined || choices?.includes(value) !== false ? [] : [value];
    });
    const odd = misplaced ?? rest;
    if (odd !== '') throw new UserError({ code: 'unexpected-words', typed: odd, usage: usageOf(command) });
    return command.run({
      ...parts,
      incoming,
      person,
      words: wordsFor(person.language, platform.name),
      servers: open,
      options: withServer(incoming, command, given, open),
    });
  }

  function withServer(
    incoming: Incoming,
    command: Command,
    given: Readonly<Record<string, string>>,
    open: readonly string[],
  ): Readonly<Record<string, string>> {
    const named = command.options.flatMap(({ name }) => {
      const typed = isServerOption(name) ? (given[name] ?? '') : '';
      return typed === '' ? [] : [[name, known(incoming, command, typed, open)] as const];
    });
    const checked = { ...given, ...Object.fromEntries(named) };
    const option = command.options.find(each => each.name === 'server');
    if (option === undefined || (given['server'] ?? '') !== '') return checked;
    const [only] = open;
    if (only !== undefined && open.length === 1 && option.fillsIn !== false)
      return { ...checked, server: only };
    if (option.required === true) throw new UserError({ code: 'which-server', known: open });
    return checked;
  }

  /** The server that is meant, if this person may use this command there. */
  function known(incoming: Incoming, command: Command, typed: string, open: readonly string[]): string {
    const server = servers.find(each => each.toLowerCase() === typed.toLowerCase());
    if (server !== undefined && open.includes(server)) return server;
    if (server !== undefined && command.access !== 'anyone') {
      throw notAllowed(incoming, command.access, server);
    }
    const didYouMean = nearest(typed, open);
    throw new UserError({ code: 'unknown-server', typed, known: open, ...(didYouMean && { didYouMean }) });
  }

  function notAllowed({ isPrivate, person }: Incoming, need: Right, server?: string): UserError {
    const groupsHidden = isPrivate && access.some(rule => /^(?:discord-role|telegram-chat):/.test(rule.who));
    return new UserError({
      code: 'not-allowed',
      need,
      you: person.id,
      ...(server !== undefined && { server }),
      ...(groupsHidden && { groupsHidden }),
    });
  }

  function usageOf(command: Command): string {
    const options = command.options.map(each =>
      each.required === true ? `<${each.name}>` : `[${each.choices?.join('|') ?? each.name}]`,
    );
    const name = platform.name === 'telegram' ? command.name.replaceAll('-', '_') : command.name;
    return [`/${name}`, ...options].join(' ');
  }

  async function excuse(incoming: Incoming, error: unknown): Promise<void> {
    const words = wordsFor(incoming.person.language, platform.name);
    const problem = problemOf(error);
    // What people send along are credentials: whoever is refused shall not have theirs stand in a chat either.
    const stands = incoming.files.length > 0 && !(await incoming.forget());
    // Where only the private chat will do, that is part of its sentence.
    const warning = stands && problem?.code !== 'private-only' && words.imports.notDeleted();
    if (problem !== undefined) {
      log.info({ problem: problem.code, person: incoming.person.id }, 'refused');
      await incoming.answer(apology(problem));
      return;
    }
    const reference = randomBytes(2).toString('hex');
    log.error({ err: error, reference, person: incoming.person.id }, 'something went wrong');
    await incoming.answer({ text: lines(words.fault(reference), warning) });

    function apology(problem: Problem): Message {
      const text = lines(explain(words, problem), warning);
      if (problem.code !== 'private-chat-closed' || problem.openUrl === undefined) return { text };
      return {
        text,
        buttons: [[{ kind: 'link', label: words.login.openPrivateChat, url: problem.openUrl }]],
      };
    }
  }
}
