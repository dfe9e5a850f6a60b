import { openDiscordDriver } from '../chat/discord/discord.driver';
import { platformJourneys } from './platform.journeys';

jest.setTimeout(60_000);

platformJourneys({ name: 'Discord', shared: true, editsInPlace: true, forgets: false }, async () => {
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
});
