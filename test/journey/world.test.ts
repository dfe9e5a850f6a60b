import { openSandboxWorld } from './sandbox-world';
import { worldAbilities } from './world.contract';

jest.setTimeout(30_000);

worldAbilities('in the sandbox', () => openSandboxWorld());
