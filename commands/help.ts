import { mayDo } from '../src/chat/access';
import { defineCommand, type Command } from '../src/chat/command';
import { writeCommand } from '../src/messages/write-command';

export const command = defineCommand({
  name: 'help',
  options: [],
  access: 'anyone',
  run: ({ commands, words, platform, access, person }) => {
    const write = writeCommand(platform.name);
    const others = commands.filter(isOtherLogin);
    const listed = commands
      .filter(each => !isOtherLogin(each))
      .map(each => ({
        command: [write(each.name)],
        description: words.commands[each.name].description,
      }));
    const logins = {
      command: others.flatMap(each => [' ', write(each.name)]).slice(1),
      description: words.otherLogins,
    };
    const all = others.length === 0 ? listed : [...listed, logins];
    return Promise.resolve({ text: words.help(all, mayDo(access, person, 'viewer')) });
  },
});

/** There are so many that they would hide the rest. */
function isOtherLogin({ name }: Command): boolean {
  return name.endsWith('-login') && name !== 'claude-login';
}
