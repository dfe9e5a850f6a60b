import { type Fields, integer, onlyKnown, optionalBoolean, optionalInteger, optionalObject } from './fields';
import { isUpload } from './form';
import { checkedMarkup } from './markup';
import { type Media, mediaIn, mediaNamedIn } from './media';
import { Refusal, mistake } from './refusal';
import type { Stage } from './stage';
import { captionText, formattedText } from './text';
import { type PretendMessage, type World, messageJson } from './world';

export function sendMessage(stage: Stage, fields: Fields): unknown {
  const known = 'chat_id message_thread_id text entities parse_mode link_preview_options';
  onlyKnown(
    fields,
    [...known.split(' '), 'protect_content', 'reply_parameters', 'reply_markup'],
    'sendMessage',
  );
  return sent(stage, fields, () => ({ ...formattedText(fields), showsPreview: previewOf(fields) }));
}

export function sendMedia(stage: Stage, fields: Fields, kind: Media['kind']): unknown {
  const known = 'chat_id message_thread_id caption caption_entities parse_mode reply_parameters reply_markup';
  onlyKnown(fields, [...known.split(' '), kind], `the form of a ${kind}`);
  return sent(stage, fields, () => ({
    ...captionText(fields),
    showsPreview: false,
    media: mediaIn(fields, kind),
  }));
}

/** What is sent in the place that a request names. */
function sent(
  { world, limits }: Stage,
  fields: Fields,
  read: () => Pick<PretendMessage, 'text' | 'entities' | 'showsPreview' | 'media'>,
): unknown {
  const topic = optionalInteger(fields, 'message_thread_id');
  const chat = world.writable(integer(fields, 'chat_id'), topic);
  const replyTo = repliedTo(world, chat.id, fields);
  const content = { ...read(), markup: checkedMarkup(fields) };
  const isProtected = optionalBoolean(fields, 'protect_content') ?? false;
  limits.take(chat.id);
  const message = world.add({
    chat: chat.id,
    from: world.bot,
    ...content,
    isProtected,
    ...(replyTo === undefined ? {} : { replyTo }),
    ...(topic === undefined ? {} : { topic }),
  });
  return messageJson(world, message);
}

export function editMessageText(stage: Stage, fields: Fields): unknown {
  const known = 'chat_id message_id text entities parse_mode link_preview_options reply_markup';
  onlyKnown(fields, known.split(' '), 'editMessageText');
  return edited(stage, fields, before => {
    if (before.media !== undefined)
      throw new Refusal(400, 'Bad Request: there is no text in the message to edit');
    return { ...formattedText(fields), showsPreview: previewOf(fields) };
  });
}

export function editMessageCaption(stage: Stage, fields: Fields): unknown {
  const known = 'chat_id message_id caption caption_entities parse_mode reply_markup';
  onlyKnown(fields, known.split(' '), 'editMessageCaption');
  return edited(stage, fields, before => {
    if (before.media === undefined)
      throw new Refusal(400, 'Bad Request: there is no caption in the message to edit');
    return captionText(fields);
  });
}

/** Also makes a message of words one with a file. */
export function editMessageMedia(stage: Stage, fields: Fields): unknown {
  const { media, caption } = mediaNamedIn(fields);
  const plain = Object.entries(fields).filter(([, value]) => !isUpload(value));
  onlyKnown(
    Object.fromEntries(plain),
    ['chat_id', 'message_id', 'media', 'reply_markup'],
    'editMessageMedia',
  );
  return edited(stage, fields, () => ({ ...captionText(caption), showsPreview: false, media }));
}

function edited(
  { world, limits }: Stage,
  fields: Fields,
  read: (before: PretendMessage) => Partial<PretendMessage>,
): unknown {
  const chat = world.writable(integer(fields, 'chat_id'));
  const before = world.find(chat.id, integer(fields, 'message_id'));
  // A topic takes its messages with it.
  if (before === undefined || chat.topics.get(before.topic ?? 1) === 'deleted') {
    throw new Refusal(400, 'Bad Request: message to edit not found');
  }
  if (before.from.id !== world.bot.id || before.markup.forceReply !== undefined) {
    throw new Refusal(400, "Bad Request: message can't be edited");
  }
  const markup = checkedMarkup(fields);
  if (markup.forceReply !== undefined) throw mistake('inline keyboard expected');
  const after = { ...before, ...read(before), markup };
  limits.take(chat.id);
  if (isSame(before, after)) {
    throw new Refusal(
      400,
      'Bad Request: message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message',
    );
  }
  world.replace(after);
  return messageJson(world, after);
}

function isSame(one: PretendMessage, other: PretendMessage): boolean {
  const pictures = [one, other].map(({ text, entities, markup, media }) =>
    JSON.stringify([text, entities, markup, media?.kind, media?.name, media?.bytes.toString('base64')]),
  );
  return pictures[0] === pictures[1];
}

export function deleteMessage({ world }: Stage, fields: Fields): unknown {
  onlyKnown(fields, ['chat_id', 'message_id'], 'deleteMessage');
  const chat = world.chat(integer(fields, 'chat_id'));
  const message = world.find(chat.id, integer(fields, 'message_id'));
  if (message === undefined) throw new Refusal(400, 'Bad Request: message to delete not found');
  if (message.from.id !== world.bot.id && !chat.botDeletes) {
    throw new Refusal(400, "Bad Request: message can't be deleted");
  }
  world.remove(message);
  return true;
}

function repliedTo(world: World, chat: number, fields: Fields): number | undefined {
  const reply = optionalObject(fields, 'reply_parameters');
  if (reply === undefined) return undefined;
  onlyKnown(reply, ['message_id', 'allow_sending_without_reply'], 'reply_parameters');
  const id = integer(reply, 'message_id');
  if (world.find(chat, id) !== undefined) return id;
  if (optionalBoolean(reply, 'allow_sending_without_reply') === true) return undefined;
  throw mistake('message to be replied not found');
}

function previewOf(fields: Fields): boolean {
  const options = optionalObject(fields, 'link_preview_options') ?? {};
  onlyKnown(options, ['is_disabled'], 'link_preview_options');
  return optionalBoolean(options, 'is_disabled') !== true;
}
