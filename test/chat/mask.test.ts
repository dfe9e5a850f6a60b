import { maskEmails } from '../../src/chat/mask';

describe('masking e-mail addresses', () => {
  it.each([
    ['ada@example.com', 'a…@example.com'],
    ['a@example.com', 'a…@example.com'],
    ['ada.lovelace+work@mail.example.co.uk', 'a…@mail.example.co.uk'],
    ['claude-ada@example.com.json', 'c…@example.com.json'],
    ['zoë@bücher.example', 'z…@bücher.example'],
    ['two: ada@example.com, bob@example.org', 'two: a…@example.com, b…@example.org'],
  ])('turns %s into %s', (text, masked) => {
    expect(maskEmails(text)).toBe(masked);
  });

  it.each(['claude-1234.json', 'no address here', '@ada', 'ssh ada@localhost'])(
    'leaves %s as it is',
    text => {
      expect(maskEmails(text)).toBe(text);
    },
  );

  it('does not linger over a long word', () => {
    const word = 'a'.repeat(200_000);
    const began = performance.now();

    const masked = maskEmails(word);

    expect(masked).toBe(word);
    expect(performance.now() - began).toBeLessThan(1_000);
  });

  it('changes nothing more the second time', () => {
    const once = maskEmails('ada@example.com');

    expect(maskEmails(once)).toBe(once);
  });
});
