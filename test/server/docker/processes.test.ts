import { commandsOf } from '../../../src/server/docker/processes';

describe('what runs in a container', () => {
  it('is the column of commands, wherever ps puts it', () => {
    const full = {
      Titles: ['UID', 'PID', 'CMD'],
      Processes: [
        ['root', '1', '/x -a b'],
        ['root', '9', 'sh'],
      ],
    };
    const short = { Titles: ['COMMAND', 'PID'], Processes: [['/x', '1']] };

    expect(commandsOf(full)).toEqual(['/x -a b', 'sh']);
    expect(commandsOf(short)).toEqual(['/x']);
  });

  it('is nothing where Docker names no process', () => {
    expect(commandsOf({ Titles: ['CMD'], Processes: null })).toEqual([]);
  });

  it('is refused where no column has commands', () => {
    expect(() => commandsOf({ Titles: ['PID'], Processes: [] })).toThrow('no column of commands: PID');
  });
});
