import { mei, openDriver } from '../chat/telegram/driver';
import { platformImports } from './platform-import.journeys';
import { type JourneyDriver, type JourneyTraits, platformJourneys } from './platform.journeys';

jest.setTimeout(60_000);

const traits: JourneyTraits = { name: 'Telegram', shared: true, editsInPlace: true, forgets: 'yes' };

async function open(): Promise<JourneyDriver> {
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
}

platformJourneys(traits, open);
platformImports(traits, open);
