import { shortImages } from '../../../src/chat/alerts/image-names';

const digest = 'sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef';

describe('the names of two images beside each other', () => {
  it.each([
    ['eceasy/cli-proxy-api:v6.9.1', 'eceasy/cli-proxy-api:v6.9.2', 'v6.9.1', 'v6.9.2'],
    ['ghcr.io:5000/a/cli-proxy-api', 'ghcr.io:5000/a/cli-proxy-api:v7', 'latest', 'v7'],
    ['eceasy/cli-proxy-api:v6.9.1', 'docker.io/me/fork:v1', 'cli-proxy-api:v6.9.1', 'fork:v1'],
    ['a/cli:v1', 'a/cli:v1', 'cli:v1', 'cli:v1'],
    [digest, `${digest.slice(0, 7)}ff${digest.slice(9)}`, '0123456789ab', 'ff23456789ab'],
    [`a/cli@${digest}`, 'a/cli:v2', '0123456789ab', 'v2'],
  ])('%s and %s', (before, after, oldName, newName) => {
    const short = shortImages(before, after);

    expect(short).toEqual({ before: oldName, after: newName });
  });
});
