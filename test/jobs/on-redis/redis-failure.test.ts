import { redisFailure } from '../../../src/jobs/on-redis/redis-failure';

const place = { host: 'redis.example', port: 6380 };

describe('a failure of Redis', () => {
  it.each([
    ['WRONGPASS invalid username-password pair or user is disabled.', 'refuses the user or the password'],
    [
      'NOAUTH HELLO must be called with the client already authenticated',
      'redis://:password@redis.example:6380',
    ],
    [
      "NOPERM this user has no permissions to run the 'evalsha' command",
      'may not run the commands of a queue',
    ],
    ['Protocol error, got "H" as reply type byte. Please report this.', 'is not Redis'],
    ['Unknown RESP type 72 "H". Please report this.', 'is not Redis'],
    ['ERR DB index is out of range', 'has no database of the number'],
    ['self-signed certificate in certificate chain', 'check redis:// or rediss://'],
  ])('that says %p is final', (message, sentence) => {
    const failure = redisFailure(message, place);

    expect(failure.final).toBe(true);
    expect(failure.sentence).toContain(sentence);
    expect(failure.sentence).toContain('redis.example:6380');
  });

  it.each([
    [
      'MISCONF Redis is configured to save RDB snapshots, but it is unable to persist',
      'cannot save to its disk',
    ],
    ["OOM command not allowed when used memory > 'maxmemory'.", 'raise maxmemory'],
    ["READONLY You can't write against a read only replica.", 'read-only replica'],
    ['LOADING Redis is loading the dataset in memory', 'still loading'],
    ['connect ECONNREFUSED 10.0.0.1:6380', 'cannot be reached (ECONNREFUSED)'],
    ['getaddrinfo ENOTFOUND redis.example', 'cannot be reached (ENOTFOUND)'],
    ['', 'cannot be reached: is it running?'],
  ])('that says %p may pass', (message, sentence) => {
    const failure = redisFailure(message, place);

    expect(failure.final).toBe(false);
    expect(failure.sentence).toContain(sentence);
  });
});
