import type { IncomingMessage, Server } from 'node:http';
import { randomBytes } from 'node:crypto';
import { type RawData, type WebSocket, WebSocketServer } from 'ws';
import { z } from 'zod';
import { guildPayload, userPayload } from './payloads';
import type { World } from './world';

const GUILDS = 1;
const GUILD_MESSAGES = 1 << 9;
const DIRECT_MESSAGES = 1 << 12;

const said = z.discriminatedUnion('op', [
  z.object({ op: z.literal(1), d: z.number().nullable() }),
  z.object({ op: z.literal(2), d: z.object({ token: z.string(), intents: z.number() }) }),
  z.object({ op: z.literal(6), d: z.object({ token: z.string(), session_id: z.string(), seq: z.number() }) }),
  z.object({ op: z.literal(3) }),
]);

interface Session {
  readonly id: string;
  readonly intents: number;
  readonly sent: { readonly op: 0; readonly t: string; readonly s: number; readonly d: unknown }[];
  socket: WebSocket | undefined;
}

/** Discord's gateway: hello, identify, heartbeats, events with numbers, and resuming where a bot left off. */
export interface Gateway {
  dispatch(type: 'INTERACTION_CREATE' | 'MESSAGE_CREATE', data: { readonly channel_id: string }): void;
  /** How many bots are connected and identified. */
  connected(): number;
  /** Cuts every connection; bots may resume. */
  drop(): void;
  close(): void;
}

export function openGateway(server: Server, world: World, url: () => string): Gateway {
  const sockets = new WebSocketServer({ server });
  const sessions = new Map<string, Session>();

  sockets.on('connection', (socket: WebSocket, request: IncomingMessage) => {
    const query = new URL(request.url ?? '/', 'ws://gateway').searchParams;
    if (query.get('v') !== '10' || query.get('encoding') !== 'json')
      world.violations.push('gateway: not v10 in JSON');
    socket.send(JSON.stringify({ op: 10, d: { heartbeat_interval: 41_250 } }));
    socket.on('message', data => hear(socket, data));
    socket.on('close', () => {
      for (const session of sessions.values()) if (session.socket === socket) session.socket = undefined;
    });
  });

  function hear(socket: WebSocket, data: RawData): void {
    const parsed = said.safeParse(JSON.parse(textOf(data)));
    if (!parsed.success) {
      world.violations.push('gateway: something that is no known message');
      socket.close(4002);
      return;
    }
    const message = parsed.data;
    if (message.op === 1) socket.send(JSON.stringify({ op: 11 }));
    if (message.op !== 2 && message.op !== 6) return;
    if (message.d.token !== world.token) socket.close(4004, 'Authentication failed.');
    else if (message.op === 2) identify(socket, message.d.intents);
    else resume(socket, message.d.session_id, message.d.seq);
  }

  function identify(socket: WebSocket, intents: number): void {
    const session: Session = { id: randomBytes(16).toString('hex'), intents, sent: [], socket };
    sessions.set(session.id, session);
    tell(session, 'READY', {
      v: 10,
      user: userPayload(world, world.botId),
      guilds: [{ id: world.guild.id, unavailable: true }],
      session_id: session.id,
      session_type: 'normal',
      resume_gateway_url: url(),
      application: { id: world.applicationId, flags: 0 },
    });
    if ((intents & GUILDS) !== 0) tell(session, 'GUILD_CREATE', guildPayload(world));
  }

  function resume(socket: WebSocket, id: string, seen: number): void {
    const session = sessions.get(id);
    if (session === undefined) {
      socket.send(JSON.stringify({ op: 9, d: false }));
      return;
    }
    session.socket = socket;
    for (const event of session.sent.filter(one => one.s > seen)) socket.send(JSON.stringify(event));
    tell(session, 'RESUMED', {});
  }

  function tell(session: Session, type: string, data: unknown): void {
    const event = { op: 0, t: type, s: session.sent.length + 1, d: data } as const;
    session.sent.push(event);
    session.socket?.send(JSON.stringify(event));
  }

  /** Interactions come to every bot; messages to those with the intent for where they were written. */
  function wants(session: Session, type: string, message: { readonly channel_id: string }): boolean {
    if (type === 'INTERACTION_CREATE') return true;
    const intent = world.privateChats.has(message.channel_id) ? DIRECT_MESSAGES : GUILD_MESSAGES;
    return (session.intents & intent) !== 0;
  }

  return {
    dispatch: (type, data) => {
      for (const session of sessions.values()) {
        if (wants(session, type, data)) tell(session, type, data);
      }
    },
    connected: () => [...sessions.values()].filter(session => session.socket !== undefined).length,
    drop: () => {
      for (const socket of sockets.clients) socket.close(4000);
    },
    close: () => {
      for (const socket of sockets.clients) socket.terminate();
      sockets.close();
    },
  };
}

function textOf(data: RawData): string {
  return Buffer.isBuffer(data) ? data.toString('utf8') : '';
}
