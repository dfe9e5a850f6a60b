import { mei, openDriver } from '../chat/telegram/driver';
import { platformJourneys } from './platform.journeys';

jest.setTimeout(60_000);

platformJourneys({ name: 'Telegram', shared: true, editsInPlace: true, forgets: true }, async () => {
  const driver = await openDriver();
  return {
    ...driver,
    sentElsewhere: () =>
      driver.telegram.requests
        .filter(({ fields }) => fields['chat_id'] !== mei.id)
        .map(({ method, fields }) => JSON.stringify({ method, fields })),
    showsPreview: ({ ref }) =>
      driver.telegram.messages(mei.id).some(({ id, showsPreview }) => id === Number(ref.id) && showsPreview),
  };
});
