import { explainDialStdio } from '../../../src/server/docker/dial-stdio';

const FACTS = { server: 'ali', user: 'deploy', socket: '/var/run/docker.sock' };

describe('why docker system dial-stdio ended', () => {
  // Docker 20.10 and 28; a shell in German and in English.
  it.each([
    [
      1,
      'Got permission denied while trying to connect to the Docker daemon socket at unix:///var/run/docker.sock',
      'docker-permission',
    ],
    [1, 'dial unix /var/run/docker.sock: connect: permission denied', 'docker-permission'],
    [
      1,
      'Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?',
      'docker-absent',
    ],
    [1, 'dial unix /var/run/docker.sock: connect: no such file or directory', 'docker-absent'],
    [
      1,
      'WARNING: Error loading config file: open /root/.docker/config.json: permission denied\nfailed to open the raw stream connection: dial unix /var/run/docker.sock: connect: no such file or directory\n',
      'docker-absent',
    ],
    [
      1,
      'failed to open the raw stream connection: dial unix /var/run/docker.sock: connect: permission denied\n',
      'docker-permission',
    ],
    [127, 'bash: Zeile 1: docker: Kommando nicht gefunden.', 'docker-absent'],
    [127, '', 'docker-absent'],
  ])('with code %d and "%s" is %s', (exitCode, stderr, code) => {
    expect(explainDialStdio(FACTS, exitCode, stderr).problem).toMatchObject({ code, server: 'ali' });
  });

  it('names the command that gives the permission', () => {
    expect(explainDialStdio(FACTS, 1, 'permission denied').problem).toEqual({
      code: 'docker-permission',
      server: 'ali',
      user: 'deploy',
      fix: 'sudo usermod -aG docker deploy',
    });
  });

  it('hands on the last line of anything else', () => {
    expect(explainDialStdio(FACTS, 1, 'warning: x\nunknown command: dial-stdio\n').problem).toEqual({
      code: 'docker-failed',
      server: 'ali',
      detail: 'unknown command: dial-stdio',
    });
    expect(explainDialStdio(FACTS, undefined, '').problem).toMatchObject({
      detail: 'docker system dial-stdio ended with code ?',
    });
  });
});
