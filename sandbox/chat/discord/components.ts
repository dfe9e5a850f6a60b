import { z } from 'zod';
import type { StoredInteraction, StoredMessage } from './world';

export interface PretendButton {
  readonly label: string;
  readonly customId?: string;
  readonly url?: string;
}

const rows = z.array(
  z.object({
    components: z.array(
      z.object({ label: z.string(), custom_id: z.string().optional(), url: z.string().optional() }),
    ),
  }),
);

const modal = z.object({
  custom_id: z.string(),
  title: z.string(),
  components: z.tuple([
    z.object({
      type: z.literal(18),
      label: z.string(),
      component: z.object({ type: z.literal(4), custom_id: z.string(), placeholder: z.string().optional() }),
    }),
  ]),
});

/** The buttons below a message, row by row. */
export function buttonsOf(message: StoredMessage): readonly PretendButton[] {
  return rows
    .parse(message.components)
    .flatMap(row => row.components)
    .map(({ label, custom_id: customId, url }) => ({
      label,
      ...(customId === undefined ? {} : { customId }),
      ...(url === undefined ? {} : { url }),
    }));
}

/** The modal that opened on a press. Throws when none did. */
export function modalOf(press: StoredInteraction) {
  const { custom_id: customId, title, components } = modal.parse(press.modal);
  const [{ label, component }] = components;
  return { customId, title, label, field: component.custom_id, placeholder: component.placeholder };
}
