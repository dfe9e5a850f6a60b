import { byUrgency, type AccountsReport } from '../../jobs/account';
import { explain, type Catalogue } from '../../messages/catalogue';
import { lines } from '../../messages/rich';
import type { Part } from '../platform';
import type { Section } from './gather';
import type { Room } from './room';
import { isFine, urgentFirst } from './urgency';

type Line = readonly Part[];

/** How many accounts of each server are shown, before the others are only counted. */
const foldings = [Infinity, 40, 20, 12, 8, 6, 4, 3, 2, 1, 0] as const;

/**
 * The servers and their accounts in at most so many characters, as far as that can be: what needs somebody comes
 * first and whole, the others are counted.
 */
export function sectionsText(sections: readonly Section[], words: Catalogue, { lengthOf, most }: Room): Line {
  const sorted = urgentFirst(sections);
  for (const shown of foldings) {
    const text = apart(sorted.map(section => sectionText(section, words, shown)));
    if (lengthOf(text) <= most) return text;
  }
  const fine = sorted.filter(isFine);
  const others = sorted.filter(section => !isFine(section));
  return lines(
    ...others.map(section => sectionText(section, words, 0)),
    fine.length > 0 && words.accounts.fineServers(fine.length),
  );
}

/** With an empty line between them. */
function apart(texts: readonly Line[]): Line {
  return texts.flatMap((text, index) => (index === 0 ? text : ['\n\n', ...text]));
}

function sectionText(section: Section, words: Catalogue, shown: number): Line {
  const say = words.accounts;
  switch (section.kind) {
    case 'failed':
      return say.failed(section.server, explain(words, section.problem));
    case 'silent':
      return say.silent(section.server, section.problem && explain(words, section.problem));
    case 'report':
      return reportText(section.report, words, shown);
  }
}

function reportText(report: AccountsReport, words: Catalogue, shown: number): Line {
  const say = words.accounts;
  const { accounts, counts, filesNow, management } = report;
  const title = accounts.length === 0 ? say.none(report.server) : say.title(report.server, accounts.length);
  const folded = accounts.slice(shown);
  // One alone takes no more room than its number.
  const kept = folded.length === 1 && shown > 0 ? accounts : accounts.slice(0, shown);
  const rest = accounts.slice(kept.length);
  const more = byUrgency.flatMap(kind => {
    const count = rest.filter(({ state }) => state.kind === kind).length;
    return count === 0 ? [] : [{ count, state: words.picture.states[kind] }];
  });
  const brief = shown === 0;
  return lines(
    title,
    ...kept.map(account => lines(say.account(account), say.details(account, management === 'answered'))),
    more.length > 0 && say.more(more),
    counts === undefined ? !brief && say.noCounts() : say.counts(counts),
    filesNow !== undefined && say.filesNow(filesNow),
    !brief &&
      accounts.length > 0 &&
      say.management(
        management,
        accounts.some(each => each.requests !== undefined),
      ),
  );
}
