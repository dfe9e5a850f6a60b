import { mayDo } from '../src/chat/access';
import { defineCommand } from '../src/chat/command';
import { writeCommand } from '../src/messages/write-command';

export const command = defineCommand({
  name: 'help',
  options: [],
  access: 'anyone',
  run: ({ commands, words, platform, access, person }) => {
    const write = writeCommand(platform.name);
    const listed = commands.map(each => ({
      command: write(each.name),
      description: words.commands[each.name].description,
    }));
    return Promise.resolve({ text: words.help(listed, mayDo(access, person, 'viewer')) });
  },
});
