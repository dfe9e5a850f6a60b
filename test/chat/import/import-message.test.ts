import { importMessage } from '../../../src/chat/import/import-message';
import type { Problem } from '../../../src/errors';
import type { ImportedFile } from '../../../src/jobs/reports';
import { wordsFor } from '../../../src/messages/catalogue';
import { plainText } from '../../fakes/plain';

const long = 'n'.repeat(60);
const known = ['claude', 'codex', 'antigravity', 'kimi', 'xai', 'qwen', 'iflow', 'gemini-cli', 'vertex'];
const unknown: Problem = { code: 'import-unknown-shape', known };
const refused = (name: string, problem: Problem): ImportedFile => ({ outcome: 'refused', name, problem });
const imported = (file: string): ImportedFile => ({
  outcome: 'imported',
  name: long,
  file,
  provider: 'claude',
  email: `${'e'.repeat(48)}@example.com`,
  replaced: true,
  backup: `${file}.20261123T031500Z.bak`,
  fromClaudeCli: true,
});

function told(files: readonly ImportedFile[], language: 'en' | 'zh-CN' = 'en'): string {
  const counts = { clients: 12, parts: [{ count: 12, label: 'auth entries' }], atMs: 0 };
  const all = { server: 'ali', files, before: counts, after: counts, restarted: true, notDeleted: true };
  return plainText(
    importMessage({ ...all, asked: { id: '0a', name: long } }, wordsFor(language, 'discord')).text,
  );
}

describe('what is said of an import', () => {
  it('gives a reason once, with every file that it is about', () => {
    const notJson: Problem = { code: 'import-not-json' };
    const files = [refused('a', notJson), refused('b', unknown), refused('c', notJson)];

    const lines = told(files).split('\n');

    expect(lines[0]).toMatch(/^❌ a, c: It is not JSON/);
    expect(lines[1]).toMatch(/^❌ b: It is no credential/);
    expect(lines[2]).not.toContain('❌');
  });

  it('says of several what was there with the ending that all have', () => {
    expect(told([imported('a.json')])).toContain('kept as a.json.20261123T031500Z.bak.');
    expect(told([imported('a.json'), imported('b.json')])).toContain(
      'with .20261123T031500Z.bak after its name',
    );
  });

  it.each(['en', 'zh-CN'] as const)(
    'fits into a message of Discord in %s, whatever came of ten files',
    language => {
      const ten = Array.from({ length: 10 }, (_, index) => index);
      const reasons: readonly Problem[] = [
        unknown,
        { code: 'import-not-json' },
        { code: 'import-too-large', mostBytes: 65_536 },
        { code: 'import-not-loaded', file: long },
        { code: 'import-twice', file: long },
      ];

      const lengths = [
        told(
          ten.map(index => imported(`${index}`)),
          language,
        ),
        told(
          ten.map(index => refused(`${index}${long}`.slice(0, 60), unknown)),
          language,
        ),
        told(
          ten.map(index => refused(`${index}${long}`.slice(0, 60), reasons[index % 5] ?? unknown)),
          language,
        ),
      ].map(text => text.length);

      expect(Math.max(...lengths)).toBeLessThan(2_000 * 0.9);
    },
  );
});
