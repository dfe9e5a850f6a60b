import { resolve } from 'node:path';
import { describeCommands } from '../../src/chat/describe-commands';
import { loadCommands } from '../../src/chat/load-commands';
import { statusMessage } from '../../src/chat/status';
import { providerNames, type LoginState } from '../../src/jobs/login';
import { explain, wordsFor } from '../../src/messages/catalogue';
import { loginOf, waiting } from '../fakes/login';
import { plainText } from '../fakes/plain';
import { problems } from './samples';

const languages = ['en', 'zh-CN'] as const;
/** As long as a name may be: a host name, a person in a chat, an OAuth link. */
const server = 'a'.repeat(63);
const names = Array.from({ length: 20 }, () => 'n'.repeat(32));
const longest: readonly LoginState[] = [
  { kind: 'queued' },
  {
    ...waiting,
    port: { number: 54545, tunnel: `ssh -L 54545:172.17.0.2:54545 ${server}` },
    endedOrphan: true,
  },
  ...problems.map(problem => ({ kind: 'failed', problem }) as const),
];

describe.each(languages)('in %s', language => {
  it.each([
    ['discord', 2_000],
    ['telegram', 4_096],
  ] as const)('every status message fits into a message of %s', (platform, most) => {
    const words = wordsFor(language, platform);

    const lengths = longest.map(state => {
      const message = statusMessage(loginOf({ server, state }), { place: 21, ahead: names }, words);
      return plainText(message.text).length;
    });

    expect(Math.max(...lengths)).toBeLessThan(most * 0.9);
  });

  it('every sentence of a problem fits beside what a platform adds', () => {
    const words = wordsFor(language, 'discord');

    const lengths = problems.map(problem => plainText(explain(words, problem)).length);

    expect(Math.max(...lengths)).toBeLessThan(1_000);
  });

  it('the question for the address fits into a form of Discord', () => {
    const questions = providerNames.map(wordsFor(language, 'discord').login.ask);

    for (const ask of questions) {
      expect(ask.title.length).toBeLessThanOrEqual(45);
      expect(ask.label.length).toBeLessThanOrEqual(45);
      expect(ask.example.length).toBeLessThanOrEqual(100);
    }
  });

  it('buttons are short enough to stand beside each other on a phone', () => {
    const { buttons, openPrivateChat } = wordsFor(language, 'telegram').login;

    const tooLong = [...Object.values(buttons), openPrivateChat].filter(label => label.length > 20);

    expect(tooLong).toEqual([]);
  });

  it('descriptions of commands fit into the menus', async () => {
    const commands = describeCommands(await loadCommands(resolve(__dirname, '../../commands')));

    const texts = commands.flatMap(command => [
      command.description[language],
      ...command.options.map(option => option.description[language]),
    ]);

    // Discord takes 100 characters, Telegram 256.
    expect(texts.filter(text => text === '' || text.length > 100)).toEqual([]);
  });
});
