import { openDiscordDriver } from '../chat/discord/discord.driver';
import { platformImports } from './platform-import.journeys';
import { type JourneyDriver, type JourneyTraits, platformJourneys } from './platform.journeys';

jest.setTimeout(60_000);

const traits: JourneyTraits = { name: 'Discord', shared: true, editsInPlace: true, forgets: 'by hand' };

async function open(): Promise<JourneyDriver> {
  const driver = await openDiscordDriver();
  return {
    ...driver,
    sentElsewhere: () =>
      driver.discord
        .requests()
        .filter(({ path }) => !path.includes(`/channels/${driver.ann.privateChat}/`))
        .map(request => JSON.stringify(request)),
    showsPreview: message => !message.secret,
  };
}

platformJourneys(traits, open);
platformImports(traits, open);
