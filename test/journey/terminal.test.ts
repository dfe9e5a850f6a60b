import { openDriver } from '../chat/terminal/driver';
import { platformImports } from './platform-import.journeys';
import { type JourneyDriver, type JourneyTraits, platformJourneys } from './platform.journeys';

jest.setTimeout(60_000);

const traits: JourneyTraits = {
  name: 'a terminal',
  shared: false,
  editsInPlace: false,
  forgets: 'own screen',
};

async function open(): Promise<JourneyDriver> {
  return {
    ...(await openDriver()),
    sentElsewhere: () => [],
    showsPreview: () => false,
  };
}

platformJourneys(traits, open);
platformImports(traits, open);
