import { mayDo } from '../src/chat/access';
import { defineCommand } from '../src/chat/command';

export const command = defineCommand({
  name: 'whoami',
  options: [],
  access: 'anyone',
  run: ({ access, person, words }) => {
    const rights = access
      .filter(rule => rule.who === person.id || person.groups.includes(rule.who))
      .map(rule => (rule.server === undefined ? rule.right : `${rule.right}@${rule.server}`));
    const mayLogIn = mayDo(access, person, 'operator');
    return Promise.resolve({ text: words.whoami(person.id, person.groups, [...new Set(rights)], mayLogIn) });
  },
});
