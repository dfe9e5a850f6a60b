import { openPretendTelegram } from '../../sandbox/chat/telegram/pretend-telegram';
import { queueOf, type Chat, type Person } from './chat';

const firstId = 1_000;

/** The pretend Telegram with so many people. */
export async function openTelegram(people: number): Promise<Chat> {
  const telegram = await openPretendTelegram();
  const ids = Array.from({ length: people }, (_, index) => firstId + index);
  for (const id of ids) telegram.addUser({ id, first_name: `P${id}`, language_code: 'en' });

  const personOf = (id: number): Person => ({
    commands: name => telegram.types(id, id, `/${name.replaceAll('-', '_')}`),
    writes: text => telegram.types(id, id, text),
    heard: () =>
      telegram.requests
        .filter(({ fields }) => fields['chat_id'] === id)
        .map(({ atMs, fields }) => ({ atMs, body: JSON.stringify(fields) })),
  });
  return {
    name: 'Telegram',
    environment: { TELEGRAM_TOKEN: telegram.token, TELEGRAM_API_URL: telegram.url },
    operators: ids.map(id => `telegram:${id}`),
    person: queueOf(ids.map(personOf)),
    // In a group Telegram takes one message in five seconds, once it has taken eight: that is not the bot's time.
    alerts: {
      place: `telegram-chat:${firstId}`,
      told: () =>
        telegram.requests
          .filter(({ fields }) => fields['chat_id'] === firstId)
          .map(({ atMs, method }) => ({ atMs, isNew: method.startsWith('send') })),
    },
    violations: () => telegram.violations(),
    close: () => telegram.close(),
  };
}
