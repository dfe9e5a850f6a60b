import { worldAbilities } from '../journey/world.contract';
import { openRealWorld } from './real-world';

jest.setTimeout(60_000);

worldAbilities('with OpenSSH and Docker', () => openRealWorld());
