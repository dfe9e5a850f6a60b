/** The package has types for the API but none for its schemas; these are the ones used here. */
declare module 'discord-api-spec/zod' {
  export interface Schema {
    safeParse(value: unknown):
      | { readonly success: true; readonly data: unknown }
      | {
          readonly success: false;
          readonly error: {
            readonly issues: readonly { readonly path: readonly PropertyKey[]; readonly message: string }[];
          };
        };
  }
  export const MessageCreateRequestSchema: Schema;
  export const MessageEditRequestPartialSchema: Schema;
  export const MessageResponseSchema: Schema;
  export const IncomingWebhookRequestPartialSchema: Schema;
  export const IncomingWebhookUpdateRequestPartialSchema: Schema;
  export const CreateMessageInteractionCallbackRequestSchema: Schema;
  export const UpdateMessageInteractionCallbackRequestSchema: Schema;
  export const ApplicationCommandAutocompleteCallbackRequestSchema: Schema;
  export const ModalInteractionCallbackRequestSchema: Schema;
  export const ApplicationCommandUpdateRequestSchema: Schema;
  export const ApplicationCommandResponseSchema: Schema;
  export const CreatePrivateChannelRequestSchema: Schema;
  export const PrivateChannelResponseSchema: Schema;
  export const GatewayBotResponseSchema: Schema;
}
