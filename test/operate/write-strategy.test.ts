import { UserError } from '../../src/errors';
import { writeStrategy } from '../../src/operate/write-strategy';
import { configFile, lost, openBalance, reloaded, type BalanceScene } from './balance-scene';

const pace = { withinMs: 60, pollMs: 5 };
const old = 'port: 8317 # ours\nrouting:\n  strategy: "rr"\n';
const away = new UserError({ code: 'connection-lost', server: 'ali' });
const logFile = '/CLIProxyAPI/logs/main.log';

async function write(scene: BalanceScene): Promise<void> {
  await writeStrategy(await scene.proxy.server.container(), scene.proxy.place, 'fill-first', pace);
}

describe('a strategy in config.yaml', () => {
  it('is the only thing that changes there, once the program says that it read it', async () => {
    const scene = openBalance(old);

    await write(scene);

    expect(scene.writes).toEqual(['port: 8317 # ours\nrouting:\n  strategy: "fill-first"\n']);
  });

  it('is put back where the program refuses the file, whose words hold no key', async () => {
    const scene = openBalance(old);
    scene.onWrite = () => {
      scene.server.log(
        '[error] failed to reload config: failed to parse config file: yaml: unmarshal errors:',
      );
      scene.server.log('  line 7: cannot unmarshal !!str `sk-key-...` into int');
    };

    const written = write(scene);

    await expect(written).rejects.toMatchObject({
      problem: {
        code: 'config-refused',
        server: 'ali',
        detail:
          'failed to parse config file: yaml: unmarshal errors: line 7: cannot unmarshal !!str … into int',
      },
    });
    expect(scene.config()).toBe(old);
  });

  it('is put back where the program says nothing', async () => {
    const scene = openBalance(old);
    scene.server.log(reloaded);
    scene.onWrite = () => undefined;

    const written = write(scene);

    await expect(written).rejects.toMatchObject({ problem: { code: 'config-not-reloaded', seconds: 0 } });
    expect(scene.writes).toHaveLength(2);
    expect(scene.config()).toBe(old);
  });

  it('is left where somebody else has written the file by then', async () => {
    const scene = openBalance(old);
    scene.onWrite = () => scene.server.put(configFile, 'port: 1\n');

    const written = write(scene);

    await expect(written).rejects.toMatchObject({ problem: { code: 'config-not-reloaded', left: true } });
    expect(scene.writes).toHaveLength(1);
  });

  it('is written into what another hand wrote meanwhile, which is not lost', async () => {
    const scene = openBalance(old);
    let hands = 0;
    scene.beforeWrite = () => {
      if (hands++ < 2) scene.server.put(configFile, `${old}x${hands}: true\n`);
    };

    await write(scene);

    expect(scene.config()).toBe('port: 8317 # ours\nrouting:\n  strategy: "fill-first"\nx2: true\n');
  });

  it('is not written at all where another hand wrote the same', async () => {
    const scene = openBalance(old);
    scene.beforeWrite = () => scene.server.put(configFile, 'routing: {strategy: ff}\n');

    await write(scene);

    expect(scene.writes).toEqual([]);
  });

  it('is given up where another hand writes without end', async () => {
    const scene = openBalance(old);
    let hands = 0;
    scene.beforeWrite = () => scene.server.put(configFile, `${old}x: ${hands++}\n`);

    await expect(write(scene)).rejects.toMatchObject({ problem: { code: 'file-changed' } });
    expect(hands).toBe(4);
    expect(scene.writes).toEqual([]);
  });

  it('is not said to be in force, nor not to be, where the connection was lost on the way', async () => {
    const scene = openBalance(old);
    scene.beforeWrite = lost;

    await expect(write(scene)).rejects.toMatchObject({ problem: { code: 'config-unconfirmed' } });
  });

  it('is not said to be either where nobody could look any more', async () => {
    const scene = openBalance(old);
    const container = await scene.proxy.server.container();
    let isOut = false;
    scene.onWrite = () => (isOut = true);
    const logs: typeof container.logs = options => (isOut ? Promise.reject(away) : container.logs(options));

    const written = writeStrategy({ ...container, logs }, scene.proxy.place, 'fill-first', pace);

    await expect(written).rejects.toMatchObject({ problem: { code: 'config-unconfirmed' } });
    expect(scene.writes).toHaveLength(1);
  });

  it.each(['disk-full', 'read-only'] as const)('is not there after %s', async code => {
    const scene = openBalance(old);
    scene.beforeWrite = () => {
      throw new UserError({ code, server: 'ali', path: configFile });
    };

    await expect(write(scene)).rejects.toMatchObject({ problem: { code } });
    expect(scene.config()).toBe(old);
  });

  it('is not said to be put back where that went wrong', async () => {
    const scene = openBalance(old);
    scene.onWrite = () => {
      scene.beforeWrite = lost;
    };

    await expect(write(scene)).rejects.toMatchObject({ problem: { code: 'config-unconfirmed' } });
  });

  it('that cannot be put back is told with the command that helps', async () => {
    const scene = openBalance(old);
    const detail = 'cp /CLIProxyAPI/.room/old /CLIProxyAPI/config.yaml';
    scene.onWrite = () => {
      scene.beforeWrite = () => {
        throw new UserError({ code: 'write-failed', server: 'ali', path: configFile, detail });
      };
    };

    await expect(write(scene)).rejects.toMatchObject({ problem: { code: 'write-failed', detail } });
  });

  it('is seen in the log file of a program that logs there, and not in what that held before', async () => {
    const text = `logging-to-file: true\n${old}`;
    const scene = openBalance(text);
    scene.server.put(logFile, `[2026-11-22 21:00:00] ${reloaded}\n`, 500);
    scene.onWrite = () => undefined;
    const silent = await write(scene).catch((error: unknown) => error);
    scene.onWrite = () =>
      scene.server.put(
        logFile,
        `[2026-11-22 21:00:00] ${reloaded}\n[2026-11-22 21:00:09] ${reloaded}\n`,
        9_500,
      );

    await write(scene);

    expect(silent).toMatchObject({ problem: { code: 'config-not-reloaded' } });
    expect(scene.config()).toContain('"fill-first"');
  });

  it('is seen in a log file that was turned over', async () => {
    const scene = openBalance(`logging-to-file: true\n${old}`);
    scene.server.put(logFile, '[2026-11-22 21:00:00] a long one, whose end has come\n', 500);
    scene.onWrite = () => scene.server.put(logFile, `[2026-11-22 21:00:09] ${reloaded}\n`, 9_500);

    await write(scene);

    expect(scene.writes).toHaveLength(1);
  });
});
