import { Slots } from '../../../src/server/docker/slots';

describe('places that are taken in turn', () => {
  it('let those wait who find none, and in line', async () => {
    const slots = new Slots(1);
    const order: string[] = [];
    await slots.take();
    const second = slots.take().then(() => order.push('second'));
    const third = slots.take().then(() => order.push('third'));

    expect(slots.waiting).toBe(2);
    slots.giveBack();
    await second;
    expect(order).toEqual(['second']);
    slots.giveBack();
    await third;

    expect(order).toEqual(['second', 'third']);
    expect(slots.taken).toBe(1);
  });

  it('become fewer when one turns out not to exist', async () => {
    const slots = new Slots(8);
    await slots.take();
    await slots.take();
    await slots.take();

    slots.shrink();
    void slots.take();

    expect(slots.taken).toBe(2);
    expect(slots.waiting).toBe(1);
    slots.giveBack();
    expect(slots.taken).toBe(2);
    expect(slots.waiting).toBe(0);
  });

  it('never become none', async () => {
    const slots = new Slots(2);
    await slots.take();

    slots.shrink();
    await slots.take();

    expect(slots.taken).toBe(1);
  });
});
