import { openDriver } from '../chat/terminal/driver';
import { platformJourneys } from './platform.journeys';

jest.setTimeout(60_000);

platformJourneys({ name: 'a terminal', shared: false, editsInPlace: false, forgets: false }, async () => ({
  ...(await openDriver()),
  sentElsewhere: () => [],
  showsPreview: () => false,
}));
